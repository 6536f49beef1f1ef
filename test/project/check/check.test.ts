import { describe, expect, it } from 'vitest';
import type { ApiVersion } from '../../../src/api/versions.ts';
import { checkProject } from '../../../src/project/check/check.ts';
import { problemLines } from '../../../src/project/file/read.ts';
import { readFiles } from '../file/project.ts';
import { check, collection, type Entry, text } from './kit.ts';

describe('other entries (story 20)', () => {
  const fn = (more: Entry) => ({ functions: [{ $id: 'f', name: 'F', runtime: 'node-18.0', ...more }] });
  const many = (length: number, item: (at: number) => string) => Array.from({ length }, (_, at) => item(at));

  it('warns of code without an entry point, which may be no code', () => {
    expect(check(fn({ path: 'fn', entrypoint: '' }))).toEqual({
      problems: [],
      warnings: ['function f: its code can\'t be deployed without an "entrypoint"'],
    });
  });

  it.each<[string, Entry, string]>([
    ['an ID', { teams: [{ $id: '_t', name: 'T' }] }, 'team _t: an ID has at most 36'],
    [
      'a name',
      { teams: [{ $id: 't', name: 'n'.repeat(129) }] },
      '"name" takes at most 128 characters, not 129',
    ],
    [
      'a permission',
      { collections: [collection([], [], { $permissions: ['read(any)'] })] },
      '"read(any)" is not a permission',
    ],
    [
      'a role in one',
      { collections: [collection([], [], { $permissions: ['read("user")'] })] },
      'is not a permission',
    ],
    [
      '101 permissions',
      { collections: [collection([], [], { $permissions: many(101, (at) => `read("user:${at}")`) })] },
      'at most 100 permissions, not 101',
    ],
    ['a runtime', fn({ runtime: 'node-18' }), '"runtime" can\'t be "node-18"; did you mean node-18.0?'],
    ['a timeout', fn({ timeout: 901 }), '"timeout" must be 1 to 900 seconds, not 901'],
    ['a schedule', fn({ schedule: '* * * *' }), 'a cron expression of five fields'],
    ['a role', fn({ execute: ['everyone'] }), '"everyone" in "execute" is not a role'],
    ['an event', fn({ events: ['created'] }), '"created" is not an event such as'],
    [
      'the name of a variable',
      fn({ vars: { [`V${'x'.repeat(255)}`]: '' } }),
      '"key" takes at most 255 characters',
    ],
    [
      "a topic's role",
      { topics: [{ $id: 't', name: 'T', subscribe: ['x'] }] },
      '"x" in "subscribe" is not a role',
    ],
    [
      '101 extensions',
      { buckets: [{ $id: 'b', name: 'B', allowedFileExtensions: many(101, (at) => `e${at}`) }] },
      '"allowedFileExtensions" takes at most 100 values, not 101',
    ],
    [
      'a long extension',
      { buckets: [{ $id: 'b', name: 'B', allowedFileExtensions: ['x'.repeat(65)] }] },
      'takes values of at most 64 characters, one has 65',
    ],
    [
      'a compression',
      { buckets: [{ $id: 'b', name: 'B', compression: 'rar' }] },
      '"compression" can\'t be "rar"',
    ],
    [
      'a limit of sessions',
      { settings: { auth: { security: { sessionsLimit: 101 } } } },
      '"sessionsLimit" must be at most 100',
    ],
  ])('refuses %s that a server refuses', (_, file, problem) => {
    expect(check(file).problems).toEqual([expect.stringContaining(problem)]);
  });

  it('does not quote the value of a variable', () => {
    const { problems } = check(fn({ vars: { V: 'hunter2'.repeat(2000) } }));
    expect(problems).toEqual(['variable f/V: "value" takes at most 8192 characters, not 14000']);
  });

  it.each<[ApiVersion, string[]]>([
    ['1.5', ['scopes, specification']],
    ['1.8', []],
    ['1.9', ['specification']],
  ])('notes once what Appwrite %s does not have', (version, names) => {
    const { desired } = readFiles({
      'appwrite.json': fn({ specification: 's-1vcpu-512mb', scopes: ['users.read'] }),
    });
    const { problems, warnings } = checkProject(desired, version);
    expect([problems, warnings.map(({ message }) => message)]).toEqual([
      [],
      names.map(
        (each) => `function f: Appwrite ${version} does not have ${each}: left in the file, and not sent`,
      ),
    ]);
  });
});

describe('newer servers', () => {
  const point = (more: Entry = {}) => ({ key: 'p', type: 'point', required: false, ...more });
  const long = { key: 'l', type: 'longtext', required: false };
  const index = (type: string, key: string, more: Entry = {}) => ({
    key: 'by',
    type,
    attributes: [key],
    ...more,
  });

  it.each<[string, ApiVersion, Entry, Entry | undefined, string[]]>([
    ['a place', '1.8', point({ default: [1, 2] }), undefined, []],
    [
      'a place',
      '1.7',
      point(),
      undefined,
      ['it is of the type point, which only Appwrite 1.8 and later have'],
    ],
    ['longtext', '1.9', long, index('fulltext', 'l'), []],
    [
      'longtext',
      '1.8',
      long,
      undefined,
      ['it is of the type longtext, which only Appwrite 1.9 and later have'],
    ],
    ['a long text by its beginning', '1.7', text('t', 5000), index('key', 't', { lengths: [64] }), []],
    [
      'a long text as a whole',
      '1.7',
      text('t', 5000),
      index('key', 't', { lengths: [0] }),
      ['5000 characters long'],
    ],
    ['a required place', '1.8', point({ required: true }), index('spatial', 'p'), []],
    [
      'a place that may be missing',
      '1.8',
      point(),
      index('spatial', 'p'),
      ['takes required attributes, which "p"'],
    ],
    [
      'a place by its value',
      '1.8',
      point(),
      index('key', 'p'),
      ['only a spatial index takes places such as "p"'],
    ],
    ['a text as a place', '1.8', text('t'), index('spatial', 't'), ['takes places, which "t" is not']],
    ['an array', '1.8', text('t', 9, { array: true }), index('key', 't'), []],
    ['an array', '1.9', text('t', 9, { array: true }), index('key', 't'), ['1.9 does not index a list']],
    [
      'a short encrypted text',
      '1.8',
      text('t', 149, { encrypt: true }),
      undefined,
      ['"size" of 150 or more'],
    ],
    ['an encrypted text', '1.8', text('t', 150, { encrypt: true }), undefined, []],
    ['no choices', '1.8', { key: 'e', type: 'string', format: 'enum', elements: [] }, undefined, []],
  ])('judge %s as Appwrite %s does', (_, version, attribute, indexed, problems) => {
    const found = check({ collections: [collection([attribute], indexed ? [indexed] : [])] }, version);
    expect(found.problems).toEqual(problems.map((each) => expect.stringContaining(each)));
  });
});

it('reports everything at once, in the order of the file', () => {
  const { desired } = readFiles({
    'appwrite.json': {
      functions: [{ $id: 'f', name: 'F', runtime: 'x', timeout: 0 }],
      collections: [collection([text('a', 0), text('b', 0)])],
      teams: [{ $id: '-', name: 'T' }],
    },
  });
  const { problems } = checkProject(desired, '1.5');
  expect(problemLines(problems).map((line) => line.split(': ').slice(0, 2).join(' '))).toEqual([
    'appwrite.json:6 function f',
    'appwrite.json:7 function f',
    'appwrite.json:19 attribute d/c/a',
    'appwrite.json:25 attribute d/c/b',
    'appwrite.json:33 team -',
  ]);
});
