/** Servers from 1.8 on leave related documents out of a list unless a query selects them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sent, untilAvailable } from '../../kit/rich-project.ts';
import { asServer18 } from '../../kit/server-of-1.8.ts';
import { type TwoProjects, twoProjects } from '../../kit/two-projects.ts';

const collections = '/databases/main/collections';

const relationships = [
  { of: 'posts', relatedCollectionId: 'authors', type: 'manyToOne', key: 'author', twoWayKey: 'posts' },
  { of: 'posts', relatedCollectionId: 'tags', type: 'manyToMany', key: 'tags', twoWayKey: 'tagged' },
  { of: 'tags', relatedCollectionId: 'tags2', type: 'oneToMany', key: 'parts', twoWayKey: 'whole' },
  { of: 'authors', relatedCollectionId: 'posts', type: 'oneToOne', key: 'best', twoWayKey: 'bestOf' },
  { of: 'authors', relatedCollectionId: 'tags2', type: 'oneToOne', key: 'likes', twoWay: false },
];

/** Members of the documents by collection. Authors and posts refer to each other in a ring. */
const documents = {
  tags2: { t: {}, u: {} },
  tags: { a: { parts: ['t', 'u'] }, b: {} },
  authors: { ada: { likes: 't' }, bob: {} },
  posts: { p1: { author: 'ada', tags: ['a', 'b'] }, p2: { author: 'ada', tags: ['b'] }, p3: {} },
};

/** Each relationship as a backup has it, from both sides. */
const stored = {
  tags2: ['t whole=a', 'u whole=a'],
  tags: ['a parts=t+u tagged=p1', 'b parts= tagged=p1+p2'],
  authors: ['ada best=p1 likes=t posts=p1+p2', 'bob best= likes= posts='],
  posts: ['p1 author=ada bestOf=ada tags=a+b', 'p2 author=ada bestOf= tags=b', 'p3 author= bestOf= tags='],
};

/** Two servers of 1.8; one has a project with relationships of all types. */
async function related(): Promise<TwoProjects> {
  const at = await twoProjects(asServer18);
  const { request } = at.prod;
  const post = (path: string, body: object) => sent(request, 'POST', path, body);
  await post('/databases', { databaseId: 'main', name: 'Main' });
  for (const collectionId of Object.keys(documents)) {
    await post(collections, { collectionId, name: collectionId });
    const attributes = `${collections}/${collectionId}/attributes`;
    await post(`${attributes}/string`, { key: 'name', size: 20, required: false });
    await untilAvailable(request, attributes, 'attributes');
  }
  for (const { of, ...relationship } of relationships) {
    const attributes = `${collections}/${of}/attributes`;
    await post(`${attributes}/relationship`, { twoWay: true, ...relationship });
    await untilAvailable(request, attributes, 'attributes');
  }
  for (const [collection, byId] of Object.entries(documents))
    for (const [documentId, members] of Object.entries(byId))
      await post(`${collections}/${collection}/documents`, { documentId, data: { name: 'x', ...members } });
  await sent(request, 'PATCH', `${collections}/authors/documents/ada`, { data: { best: 'p1' } });
  return at;
}

const line = (at: TwoProjects, words: string, version = '1.8') =>
  at.run([...words.split(' '), '--api-version', version, '--json']);

/** The relationships in lines of documents: `p1 author=ada tags=a+b`. */
function relationshipsIn(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((each) => JSON.parse(each))
    .map(({ $id, name: _, ...members }) => {
      const keys = Object.keys(members).filter((key) => !key.startsWith('$'));
      return [$id, ...keys.sort().map((key) => `${key}=${[members[key]].flat().join('+')}`)].join(' ');
    })
    .sort();
}

const inBackup = (at: TwoProjects, folder: string) =>
  Object.fromEntries(
    Object.keys(documents).map((collection) => [
      collection,
      relationshipsIn(readFileSync(join(at.folder, folder, `databases/main/${collection}.ndjson`), 'utf8')),
    ]),
  );

it.each(['1.8', '1.5'])('are the same after a round trip by lines of %s', async (version) => {
  const at = await related();
  expect(await line(at, 'backup create a --profile prod --only databases', version)).toMatchObject({
    code: 0,
  });
  expect(inBackup(at, 'a')).toEqual(stored);
  const restored = await line(at, 'backup restore a --profile dev --yes', version);
  expect(JSON.parse(restored.stdout)).toMatchObject({ differences: [], missingReferences: 0 });
  await line(at, 'backup create b --profile dev', version);
  expect(inBackup(at, 'b')).toEqual(stored);
});

it('are in a backup of one collection too, and in an export', async () => {
  const at = await related();
  await line(at, 'backup create a --profile prod --only collections/main/posts');
  const path = join(at.folder, 'a/databases/main/posts.ndjson');
  expect(relationshipsIn(readFileSync(path, 'utf8'))).toEqual(stored.posts);
  const { stdout } = await at.run(
    'databases export-documents main posts --api-version 1.8 --profile prod'.split(' '),
  );
  expect(relationshipsIn(stdout)).toEqual(stored.posts);
});

it('are the same in a copy, and found unchanged by the next', async () => {
  const at = await related();
  const copy = 'copy --from prod --to dev --only databases --yes';
  const first = await line(at, copy);
  expect([first.code, JSON.parse(first.stdout).differences]).toEqual([0, []]);
  await line(at, 'backup create b --profile dev --only databases');
  expect(inBackup(at, 'b')).toEqual(stored);
  const again = JSON.parse((await line(at, `${copy} --on-conflict update`)).stdout);
  const written = again.parts.filter(({ created, updated }: Record<string, number>) => created || updated);
  expect(written).toEqual([]);
});

it('are not selected if their creation has failed, since the server refuses that', async () => {
  const at = await related();
  const { request } = at.prod;
  // A relationship of a collection to itself fails.
  const attributes = `${collections}/tags2/attributes`;
  const self = { relatedCollectionId: 'tags2', type: 'oneToOne', key: 'next', twoWayKey: 'previous' };
  await sent(request, 'POST', `${attributes}/relationship`, { ...self, twoWay: true });
  await expect.poll(async () => (await request('GET', `${attributes}/next`)).json.status).toBe('failed');
  await line(at, 'backup create a --profile prod --only databases');
  expect(inBackup(at, 'a')).toEqual(stored);
  const { code } = await at.run(
    'databases export-documents main tags2 --api-version 1.8 --profile prod'.split(' '),
  );
  expect(code).toBe(0);
});
