import { describe, expect, it } from 'vitest';
import type { FunctionOptions } from '../../../../src/sandbox/core/function-host.ts';
import { type TestSandbox, testServer } from '../../client.ts';
import { deploy } from '../../services/functions/deploy.ts';
import { executionsOf } from '../spy.ts';

/** Creates a document in the collection that an environment variable names, with the credential in another one. */
const writerCode = `
module.exports = async ({ req, res }) => {
  const url = process.env.ENDPOINT + '/databases/d/collections/' + process.env.INTO + '/documents';
  const headers = { 'content-type': 'application/json', 'x-appwrite-project': process.env.PROJECT, 'x-appwrite-key': process.env.KEY };
  const write = () => fetch(url, { method: 'POST', headers, body: JSON.stringify({ documentId: 'unique()', data: { n: 'x' } }) });
  if (process.env.UNAWAITED) { write(); return res.empty(); }
  const { status } = await write();
  return res.send('', status === 201 ? 200 : 500);
};
`;

const ownKey = { ENDPOINT: 'endpoint', PROJECT: 'project', KEY: 'key' } as const;
const sharedKey = { ENDPOINT: 'endpoint', PROJECT: 'project' } as const;

/** A sandbox with the collections a and b, and the warnings that it gives. */
async function databaseSandbox(set: FunctionOptions['set']) {
  const warnings: string[] = [];
  const at = await testServer({
    asyncDelayMs: 0,
    functions: { env: { PATH: process.env.PATH }, set },
    warn: (line) => warnings.push(line),
  });
  await at.request('POST', '/databases', { body: { databaseId: 'd', name: 'D' } });
  const collections = '/databases/d/collections';
  for (const collectionId of ['a', 'b']) {
    await at.request('POST', collections, { body: { collectionId, name: collectionId } });
    const body = { key: 'n', size: 9, required: false };
    await at.request('POST', `${collections}/${collectionId}/attributes/string`, { body });
    const available = async () =>
      (await at.request('GET', `${collections}/${collectionId}/attributes/n`)).json.status;
    await expect.poll(available, { interval: 5 }).toBe('available');
  }
  return { at, warnings };
}

/** Deploys a function that writes into one collection whenever there is something new in another. */
async function deployWriter(
  at: TestSandbox,
  id: string,
  from: string,
  into: string,
  more: Record<string, string> = {},
) {
  await deploy(
    at,
    id,
    { 'main.js': writerCode },
    { events: [`databases.d.collections.${from}.documents.*.create`] },
  );
  for (const [key, value] of Object.entries({ INTO: into, ...more }))
    await at.request('POST', `/functions/${id}/variables`, { body: { key, value } });
}

const create = (at: TestSandbox, collection: string, documentId = 'unique()') =>
  at.request('POST', `/databases/d/collections/${collection}/documents`, {
    body: { documentId, data: { n: 'x' } },
  });

const documentsIn = async (at: TestSandbox, collection: string): Promise<number> =>
  (await at.list(`/databases/d/collections/${collection}/documents`)).json.total;

describe('chains of events', () => {
  it('story 34: lets a function write what another one listens to', async () => {
    const { at, warnings } = await databaseSandbox(ownKey);
    await deployWriter(at, 'copy', 'a', 'b');
    await create(at, 'a');
    expect(await executionsOf(at, 'copy')).toMatchObject([{ status: 'completed', trigger: 'event' }]);
    expect([await documentsIn(at, 'b'), warnings]).toEqual([1, []]);
    await at.sandbox.close();
  });

  it.each([
    ['its own key', ownKey, () => ({})],
    ['a key among its variables', sharedKey, (at: TestSandbox) => ({ KEY: at.sandbox.apiKey })],
    ['a request that it does not wait for', ownKey, () => ({ UNAWAITED: '1' })],
  ])('story 34: stops a function that triggers itself after ten runs, by %s', async (_, set, variables) => {
    const { at, warnings } = await databaseSandbox(set);
    await deployWriter(at, 'loop', 'a', 'a', variables(at));
    await create(at, 'a');
    await expect.poll(() => warnings.length, { timeout: 10_000 }).toBe(1);
    const runs = await executionsOf(at, 'loop');
    expect(runs.map(({ status }) => status)).toEqual([...Array(10).fill('completed'), 'failed']);
    expect(runs.at(-1)!.errors).toContain('10 runs of functions have led to it');
    expect(warnings).toEqual([
      expect.stringMatching(/^a run of the function loop was stopped: 10 runs had led to it/),
    ]);
    await at.sandbox.close();
  });

  it('stops two functions that trigger each other', async () => {
    const { at } = await databaseSandbox(ownKey);
    await deployWriter(at, 'there', 'a', 'b');
    await deployWriter(at, 'back', 'b', 'a');
    await create(at, 'a');
    const runs = [...(await executionsOf(at, 'there')), ...(await executionsOf(at, 'back'))];
    expect(runs.map(({ status }) => status).sort()).toEqual([...Array(10).fill('completed'), 'failed']);
    await at.sandbox.close();
  });

  it('never stops what a client with another credential causes, however much it writes meanwhile', async () => {
    const { at, warnings } = await databaseSandbox(ownKey);
    await deployWriter(at, 'copy', 'a', 'b');
    for (let index = 0; index < 60; index++) await create(at, 'a', `document${index}`);
    const runs = await executionsOf(at, 'copy');
    expect(runs.filter(({ status }) => status === 'completed')).toHaveLength(60);
    expect([await documentsIn(at, 'b'), warnings]).toEqual([60, []]);
    await at.sandbox.close();
  });
});
