import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { runLine } from '../kit/in-process.ts';
import { cheapHashing } from '../kit/password-hashing.ts';
import { temporaryFolder } from '../kit/program.ts';
import { sandboxEnv, sandboxTransport } from '../kit/sandbox-transport.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ seed: true, asyncDelayMs: 1, passwordHashing: cheapHashing });
});
afterAll(() => sandbox.close());

/** Runs a line with `-o`; returns the text of the file. */
async function fileOf(line: string, name: string): Promise<string> {
  const cwd = temporaryFolder();
  const options = { env: sandboxEnv(sandbox), transport: sandboxTransport(sandbox), cwd, home: cwd };
  const { stdout, stderr, code } = await runLine([...line.split(' '), '-o', name], options);
  expect({ stdout, stderr: code === 2 ? stderr : '' }).toEqual({ stdout: '', stderr: '' });
  return readFileSync(join(cwd, name), 'utf8');
}

/** Checks a file by what its ending promises. */
const checks: Readonly<Record<string, (text: string) => void>> = {
  json: (text) => expect(JSON.parse(text)).toBeTypeOf('object'),
  ndjson: (text) => {
    for (const line of text.trimEnd().split('\n')) expect(JSON.parse(line)).toBeTypeOf('object');
  },
  yaml: (text) => expect(parse(text)).toBeTypeOf('object'),
  csv: (text) => expect(text).toMatch(/^\$?\w+,\S/),
  tsv: (text) => expect(text).toMatch(/^\$?\w+\t\S/),
  md: (text) => expect(text).toMatch(/^\| .*\|\n\| --- \|/),
};

it.each([
  'users list',
  'users list --all',
  'users get ada',
  'databases list-documents shop products',
  'api GET /users',
  'health check',
  'whoami',
  'doctor',
  'commands',
])('writes the result of %s as the ending of its file says', async (line) => {
  for (const [ending, check] of Object.entries(checks)) check(await fileOf(line, `result.${ending}`));
});

it.each(['json', 'ndjson', 'csv'])('exports into a file with the ending %s', async (ending) => {
  checks[ending]!(await fileOf('databases export-documents shop products', `products.${ending}`));
});

it('leaves password hashes out of a list of users as CSV, and exports them', async () => {
  expect(await fileOf('users list', 'users.csv')).toMatch(/^\$id,\$createdAt,\$updatedAt,name,registration,/);
  expect(await fileOf('users export', 'all.csv')).toMatch(/^\$id,.*,password,/);
});

it('prefers the format of the line to the ending', async () => {
  checks.csv!(await fileOf('users list -f csv', 'users.json'));
});
