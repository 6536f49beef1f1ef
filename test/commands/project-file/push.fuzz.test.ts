import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { Transport } from '../../../src/transport.ts';
import { disturbed, losing, refusal } from '../../kit/disturbed.ts';
import { directCalls } from '../../sandbox/client.ts';
import { type Attribute, anyProject, type Collection, type ProjectFile } from './projects.ts';
import { workplaceAt } from './pushing.ts';

interface PushOptions {
  readonly flags?: readonly string[];
  readonly transport?: Transport;
}

const push = (sandbox: Sandbox, file: ProjectFile, { flags = [], transport }: PushOptions = {}) =>
  workplaceAt(sandbox, { 'appwrite.json': file }).run(['push', '--yes', '--json', ...flags], {
    ...(transport && { transport }),
  });

/** Agrees to every loss. Moves have to be named, and what is named in vain is only noted. */
const agreed = (...files: readonly ProjectFile[]) => [
  '--prune',
  '--allow-data-loss',
  ...files
    .flatMap(({ collections }) => collections)
    .flatMap(({ databaseId, $id, attributes }) => [
      `collection ${databaseId}/${$id}`,
      ...attributes.map(({ key }) => `attribute ${databaseId}/${$id}/${key}`),
    ]),
  ...['database main', 'database side', 'team editors', 'team readers', 'bucket pictures', 'function mailer'],
];

const documentPath = ({ databaseId, $id }: Collection) =>
  `/databases/${databaseId}/collections/${$id}/documents`;

/** A value of an attribute; undefined for a relationship. */
function storedValue({ type, format }: Attribute): unknown {
  if (format === 'email') return 'a@example.org';
  if (format === 'enum') return 'b';
  return {
    string: 'text',
    integer: 7,
    double: 1.5,
    boolean: false,
    datetime: '2026-01-02T03:04:05.000+00:00',
  }[type];
}

/** Gives each collection that can hold one a document with a value of every attribute. */
async function fill(sandbox: Sandbox, { collections }: ProjectFile): Promise<void> {
  for (const each of collections) {
    const data = Object.fromEntries(
      each.attributes.map((attribute) => [attribute.key, storedValue(attribute)]),
    );
    if (Object.values(data).every((value) => value === undefined)) continue;
    const body = { documentId: 'd', data };
    const { status, text } = await directCalls(sandbox).request('POST', documentPath(each), { body });
    expect(status === 201 || text).toBe(true);
  }
}

/** The document of a collection as the server has it. */
async function documentOf(sandbox: Sandbox, collection: Collection): Promise<Record<string, unknown>> {
  return (await directCalls(sandbox).request('GET', `${documentPath(collection)}/d`)).json;
}

/** Checks that attributes which two projects share have kept their values. */
async function expectKept(sandbox: Sandbox, before: ProjectFile, after: ProjectFile): Promise<void> {
  for (const old of before.collections) {
    const now = after.collections.find(
      ({ databaseId, $id }) => databaseId === old.databaseId && $id === old.$id,
    );
    if (!now) continue;
    const document = await documentOf(sandbox, old);
    for (const attribute of old.attributes) {
      const value = storedValue(attribute);
      const isShared = now.attributes.some((each) => JSON.stringify(each) === JSON.stringify(attribute));
      if (isShared && value !== undefined) expect(document[attribute.key]).toEqual(value);
    }
  }
}

const started = () => createSandbox({ asyncDelayMs: 0 });

describe('push', () => {
  it('makes any project from nothing, and has nothing left to do (story 21)', async () => {
    await fc.assert(
      fc.asyncProperty(anyProject, async (file) => {
        const sandbox = await started();
        const first = await push(sandbox, file);
        expect(first.code === 0 || first).toBe(true);
        const second = await push(sandbox, file);
        expect(second).toMatchObject({ code: 0, report: { done: [], remaining: [] } });
      }),
      { numRuns: 12 },
    );
  });

  it('makes any project into any other, and keeps the values of what both have', async () => {
    await fc.assert(
      fc.asyncProperty(anyProject, anyProject, async (before, after) => {
        const sandbox = await started();
        await push(sandbox, before);
        await fill(sandbox, before);
        const pushed = await push(sandbox, after, { flags: agreed(before, after) });
        expect(pushed.code === 0 || pushed).toBe(true);
        await expectKept(sandbox, before, after);
        const again = await push(sandbox, after, { flags: agreed(before, after) });
        expect(again).toMatchObject({ code: 0, report: { done: [], remaining: [] } });
      }),
      { numRuns: 12 },
    );
  });

  it('ends in the same state after a kill at any request, whatever the server did with it (story 38)', async () => {
    const kill = fc.record({ at: fc.integer({ min: 1, max: 80 }), isPerformed: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(anyProject, anyProject, kill, async (before, after, { at, isPerformed }) => {
        const sandbox = await started();
        await push(sandbox, before);
        await fill(sandbox, before);
        const transport = disturbed(sandbox, async (_, pass, count) => {
          if (count < at) return pass();
          return losing(count === at && isPerformed ? pass : async () => refusal(500, 'killed'));
        });
        await push(sandbox, after, { flags: agreed(before, after), transport });
        const pushed = await push(sandbox, after, { flags: agreed(before, after) });
        expect(pushed.code === 0 || pushed).toBe(true);
        await expectKept(sandbox, before, after);
        const again = await push(sandbox, after, { flags: agreed(before, after) });
        expect(again).toMatchObject({ code: 0, report: { done: [], remaining: [] } });
      }),
      { numRuns: 12 },
    );
  });
});
