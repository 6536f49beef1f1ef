import { describe, expect, it } from 'vitest';
import type { CodeComparison, DocumentCounts } from '../../../src/project/diff/difference.ts';
import { questionKey } from '../../../src/project/diff/difference.ts';
import type { LiveProject } from '../../../src/project/model/state.ts';
import { writePlan } from '../../../src/project/plan/json.ts';
import type { Plan } from '../../../src/project/plan/plan.ts';
import { readPlan } from '../../../src/project/plan/read.ts';
import { questionsOfPlan, type Staleness, stateOfPlan } from '../../../src/project/plan/stale.ts';
import { type Entry, liveAs, planOf, withAttributes, withResource } from './planning.ts';

const canary = 'hunter2-canary';
const integer = (key: string, more: Entry = {}): Entry => ({
  key,
  type: 'integer',
  required: false,
  ...more,
});

const mailer = (more: Entry = {}): Entry => ({
  $id: 'mailer',
  name: 'Mailer',
  runtime: 'node-18.0',
  path: 'functions/mailer',
  entrypoint: 'main.js',
  ...more,
});

/** Everything that a plan can hold: numbers beyond doubles, every kind of reference, code, deletions, questions. */
function largePlan(): Plan {
  const before = {
    ...withAttributes(
      [integer('big', { max: 9007199254740993n.toString() }), integer('old')].map((each) => ({
        ...each,
        max: 5,
      })),
    ),
    functions: [mailer({ vars: [{ key: 'A', value: 'x' }] })],
  };
  const live = liveAs(before);
  return planOf({
    file: {
      ...withAttributes([
        integer('big', { min: -3, default: 1, max: 3000000000 }),
        integer('new', { required: true }),
      ]),
      functions: [
        mailer({
          name: 'Post',
          vars: [
            { key: 'A', value: canary },
            { key: 'B', value: canary },
          ],
        }),
      ],
    },
    own: {
      variables: { mailer: { C: { env: 'SECRET_C' } } },
      providers: [{ $id: 'smtp', type: 'smtp', name: 'Mail', host: 'h', password: { env: 'SECRET_C' } }],
    },
    env: { SECRET_C: canary },
    live,
    count: () => 2,
    code: new Map<string, CodeComparison>([
      ['mailer', { kind: 'differs', files: ['main.js'], contentSha256: 'c0de' }],
    ]),
    options: { prune: 'all', allowDataLoss: ['main/posts/old'] },
  });
}

describe('a saved plan', () => {
  it('is read as it was written', () => {
    const plan = largePlan();
    const text = writePlan(plan);
    expect(writePlan(readPlan(text))).toBe(text);
    expect(readPlan(` ${text}\n`).fingerprint).toBe(plan.fingerprint);
  });

  it('holds references instead of secrets', () => {
    const text = writePlan(largePlan());
    expect(text).not.toContain(canary);
    expect(text).toContain('{"secret":{"from":"environment","name":"SECRET_C"}}');
    expect(text).toContain(
      '{"secret":{"from":"project file","path":"appwrite.json","pointer":["functions",0,"vars",1,"value"]}}',
    );
  });

  it('carries secrets that the file does not mention from the server', () => {
    const webhook = { name: 'w', url: 'https://a.example', events: ['users.*.create'], security: true };
    const live = withResource(liveAs({ webhooks: [webhook] }), 'webhook w', ({ fields }) => ({
      fields: new Map([...fields, ['httpUser', 'u'], ['httpPass', canary]]),
    }));
    const plan = planOf({ file: { webhooks: [{ ...webhook, url: 'https://b.example' }] }, live });
    expect(writePlan(plan)).not.toContain(canary);
    expect(writePlan(plan)).toContain('"httpPass":{"secret":{"from":"server"}}');
  });

  it.each<[string, (text: string) => string, string]>([
    ['no JSON', () => '{', 'it is not valid JSON'],
    ['something else', () => '{}', 'it has no "format"'],
    ['another format', (text) => text.replace('"format":1', '"format":2'), 'the plan has the format 2'],
    [
      'an unknown member',
      (text) => text.replace('"format":1', '"format":1,"x":1'),
      'it has an unknown member "x"',
    ],
    [
      'another op',
      (text) => text.replace('"op":"create"', '"op":"drop"'),
      'must be create or change or move',
    ],
    ['a missing member', (text) => text.replace('"risk":"none",', ''), 'has no "risk"'],
    [
      'another request',
      (text) => text.replace('"name":"Post"', '"name":"Past"'),
      'it was changed after it was made',
    ],
    [
      'another project',
      (text) => text.replace('"projectId":"shop"', '"projectId":"shop2"'),
      'it was changed',
    ],
  ])('is refused if it is, or has, %s', (_, change, message) => {
    expect(() => readPlan(change(writePlan(largePlan())))).toThrow(message);
  });
});

