import { describe, expect, it } from 'vitest';
import { type CountQuestion, questionKey } from '../../../src/project/diff/difference.ts';
import { countDocuments } from '../../../src/project/live/counts.ts';
import { projectAuth } from '../../../src/project/live/read.ts';
import { jsonResponse, type MemoryResponse, memoryTransport } from '../../kit/transport.ts';
import { servicesFor } from '../server.ts';

type Condition = CountQuestion['condition'];
type Query = { readonly method: string; readonly attribute?: string; readonly values?: unknown };

const question = (condition: Condition, collection = 'posts'): CountQuestion => ({
  database: 'main',
  collection,
  condition,
});

const refusal = (code: number, message: string) =>
  jsonResponse({ message, code, type: 'general_query_invalid', version: '1.5.7' }, code);

/** Counts with a server that answers by the first condition of a request; undefined: any document. */
async function count(
  questions: readonly CountQuestion[],
  answer: (condition: Query | undefined) => number | MemoryResponse,
) {
  const sent: string[] = [];
  const server = memoryTransport(({ url }) => {
    const { searchParams } = new URL(url, 'http://127.0.0.1');
    const [first] = [...searchParams.values()].map((text) => [JSON.parse(text) as Query, text] as const);
    const condition = first![0].method === 'select' ? undefined : first![0];
    sent.push(condition ? first![1] : 'any');
    const found = answer(condition);
    return typeof found === 'number' ? jsonResponse({ total: found, documents: [] }) : found;
  });
  const client = await servicesFor(server).clientFor(projectAuth);
  const counts = await countDocuments(client, questions);
  return { sent, counts: questions.map((each) => counts.get(questionKey(each))) };
}

describe('countDocuments', () => {
  it('asks for each condition with every digit', async () => {
    const attribute = 'a';
    const conditions: Condition[] = [
      { test: 'any' },
      { test: 'is-null', attribute },
      { test: 'is-not-null', attribute },
      { test: 'less-than', attribute, value: '9007199254740993' },
      { test: 'greater-than', attribute, value: '0.25' },
      { test: 'one-of', attribute, values: ['x', 'y'] },
    ];
    const { sent, counts } = await count(
      conditions.map((condition) => question(condition)),
      () => 12,
    );
    expect(sent).toEqual([
      'any',
      '{"method":"isNull","attribute":"a"}',
      '{"method":"isNotNull","attribute":"a"}',
      '{"method":"lessThan","attribute":"a","values":[9007199254740993]}',
      '{"method":"greaterThan","attribute":"a","values":[0.25]}',
      '{"method":"equal","attribute":"a","values":["x","y"]}',
    ]);
    expect(counts).toEqual(conditions.map(() => ({ kind: 'exactly', documents: 12 })));
  });

  it('asks once about an empty collection (story 43)', async () => {
    const questions = ['a', 'b', 'c'].map((attribute) => question({ test: 'is-not-null', attribute }));
    const { sent, counts } = await count(questions, () => 0);
    expect(sent).toEqual(['any']);
    expect(counts).toEqual(questions.map(() => ({ kind: 'exactly', documents: 0 })));
  });

  it('takes the number that servers stop counting at for a minimum', async () => {
    const { counts } = await count([question({ test: 'any' })], () => 5000);
    expect(counts).toEqual([{ kind: 'at-least', documents: 5000 }]);
  });

  it('looks into lists in another way, since a server refuses the first', async () => {
    const { sent, counts } = await count(
      [question({ test: 'one-of', attribute: 'tags', values: ['x'] })],
      (condition) => (condition?.method === 'equal' ? refusal(400, 'Cannot query an array') : 3),
    );
    expect(sent.at(-1)).toContain('contains');
    expect(counts).toEqual([{ kind: 'exactly', documents: 3 }]);
  });

  it.each([
    ['the key lacks the scope', refusal(401, 'app.x@y (role: applications) missing scope (documents.read)')],
    ['the server refuses the condition', refusal(400, 'Cannot query on virtual relation attribute')],
  ])('does not know the number if %s', async (_, answer) => {
    const { counts } = await count([question({ test: 'is-not-null', attribute: 'a' })], (condition) =>
      condition ? answer : 7,
    );
    expect(counts).toEqual([{ kind: 'unknown' }]);
  });

  it('fails for a key that the server does not know', async () => {
    const answer = refusal(401, 'User (role: guests) missing scope (documents.read)');
    await expect(count([question({ test: 'any' })], () => answer)).rejects.toMatchObject({ exitCode: 3 });
  });
});
