import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asksForHelp } from '../../../src/cli/help/asks-for-help.ts';
import { storedPages } from '../../../src/cli/help/store-pages.ts';
import { headBytes, showStoredPage } from '../../../src/cli/help/stored-pages.ts';
import { capture, type LineOptions, runLine, testContext } from '../../kit/in-process.ts';

let folder: string;
let path: string;
let contents: Uint8Array;

// All pages of all versions take seconds of processor time, which is a minute on a machine with much else to do.
const maxStoringMs = 120_000;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-test-'));
  path = join(folder, 'help-pages');
  contents = await storedPages();
  writeFileSync(path, contents);
}, maxStoringMs);

afterAll(() => rmSync(folder, { recursive: true }));

/** Returns what a line writes on the short way; undefined if it has to go the long way. */
async function stored(argv: readonly string[], options: LineOptions = {}, file = path) {
  const [stdout, stderr] = [capture(options), capture(options)];
  const shown = await showStoredPage(argv, file, testContext(options, stdout.stream, stderr.stream));
  expect(stderr.text()).toBe('');
  expect(stdout.text() !== '').toBe(shown);
  return shown ? stdout.text() : undefined;
}

describe('a line that asks for help', () => {
  it.each([
    [[]],
    [['--help']],
    [['-h']],
    [['help']],
    [['help', 'files']],
    [['help', 'databases', 'list']],
    [['databases', 'list', '--help']],
    [['help', 'databases', '--help']],
  ])('may have a stored page: %j', (argv) => {
    expect(asksForHelp(argv)).toBe(true);
  });

  it.each([
    [['databases', 'list']],
    [['databases', '--help', 'list']],
    [['--api-version', '1.8', '--help']],
    [['databases', 'list', '--json', '--help']],
    [['help', '--no-color', 'databases']],
    [['--', '--help']],
    [['--help', '--out', 'x']],
  ])('goes the long way: %j', (argv) => {
    expect(asksForHelp(argv)).toBe(false);
  });
});

describe('a stored page', () => {
  it.each([
    [[]],
    [['--help']],
    [['help']],
    [['help', 'help']],
    [['help', 'exit-codes']],
    [['help', 'files', '--help']],
    [['help', 'databases', 'list']],
    [['help', 'databases', '--help']],
    [['databases', '--help']],
    [['databases', 'create-document', '-h']],
    [['login', '--help']],
    [['projects', 'list', '--help']],
  ])('is the page of the long way, coloured on a terminal: %j', async (argv) => {
    for (const columns of [0, 40, 80, 200]) {
      const options = { terminal: true, columns };
      expect(await stored(argv, options)).toBe((await runLine(argv, options)).stdout);
    }
    expect(await stored(argv)).toBe((await runLine(argv)).stdout);
    const plain = { terminal: true, env: { NO_COLOR: '1' } };
    expect(await stored(argv, plain)).toBe((await runLine(argv, plain)).stdout);
  });

  it('is that of the version in use, and names it with the groups', async () => {
    const env = { APPWRITE_API_VERSION: '1.8' };
    const root = await stored(['--help'], { env });
    expect(root).toContain('\nAPI groups of Appwrite 1.8 (APPWRITE_API_VERSION)\n');
    expect(root).toBe((await runLine(['--help'], { env })).stdout);
    expect(await stored(['tables-db', 'list-rows', '--help'], { env })).toContain('since Appwrite 1.8');
    expect(await stored(['tables-db', 'list-rows', '--help'])).toBeUndefined();
  });

  it.each([
    [['databses', '--help']],
    [['databases', 'listDocuments', '--help']],
    [['databases list', '--help']],
    [['constructor', '--help']],
    [['databases', 'list', 'shop', '--help']],
  ])('is missing for words that name none: %j', async (argv) => {
    expect(await stored(argv)).toBeUndefined();
  });

  it('is not shown for a version that has to be reported', async () => {
    expect(await stored(['--help'], { env: { APPWRITE_API_VERSION: '9' } })).toBeUndefined();
  });

  it('is not shown from a file that is missing or damaged', async () => {
    const damaged = join(folder, 'damaged');
    expect(await stored(['--help'], {}, damaged)).toBeUndefined();
    for (const length of [0, headBytes, headBytes + 9]) {
      writeFileSync(damaged, contents.subarray(0, length));
      expect(await stored(['--help'], {}, damaged)).toBeUndefined();
    }
  });
});
