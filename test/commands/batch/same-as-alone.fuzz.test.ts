import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { recorded } from '../../kit/disturbed.ts';
import { runLine } from '../../kit/in-process.ts';
import { cheapHashing } from '../../kit/password-hashing.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';

const id = fc.constantFrom(
  'shop',
  'products',
  'kettle',
  'teapot',
  'nobody',
  '',
  '..',
  'a b',
  "it's",
  'ünï',
  '$id',
  '#x',
);
const text = fc.constantFrom(
  'Tea',
  '',
  'a,b',
  '--json',
  '-1',
  '@nowhere.json',
  'x=1',
  '"',
  '\\',
  'true',
  '{{',
  '*',
);
const oneOf = (...words: readonly (readonly string[])[]) => fc.constantFrom(...words);

/** Words of a command, right or wrong, by its names and aliases. */
const command = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('get-document', 'getDocument', 'get-documnt'),
      fc.array(id, { minLength: 1, maxLength: 4 }),
    )
    .map(([name, ids]) => ['databases', name, ...ids]),
  fc
    .tuple(id, id)
    .map(([document, collection]) => [
      ...['databases', 'get-document', '--database-id', 'shop'],
      ...[`--collectionId=${collection}`, '--document-id', document],
    ]),
  fc
    .tuple(
      fc.constantFrom('title=Pot', 'title:=1', '@data.json', '@nowhere.json', '{"title":"Pot"}', '{'),
      id,
    )
    .map(([data, document]) => [
      ...['databases', 'create-document', 'shop', 'products', '--document-id', document],
      ...['--data', data, 'price:=9007199254740993'],
    ]),
  fc.tuple(id, text).map(([user, name]) => ['users', 'create', '--user-id', user, '--name', name]),
  fc.array(text, { maxLength: 3 }).map((labels) => ['users', 'update-labels', 'ada', '--labels', ...labels]),
  oneOf(
    ['databases', 'list-documents', 'shop', 'products', '--where', 'price > 10', '--limit', '2'],
    ['databases', 'list-documents', 'shop', 'products', '--limit', 'x'],
    ['databases', 'delete-document', 'shop', 'products', 'kettle'],
    ['users', 'list', '--search', 'ada', '--limit', '1', '--limit', '2'],
    ['users', 'list', '--', '--json'],
    ['users', 'update-status', 'ada', '--no-status'],
    ['health', 'get', 'more'],
    ['avatars', 'get-initials', '--name', 'Ada'],
  ),
);

/** Flags of every command. None contradicts another: of a line with two faults, either may be named. */
const flags = fc.uniqueArray(
  oneOf(
    ['--yes'],
    ['-y'],
    ['--json'],
    ['-f', 'yaml'],
    ['--format=csv'],
    ['--fields', '$id'],
    ['--fields', ','],
  ),
  { maxLength: 2, selector: ([flag = '']) => (/^(-f|--json|--format)/.test(flag) ? 'format' : flag) },
);

const line = fc
  .tuple(command, flags, fc.boolean())
  .map(([words, more, isBefore]) => (isBefore ? [...more.flat(), ...words] : [...words, ...more.flat()]));

/** A word as a shell and a batch read it. */
const quoted = (word: string) => `'${word.replaceAll("'", `'"'"'`)}'`;

/** Runs a line in a new sandbox, from a folder with a file of data. Returns its output and its requests. */
async function run(argv: readonly string[], stdin = '') {
  const sandbox = await createSandbox({ seed: true, passwordHashing: cheapHashing });
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'data.json'), '{"title":"Pot","price":34.5}');
  const requests: string[] = [];
  const transport = recorded(sandboxTransport(sandbox), requests);
  const options = { env: sandboxEnv(sandbox), home: cwd, cwd, stdin, transport };
  const { stdout, stderr, code } = await runLine(argv, options);
  // A result can name the file that it is in.
  const withoutFolder = (text: string) => text.replaceAll(cwd, 'FOLDER');
  return { stdout: withoutFolder(stdout), stderr: withoutFolder(stderr), code, requests };
}

/** Text without the times and the IDs that two sandboxes make. */
const comparable = (value: string) =>
  value.replace(/\d{4}-\d\d-\d\dT[\d:.]+(\+00:00|Z)/g, 'TIME').replace(/\b[\da-f]{20}\b/g, 'ID');

it('does what the command alone does', async () => {
  const property = fc.asyncProperty(line, async (words) => {
    const isOtherFormat = words.some((word) => /^(-f|--format.*)$/.test(word));
    const isFormatted = isOtherFormat || words.includes('--json');
    const alone = await run(['--no-input', ...(isFormatted ? [] : ['--json']), ...words]);
    const batch = await run(['batch'], `${words.map(quoted).join(' ')}\n`);
    expect(batch.requests).toEqual(alone.requests);
    if (batch.stdout === '') {
      // The check before the first line has refused it.
      expect([alone.code, batch.code]).toEqual([2, 2]);
      expect(messageOf(alone.stderr)).toBe(messageOf(batch.stderr).replace(/^line 1: /, ''));
      return;
    }
    const { exitCode, result, error } = JSON.parse(batch.stdout);
    expect([exitCode, batch.code]).toEqual([alone.code, alone.code === 0 ? 0 : 8]);
    if (error) {
      expect(messageOf(alone.stderr)).toBe(error.message);
      return;
    }
    const isText = isOtherFormat || alone.stdout === '';
    const expected = isText ? alone.stdout || null : JSON.parse(alone.stdout);
    expect(comparable(JSON.stringify(result))).toBe(comparable(JSON.stringify(expected)));
  });
  await fc.assert(property, { numRuns: 100, endOnFailure: true });
});

/** The message of an error, which is JSON if the line asks for a format for programs. */
function messageOf(stderr: string): string {
  const [first = ''] = stderr.split('\n');
  return first.startsWith('{') ? JSON.parse(stderr).error.message : first.replace(/^error: /, '');
}
