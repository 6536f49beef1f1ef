import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Workplace, workplace, workplaceAt } from './pushing.ts';

const text = (key: string, facts: object = {}) => ({
  key,
  type: 'string',
  size: 200,
  required: false,
  ...facts,
});
const relationship = (key: string, relatedCollection: string, facts: object = {}) => ({
  key,
  type: 'relationship',
  required: false,
  relatedCollection,
  relationType: 'manyToOne',
  twoWay: false,
  onDelete: 'setNull',
  side: 'parent',
  ...facts,
});
const blog = {
  projectId: 'sandbox',
  projectName: 'Blog',
  databases: [{ $id: 'blog', name: 'Blog', enabled: true }],
  collections: [
    {
      $id: 'posts',
      databaseId: 'blog',
      name: 'Posts',
      $permissions: ['read("any")', 'write("team:editors")'],
      documentSecurity: false,
      enabled: true,
      attributes: [
        text('title', { required: true }),
        text('body', { size: 20_000 }),
        {
          key: 'status',
          type: 'string',
          format: 'enum',
          elements: ['draft', 'public'],
          required: false,
          default: 'draft',
        },
        { key: 'stars', type: 'integer', min: 0, max: 5, required: false, default: 0 },
        { key: 'published', type: 'datetime', required: false },
        relationship('author', 'people', { twoWay: true, twoWayKey: 'posts' }),
      ],
      indexes: [
        { key: 'by_status', type: 'key', attributes: ['status', 'published'], orders: ['ASC', 'DESC'] },
        { key: 'words', type: 'fulltext', attributes: ['body'], orders: [] },
      ],
    },
    {
      $id: 'people',
      databaseId: 'blog',
      name: 'People',
      $permissions: ['read("any")'],
      documentSecurity: true,
      enabled: true,
      attributes: [
        text('name', { required: true }),
        { key: 'email', type: 'string', format: 'email', required: false },
      ],
      indexes: [{ key: 'one_email', type: 'unique', attributes: ['email'], orders: ['ASC'] }],
    },
    {
      $id: 'comments',
      databaseId: 'blog',
      name: 'Comments',
      $permissions: ['create("users")'],
      documentSecurity: true,
      enabled: true,
      attributes: [
        text('text'),
        relationship('post', 'posts', { onDelete: 'cascade' }),
        relationship('writer', 'people'),
      ],
      indexes: [],
    },
  ],
  buckets: [
    {
      $id: 'pictures',
      name: 'Pictures',
      $permissions: ['read("any")'],
      fileSecurity: false,
      enabled: true,
      maximumFileSize: 5_000_000,
      allowedFileExtensions: ['png', 'jpg'],
      compression: 'none',
      encryption: true,
      antivirus: true,
    },
  ],
  functions: [
    {
      $id: 'mailer',
      name: 'Mailer',
      runtime: 'node-18.0',
      execute: ['users'],
      events: ['databases.blog.collections.posts.documents.*.create'],
      schedule: '0 6 * * *',
      timeout: 15,
      enabled: true,
      logging: true,
      entrypoint: 'main.js',
      commands: '',
      path: 'functions/mailer',
    },
  ],
  teams: [{ $id: 'editors', name: 'Editors' }],
  topics: [{ $id: 'news', name: 'News', subscribe: ['users'] }],
};
const files = {
  'appwrite.json': blog,
  'appwrite-cli.json': {
    version: 1,
    variables: { mailer: { SENDER: 'blog@example.org', PASSWORD: { env: 'MAIL_PASSWORD' } } },
  },
  'functions/mailer/main.js': 'export default async () => {};\n',
};
const env = { MAIL_PASSWORD: 'canary-mail-password' };

/** Five changes, as someone makes them with an editor. */
function edit(folder: string): void {
  const path = join(folder, 'appwrite.json');
  const changes: readonly (readonly [string, string])[] = [
    ['"Posts"', '"Articles"'],
    ['"max": 5', '"max": 10'],
    ['"draft",\n            "public"', '"draft",\n            "public",\n            "hidden"'],
    ['"timeout": 15', '"timeout": 60'],
    ['"png"', '"webp"'],
  ];
  let content = readFileSync(path, 'utf8');
  for (const [from, to] of changes) {
    expect(content.split(from)).toHaveLength(2);
    content = content.replace(from, to);
  }
  writeFileSync(path, content);
}

const succeed = async (place: Workplace, line: string) => {
  const result = await place.run(line, { env });
  expect(result.code === 0 || result).toBe(true);
  return result;
};

it('lets a new user make a blog, change five things, and find the same in an empty folder', async () => {
  const place = await workplace(files);
  const first = await succeed(place, 'push --yes --json');
  expect(first.report.done).toHaveLength(25);
  expect((await succeed(place, 'push --yes --json')).writes).toEqual([]);
  expect(await place.send('GET', '/functions/mailer')).toMatchObject({
    live: true,
    deployment: expect.stringMatching(/./),
  });

  edit(place.folder);
  const second = await succeed(place, 'push --yes --json');
  expect(second.report).toMatchObject({
    done: [
      'change collection blog/posts',
      'change attribute blog/posts/status',
      'change attribute blog/posts/stars',
      'change bucket pictures',
      'change function mailer',
    ],
    remaining: [],
  });
  expect((await succeed(place, 'push --yes --json')).writes).toEqual([]);
  expect((await succeed(place, 'plan --json --exit-code')).report.actions).toEqual([]);

  const empty = workplaceAt(place.sandbox, {});
  await succeed(empty, 'pull --code --yes');
  const pulled = (name: string) => readFileSync(join(empty.folder, name), 'utf8');
  expect(JSON.parse(pulled('appwrite.json')).collections).toHaveLength(3);
  expect(pulled('functions/mailer/main.js')).toBe(files['functions/mailer/main.js']);
  expect((await succeed(empty, 'plan --json --exit-code')).report.actions).toEqual([]);
  writeFileSync(join(place.folder, 'appwrite.json'), pulled('appwrite.json'));
  expect((await succeed(place, 'plan --json --exit-code')).report.actions).toEqual([]);
});

it('makes the same project in another one with one command (story 74)', async () => {
  const dev = await workplace(files);
  await succeed(dev, 'push --yes');
  const prod = workplaceAt((await workplace({})).sandbox, files);
  await succeed(prod, 'push --yes');
  for (const path of [
    '/databases/blog/collections/posts',
    '/functions/mailer',
    '/storage/buckets/pictures',
  ]) {
    const [one, other] = [await dev.send('GET', path), await prod.send('GET', path)];
    expect([other.$id, other.name, other.enabled]).toEqual([one.$id, one.name, one.enabled]);
  }
});
