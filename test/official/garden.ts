/** A project with everything that the official CLI writes to its file. */
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { expect } from 'vitest';
import type { TestSandbox } from '../sandbox/client.ts';

const attribute = (kind: string, body: object) =>
  [`attributes/${kind}`, { required: false, ...body }] as const;
const relationship = (body: object) => ['attributes/relationship', body] as const;
const index = (key: string, type: string, attributes: readonly string[], orders?: readonly string[]) =>
  ['indexes', { key, type, attributes, ...(orders && { orders }) }] as const;

const attributes = {
  plants: [
    attribute('string', { key: 'title', size: 128, required: true }),
    attribute('string', { key: 'latin', size: 200, default: 'unknown' }),
    attribute('string', { key: 'story', size: 65_536 }),
    attribute('string', { key: 'names', size: 60, array: true }),
    attribute('string', { key: 'code', size: 1024, encrypt: true }),
    attribute('integer', { key: 'stock', min: 0, max: 10_000, default: 0 }),
    attribute('integer', { key: 'serial', required: true }),
    attribute('integer', { key: 'coldest', min: -50 }),
    attribute('float', { key: 'price', min: 0.25, max: 999.75 }),
    attribute('float', { key: 'weight', default: 1.5 }),
    attribute('boolean', { key: 'hardy', default: true }),
    attribute('datetime', { key: 'sown', default: '2024-03-01T06:00:00.000+00:00' }),
    attribute('email', { key: 'grower', default: 'garden@example.com' }),
    attribute('url', { key: 'picture' }),
    attribute('ip', { key: 'sensor' }),
    attribute('enum', { key: 'light', elements: ['sun', 'half', 'shade'], default: 'half' }),
  ],
  beds: [attribute('string', { key: 'label', size: 40 })],
  orders: [attribute('integer', { key: 'pieces', min: 1, max: 99 })],
};

const relationships = {
  plants: [
    relationship({
      key: 'bed',
      relatedCollectionId: 'beds',
      type: 'manyToOne',
      twoWay: true,
      twoWayKey: 'plants',
      onDelete: 'setNull',
    }),
    relationship({
      key: 'neighbour',
      relatedCollectionId: 'beds',
      type: 'oneToOne',
      twoWayKey: 'plants_neighbour',
    }),
  ],
  orders: [
    relationship({
      key: 'plants',
      relatedCollectionId: 'plants',
      type: 'manyToMany',
      twoWay: true,
      twoWayKey: 'orders',
    }),
  ],
};

const indexes = {
  plants: [
    index('by_title', 'key', ['title'], ['ASC']),
    index('by_names', 'key', ['names']),
    index('by_stock', 'key', ['stock', 'light'], ['DESC']),
    index('search', 'fulltext', ['story']),
    index('serials', 'unique', ['serial']),
  ],
};

/** Makes the project in an empty sandbox. */
export async function plantGarden(request: TestSandbox['request']): Promise<void> {
  const send = async (method: string, path: string, body: object) => {
    const { status, text } = await request(method, path, { body });
    expect(status, `${method} ${path}: ${text}`).toBeLessThan(300);
  };
  const settled = async (path: string) => {
    const states = async () => {
      const { json } = await request('GET', path);
      return [...json.attributes, ...json.indexes].map(({ status }) => status);
    };
    await expect.poll(states).not.toContain('processing');
  };
  await send('POST', '/databases', { databaseId: 'main', name: 'Main' });
  await send('POST', '/databases', { databaseId: 'archive', name: 'Archive of years', enabled: false });
  await send('POST', '/databases/archive/collections', {
    collectionId: 'plants',
    name: 'Old plants',
    enabled: false,
  });
  const permissions = ['read("any")', 'create("team:editors")', 'update("team:editors/owner")'];
  for (const collectionId of Object.keys(attributes)) {
    const settings = {
      name: `The ${collectionId}`,
      permissions,
      documentSecurity: collectionId === 'plants',
    };
    await send('POST', '/databases/main/collections', { collectionId, ...settings });
  }
  for (const part of [attributes, relationships, indexes]) {
    for (const [collectionId, requests] of Object.entries(part)) {
      const collection = `/databases/main/collections/${collectionId}`;
      for (const [path, body] of requests) await send('POST', `${collection}/${path}`, body);
      await settled(collection);
    }
  }
  await send('POST', '/storage/buckets', {
    ...{ bucketId: 'photos', name: 'Photos', permissions, fileSecurity: true, maximumFileSize: 5_000_000 },
    ...{ allowedFileExtensions: ['png', 'jpg'], compression: 'gzip', encryption: false, antivirus: false },
  });
  await send('POST', '/storage/buckets', { bucketId: 'papers', name: 'Papers', enabled: false });
  await send('POST', '/teams', { teamId: 'editors', name: 'Editors & friends' });
  await send('POST', '/messaging/topics', {
    topicId: 'offers',
    name: 'Offers',
    subscribe: ['users', 'team:editors'],
  });
  await send('POST', '/functions', {
    ...{ functionId: 'mailer', name: 'Mailer', runtime: 'node-18.0', execute: ['users'], timeout: 30 },
    ...{
      events: ['users.*.create'],
      schedule: '0 4 * * *',
      entrypoint: 'src/main.js',
      commands: 'npm install',
    },
  });
  const variables = { SENDER: 'garden@example.com', LINES: 'first\nsecond # third' };
  for (const [key, value] of Object.entries(variables)) {
    await send('POST', '/functions/mailer/variables', { key, value });
  }
  const files = {
    'src/main.js': 'export default ({ res }) => res.empty();\n',
    'package.json': '{"type":"module"}\n',
  };
  const entries = Object.entries(files).map(([name, body]) => ({
    header: { name, size: body.length },
    body,
  }));
  const code = new FormData();
  code.append('code', new Blob([gzipSync(await packTar(entries))]), 'code.tar.gz');
  code.append('activate', '1');
  await send('POST', '/functions/mailer/deployments', code);
  const deployed = async () => (await request('GET', '/functions/mailer')).json.deployment;
  await expect.poll(deployed).not.toBe('');
  // A pull makes an empty folder for it.
  await send('POST', '/functions', { functionId: 'stock', name: 'Stock', runtime: 'php-8.0' });
}