describe('the state of a plan', () => {
  const before = withAttributes([integer('a', { max: 5 }), integer('b')]);
  const file = withAttributes([integer('a', { max: 9 }), integer('b'), integer('c')]);
  const live = liveAs(before);
  const plan = planOf({ file, live });
  const counts = (documents: number): DocumentCounts =>
    new Map(questionsOfPlan(plan).map((each) => [questionKey(each), { kind: 'exactly', documents }]));

  const state = (now: LiveProject, of = plan) =>
    stateOfPlan(of, { live: now, code: new Map(), counts: counts(0), secretOf: () => canary });
  const max = (value: bigint) => (resource: { readonly fields: ReadonlyMap<string, unknown> }) => ({
    fields: new Map([...resource.fields, ['max', value]]) as never,
  });

  it('is fresh and open if nothing has changed, and done if all has (story 72)', () => {
    expect(state(live)).toEqual({ stale: [], done: new Set() });
    expect(state(liveAs(file))).toEqual({ stale: [], done: new Set(plan.actions.map(({ id }) => id)) });
  });

  it('is fresh if something else has changed (story 71)', () => {
    expect(state(withResource(live, 'attribute main/posts/b', max(7n))).stale).toEqual([]);
  });

  it.each<[string, LiveProject, Staleness]>([
    [
      'a field',
      withResource(live, 'attribute main/posts/a', max(7n)),
      { key: 'attribute main/posts/a', field: 'max', was: 5n, is: 7n },
    ],
    [
      'a resource that is gone',
      liveAs(withAttributes([integer('b')])),
      { key: 'attribute main/posts/a', field: undefined, was: true, is: undefined },
    ],
    [
      'a resource that came',
      liveAs(withAttributes([integer('a', { max: 5 }), integer('b'), { key: 'c', type: 'boolean' }])),
      { key: 'attribute main/posts/c', field: undefined, was: undefined, is: true },
    ],
    [
      'a container',
      withResource(live, 'collection main/posts', ({ fields }) => ({
        fields: new Map([...fields, ['enabled', false]]),
      })),
      { key: 'collection main/posts', field: 'enabled', was: true, is: false },
    ],
  ])('is stale with %s, and names what it was and is (story 71)', (_, now, difference) => {
    expect(state(now).stale).toEqual([difference]);
  });

  it('is stale if documents came where there were none', () => {
    const wanted = withAttributes([integer('a', { max: 9 }), integer('b')]);
    const deletion = planOf({ file: wanted, live: liveAs(file), options: { prune: 'all' } });
    const answers = new Map(
      questionsOfPlan(deletion).map((each) => [
        questionKey(each),
        { kind: 'exactly' as const, documents: 4 },
      ]),
    );
    const now = { live: liveAs(file), code: new Map(), counts: answers, secretOf: () => undefined };
    expect(stateOfPlan(deletion, now).stale).toEqual([
      { key: 'attribute main/posts/c', field: 'documents', was: 0n, is: 4n },
    ]);
  });

  it('knows secrets that are in place by their value, and others by the time of the change', () => {
    const withSecret = (value: string, updatedAt: string) =>
      withResource(
        liveAs({ functions: [mailer({ vars: [{ key: 'A', value: 'x' }] })] }),
        'variable mailer/A',
        () => ({
          fields: new Map([['value', value]]),
          updatedAt,
        }),
      );
    const secret = planOf({
      file: { functions: [mailer({ vars: [{ key: 'A', value: canary }] })] },
      live: withSecret('x', 't1'),
    });
    expect(state(withSecret('x', 't1'), secret)).toEqual({ stale: [], done: new Set() });
    expect(state(withSecret(canary, 't2'), secret).done.size).toBe(1);
    expect(state(withSecret('y', 't2'), secret).stale).toEqual([
      { key: 'variable mailer/A', field: '$updatedAt', was: 't1', is: 't2' },
    ]);
  });
});
