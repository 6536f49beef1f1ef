import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runLine } from '../kit/in-process.ts';
import { sharedFolder } from '../kit/program.ts';

const env = { APPWRITE_ENDPOINT: 'http://127.0.0.1/v1', APPWRITE_PROJECT_ID: 'p' };
const cwd = sharedFolder();
beforeAll(() => {
  writeFileSync(join(cwd, 'rows.json'), '[{"$id":"a"},{"n":9007199254740993}]');
  writeFileSync(join(cwd, 'one.json'), ' {"$id":"c"}\n');
});

function run(words: string, stdin = '') {
  const argv = [...words.split(' '), '--api-version', '1.9', '--dry-run'];
  return runLine(argv, { env, stdin, cwd });
}
const create = 'documents-db create-collection shop --collection-id c --name n --attributes';
const sent = (attributes: string) => `{"collectionId":"c","name":"n","attributes":${attributes}}`;
const bodyOf = (stdout: string) => /--data-raw '([^']*)'/.exec(stdout)?.[1] ?? stdout;

describe('an array of objects', () => {
  it.each([
    ['objects', '{"$id":"a"} {"n":1.50}', '[{"$id":"a"},{"n":1.50}]'],
    ['an array', '[{"$id":"a"},{}]', '[{"$id":"a"},{}]'],
    ['files', '@rows.json @one.json', '[{"$id":"a"},{"n":9007199254740993},{"$id":"c"}]'],
    ['stdin', '-', '[{"x":1e400}]'],
    ['an empty array', '[]', '[]'],
  ])('is read from %s, with all digits', async (_, words, body) => {
    const { stdout } = await run(`${create} ${words}`, '[{"x":1e400}]');
    expect(bodyOf(stdout)).toBe(sent(body));
  });

  it.each([
    ['[1]', '--attributes takes JSON objects, or an array of them'],
    ['"text"', '--attributes takes JSON objects, or an array of them'],
    ['[{}', '--attributes is not valid JSON'],
    ['@gone.json', "--attributes: can't read gone.json"],
  ])('refuses %s', async (words, message) => {
    const { stderr, code } = await run(`${create} ${words}`);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

describe('an array of whole numbers', () => {
  const create = 'tables-db create-index shop items --key k --type key --columns a b --lengths';

  it.each(['32 0', '32,0'])('is read from %s', async (words) => {
    expect(bodyOf((await run(`${create} ${words}`)).stdout)).toContain('"lengths":[32,0]');
  });

  it.each([
    ['1.5', 'takes whole numbers, not'],
    ['x', 'takes whole numbers, not'],
    ['1,', '"1," has an empty item'],
    ['01', 'takes whole numbers, not'],
  ])('refuses %s', async (words, problem) => {
    const { stderr, code } = await run(`${create} ${words}`);
    expect(stderr).toContain(problem);
    expect(code).toBe(2);
  });
});

describe('an array that is one value', () => {
  const create = 'tables-db create-point-column shop items --key k --no-required --default';

  it('is sent as it is written', async () => {
    expect(bodyOf((await run(`${create} [-0.50,51]`)).stdout)).toContain('"default":[-0.50,51]');
  });

  it.each(['1 2', '{}', '3'])('refuses %s', async (words) => {
    const { stderr, code } = await run(`${create} ${words}`);
    expect(stderr).toContain('--default takes one JSON array');
    expect(code).toBe(2);
  });
});
