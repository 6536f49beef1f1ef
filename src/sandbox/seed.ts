import { setTimeout as sleep } from 'node:timers/promises';
import { guest, userActor } from './core/auth/actor.ts';
import type { Upload } from './core/http/body.ts';
import type { Result } from './core/http/reply.ts';
import { fullKey, type InnerRequest, performAs } from './core/inner-request.ts';
import type { JsonObject } from './core/json.ts';
import { consoleId, findProject, type Project } from './core/records/projects.ts';
import type { Kernel } from './core/types.ts';
import { seedAccount } from './seed-account.ts';

const products = { databaseId: 'shop', collectionId: 'products' };
const attribute = (kind: string, key: string, own: JsonObject = {}): InnerRequest => [
  `databases.create${kind}Attribute`,
  { ...products, key, required: false, ...own },
];
const index = (key: string, type: string, attributes: string[]): InnerRequest => [
  'databases.createIndex',
  { ...products, key, type, attributes },
];
const product = (
  documentId: string,
  title: string,
  price: number,
  stock: number,
  category: string,
  tags: string[],
  more: JsonObject = {},
): InnerRequest => [
  'databases.createDocument',
  { ...products, documentId, data: { title, price, stock, category, tags, ...more } },
];
const user = (userId: string, name: string): InnerRequest => [
  'users.create',
  { userId, name, email: `${userId}@example.com` },
];

/** A blue mug of 16 × 16 pixels. */
const picture: Upload = {
  name: 'mug.png',
  type: 'image/png',
  bytes: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQAQMAAAAlPW0iAAAABlBMVEX///8eUKAvF6O4AAAAG0lEQVR42mNgQALyD8DoD4P8Exj6AxN8AFECANNxCjvur/vkAAAAAElFTkSuQmCC',
    'base64',
  ),
};

/** Content of a seeded sandbox, as requests. Each step waits until the resources of the previous one are available. */
const steps: readonly (readonly InnerRequest[])[] = [
  [
    ['databases.create', { databaseId: 'shop', name: 'Shop' }],
    [
      'databases.createCollection',
      { ...products, name: 'Products', permissions: ['read("any")', 'create("users")'] },
    ],
    attribute('String', 'title', { size: 128, required: true }),
    attribute('Float', 'price', { min: 0 }),
    attribute('Integer', 'stock', { min: 0 }),
    attribute('Enum', 'category', { elements: ['kitchen', 'living', 'office', 'garden'] }),
    attribute('Boolean', 'active', { default: true }),
    attribute('String', 'tags', { size: 32, array: true }),
  ],
  [index('by_price', 'key', ['price']), index('by_title', 'fulltext', ['title'])],
  [
    product('mug', 'Blue mug', 8.5, 120, 'kitchen', ['blue', 'ceramic']),
    product('teapot', 'Teapot for four', 34.9, 12, 'kitchen', ['ceramic']),
    product('lamp', 'Desk lamp', 49, 30, 'office', ['metal', 'light']),
    product('notebook', 'Notebook, dotted', 6.2, 400, 'office', ['paper']),
    product('chair', 'Oak chair', 189, 4, 'living', ['wood']),
    product('cushion', 'Blue cushion', 24, 0, 'living', ['blue', 'cotton']),
    product('lantern', 'Garden lantern', 39.5, 18, 'garden', ['metal', 'light']),
    product('hammock', 'Hammock', 95, 0, 'garden', ['cotton'], { active: false }),
    user('ada', 'Ada Lovelace'),
    user('grace', 'Grace Hopper'),
    user('linus', 'Linus Torvalds'),
    ['teams.create', { teamId: 'crew', name: 'Crew' }],
    ['teams.createMembership', { teamId: 'crew', userId: 'ada', roles: ['owner'] }],
    ['storage.createBucket', { bucketId: 'photos', name: 'Photos', permissions: ['read("any")'] }],
    ['storage.createFile', { bucketId: 'photos', fileId: 'mug' }, picture],
    [
      'functions.create',
      { functionId: 'hello', name: 'Hello', runtime: 'node-18.0', entrypoint: 'index.js' },
    ],
    ['messaging.createTopic', { topicId: 'news', name: 'News' }],
  ],
];

/** An account to log in to the console with, and the organisation that the project then belongs to. */
const account: InnerRequest = ['account.create', { userId: 'ada', name: 'Ada Lovelace', ...seedAccount }];
const organization: InnerRequest = ['teams.create', { teamId: 'acme', name: 'Acme' }];
const ada = userActor({ userId: 'ada', sessionId: undefined, roles: ['user:ada'], needsFactor: false }, true);

/** Fills a new project and the console, through the operations that a client would call. */
export async function seed(kernel: Kernel, project: Project): Promise<void> {
  const console = findProject(kernel.store, consoleId);
  await performAs(kernel, console, guest, account);
  await performAs(kernel, console, ada, organization);
  for (const requests of steps) {
    for (const each of requests) await performAs(kernel, project, fullKey, each);
    while (isBusy(await performAs(kernel, project, fullKey, ['databases.getCollection', products])))
      await sleep(5);
  }
}

function isBusy(collection: Result): boolean {
  const { attributes, indexes } = collection as Readonly<Record<string, readonly JsonObject[]>>;
  return [...attributes!, ...indexes!].some(({ status }) => status === 'processing');
}
