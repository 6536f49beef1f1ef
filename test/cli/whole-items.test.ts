import { describe, expect, it } from 'vitest';
import { noteWholeItems } from '../../src/cli/whole-items.ts';
import { runLine } from '../kit/in-process.ts';

const env = { APPWRITE_ENDPOINT: 'http://127.0.0.1/v1', APPWRITE_PROJECT_ID: 'p' };
const run = (argv: readonly string[], terminal = true) =>
  runLine([...argv, '--dry-run', '--yes'], { env, terminal, columns: 300 });

const enumOf = (...elements: string[]) => [
  ...'databases create-enum-attribute shop products --key state --no-required --elements'.split(' '),
  ...elements,
];
const documentWith = (permission: string) => [
  ...'databases create-document shop products --data a=b --permissions'.split(' '),
  permission,
];

describe('a list of one item with a comma', () => {
  it.each([
    [
      enumOf('draft,published'),
      '--elements takes this as one item: draft,published. For 2, write --elements draft published',
    ],
    [documentWith('read("any"), update("any")'), `For 2, write --permissions 'read("any")' 'update("any")'`],
  ])('is pointed out on a terminal: %j', async (argv, note) => {
    expect((await run(argv)).stderr).toContain(note);
    expect((await run([...argv, '--quiet'])).stderr).toBe('');
    expect((await run(argv, false)).stderr).toBe('');
  });

  it.each([
    ['several items', enumOf('a,b', 'c')],
    ['no comma', enumOf('a')],
    ['a list that commas separate', ['users', 'update-labels', 'ada', '--labels', 'a,b']],
    ['JSON', ['users', 'list', '--queries', '{"method":"limit","values":[5]}']],
  ])('goes without a note for %s', async (_, argv) => {
    expect((await run(argv)).stderr).toBe('');
  });

  it.each([
    [
      'title=red,stock:=0',
      ['--set takes this as one item: title=red,stock:=0. For 2, write --set title=red stock:=0'],
    ],
    ['title=red, white and blue', []],
    ['tags:=["a","b"]', []],
  ])('is told from the text after a key: %s', (word, expected) => {
    const notes: string[] = [];
    const flag = { key: 'set', flag: '--set', arity: 'variadic', help: '' } as const;
    noteWholeItems([flag], { set: [word] }, { note: (text) => void notes.push(text) });
    expect(notes).toEqual(expected);
  });

  it('leaves the item whole', async () => {
    expect((await run(enumOf('draft,published'))).stdout).toContain('"elements":["draft,published"]');
  });
});
