import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SchemaFault } from '../../../../src/sandbox/core/schema-work.ts';
import type { SandboxOptions } from '../../../../src/sandbox/sandbox.ts';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { refusal, TestCollection } from './kit.ts';

const open: TestSandbox[] = [];
afterEach(() => Promise.all(open.splice(0).map(({ sandbox }) => sandbox.close())));

async function collection(
  schemaFaults: readonly SchemaFault[],
  options: SandboxOptions = {},
): Promise<TestCollection> {
  const at = await testSandbox({ asyncDelayMs: 0, schemaFaults, ...options });
  open.push(at);
  return TestCollection.create(at, 'things');
}

/** Attributes and indexes by key, each as `status: error`. */
async function states({ at, path }: TestCollection): Promise<Record<string, string>> {
  const { json } = await at.request('GET', path);
  const entries = [...json.attributes, ...json.indexes].map(
    ({ key, status, error }) => [key, error === '' ? status : `${status}: ${error}`] as const,
  );
  return Object.fromEntries(entries);
}

const send = ({ at, path }: TestCollection, method: string, rest: string, body?: object) =>
  at.request(method, `${path}/${rest}`, body && { body });

describe('an attribute that stays in processing', () => {
  const faults: SchemaFault[] = [{ path: 'db/*/slow*', effect: 'stays-processing' }];

  it('can be used for nothing, keeps its key, and is not deleted', async () => {
    const things = await collection(faults);
    await things.attribute('boolean', { key: 'slow' });
    // Work is done in order: when the second attribute is available, the first has had its turn.
    await things.attribute('boolean', { key: 'quick' });
    await expect.poll(() => states(things)).toEqual({ slow: 'processing', quick: 'available' });
    expect(await things.create('one', { slow: true })).toMatchObject(
      refusal(400, 'document_invalid_structure'),
    );
    const index = { key: 'i', type: 'key', attributes: ['slow'] };
    expect(await send(things, 'POST', 'indexes', index)).toMatchObject(
      refusal(400, 'attribute_not_available'),
    );
    const change = { required: false, default: null };
    expect(await send(things, 'PATCH', 'attributes/boolean/slow', change)).toMatchObject(
      refusal(400, 'attribute_not_available'),
    );
    expect(await things.attribute('integer', { key: 'slow' })).toMatchObject(
      refusal(409, 'attribute_already_exists'),
    );
    expect((await send(things, 'DELETE', 'attributes/slow')).status).toBe(204);
    expect(await states(things)).toMatchObject({ slow: 'processing' });
  });

  it('is worked on when the fault ends', async () => {
    const things = await collection(faults);
    for (const key of ['slow', 'slow-gone']) await things.attribute('boolean', { key });
    await send(things, 'DELETE', 'attributes/slow-gone');
    things.at.sandbox.setDifficulties({});
    await expect.poll(() => states(things)).toEqual({ slow: 'available' });
  });
});

describe('a creation that fails', () => {
  const faults: SchemaFault[] = [
    { path: 'db/things/wide', effect: 'fails', error: 'Row too wide' },
    { path: '*/*/words', effect: 'fails' },
  ];

  it('leaves an attribute with its error, whose key is taken until it is deleted', async () => {
    const things = await collection(faults);
    await things.attributes(['string', { key: 'wide', size: 9 }]);
    expect(await states(things)).toEqual({ wide: 'failed: Row too wide' });
    expect(await things.attribute('string', { key: 'wide', size: 9 })).toMatchObject(
      refusal(409, 'attribute_already_exists'),
    );
    await send(things, 'DELETE', 'attributes/wide');
    await expect.poll(() => states(things)).toEqual({});
    things.at.sandbox.setDifficulties({});
    await things.attributes(['string', { key: 'wide', size: 9 }]);
    expect(await states(things)).toEqual({ wide: 'available' });
  });

  it('leaves an index, whose key is taken until it is deleted', async () => {
    const things = await collection(faults);
    await things.attributes(['string', { key: 'title', size: 9 }]);
    const index = { key: 'words', type: 'fulltext', attributes: ['title'] };
    await send(things, 'POST', 'indexes', index);
    await expect.poll(() => states(things)).toMatchObject({ words: expect.stringMatching(/^failed: ./) });
    expect(await send(things, 'POST', 'indexes', index)).toMatchObject(refusal(409, 'index_already_exists'));
    await send(things, 'DELETE', 'indexes/words');
    await expect.poll(() => states(things)).toEqual({ title: 'available' });
  });

  it('leaves the child side of a relationship in processing', async () => {
    const things = await collection([{ path: 'db/things/other', effect: 'fails', error: 'no' }]);
    const others = await TestCollection.create(things.at, 'others');
    const body = { relatedCollectionId: 'others', type: 'oneToMany', twoWay: true, twoWayKey: 'thing' };
    await things.attribute('relationship', { key: 'other', ...body });
    await expect.poll(() => states(things)).toEqual({ other: 'failed: no' });
    expect(await states(others)).toEqual({ thing: 'processing' });
  });
});

describe('a deletion that fails', () => {
  const faults: SchemaFault[] = [{ path: 'db/*/*', effect: 'gets-stuck', error: 'Table is locked' }];

  it('leaves an attribute stuck, with its values, until it is deleted again', async () => {
    const things = await collection(faults);
    await things.attributes(['integer', { key: 'n' }]);
    await things.create('one', { n: 1 });
    await send(things, 'DELETE', 'attributes/n');
    await expect.poll(() => states(things)).toEqual({ n: 'stuck: Table is locked' });
    expect((await things.get('one')).json.n).toBe(1);
    things.at.sandbox.setDifficulties({});
    expect((await send(things, 'DELETE', 'attributes/n')).status).toBe(204);
    await expect.poll(() => states(things)).toEqual({});
    expect((await things.get('one')).json).not.toHaveProperty('n');
  });

  it('leaves both sides of a relationship, and an index, stuck', async () => {
    const things = await collection(faults);
    const others = await TestCollection.create(things.at, 'others');
    const body = { relatedCollectionId: 'others', type: 'oneToMany', twoWay: true, twoWayKey: 'thing' };
    await things.attributes(['relationship', { key: 'other', ...body }], ['integer', { key: 'n' }]);
    await things.index('i', 'unique', ['n']);
    await send(things, 'DELETE', 'attributes/other');
    await send(things, 'DELETE', 'indexes/i');
    const isStuck = 'stuck: Table is locked';
    await expect.poll(() => states(things)).toEqual({ other: isStuck, n: 'available', i: isStuck });
    expect(await states(others)).toEqual({ thing: isStuck });
    await things.create('one', { n: 1 });
    expect(await things.create('two', { n: 1 })).toMatchObject(refusal(409, 'document_already_exists'));
  });
});

it('works on one attribute after another, each as long as it is told', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const things = await collection([], { schemaWorkMs: 10 });
  for (const key of 'abcd') await things.attribute('boolean', { key });
  const seen: string[] = [];
  for (let waitedMs = 0; waitedMs < 40; waitedMs += 10) {
    await vi.advanceTimersByTimeAsync(9);
    seen.push(Object.values(await states(things)).join(' '));
    await vi.advanceTimersByTimeAsync(1);
  }
  seen.push(Object.values(await states(things)).join(' '));
  expect(seen).toEqual([
    'processing processing processing processing',
    'available processing processing processing',
    'available available processing processing',
    'available available available processing',
    'available available available available',
  ]);
});
