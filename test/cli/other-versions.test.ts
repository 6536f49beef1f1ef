import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LineOptions, runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';
import { memoryTransport } from '../kit/transport.ts';

/** Runs a line that must not send anything. */
async function refusal(line: string, options: LineOptions = {}) {
  const transport = memoryTransport(() => undefined);
  const { code, stderr } = await runLine(line.split(' '), { transport, ...options });
  expect(transport.hits).toEqual([]);
  expect(code).toBe(2);
  return stderr;
}

const error = (message: string, hint: string) => `error: ${message}\nhint: ${hint}\n`;

describe('a line for another version of the API', () => {
  it.each([
    [
      'sites list',
      'sites list needs Appwrite 1.7 or newer; this is 1.5 (default)',
      'pass --api-version 1.7 if the server is',
    ],
    [
      'sites lst',
      'sites needs Appwrite 1.7 or newer; this is 1.5 (default)',
      'pass --api-version 1.7 if the server is',
    ],
    [
      'help sites list',
      'sites list needs Appwrite 1.7 or newer; this is 1.5 (default)',
      '--api-version 1.7 shows its help',
    ],
    [
      'functions createTemplateDeployment f --help',
      'functions createTemplateDeployment needs Appwrite 1.7 or newer; this is 1.5 (default)',
      '--api-version 1.7 shows its help',
    ],
    [
      '--api-version 1.8 functions create-build f d b',
      'functions create-build was removed in Appwrite 1.7; this is 1.8 (--api-version)',
      'functions create-duplicate-deployment does the same, or pass --api-version 1.6 if the server is',
    ],
    [
      'functions create-execution f --scheduled-at 2030-01-01T00:00:00Z',
      'functions create-execution --scheduled-at needs Appwrite 1.6 or newer; this is 1.5 (default)',
      'leave it out, or pass --api-version 1.6 if the server is',
    ],
    [
      'functions createExecution f --scheduledAt=2030-01-01T00:00:00Z',
      'functions create-execution --scheduledAt needs Appwrite 1.6 or newer; this is 1.5 (default)',
      'leave it out, or pass --api-version 1.6 if the server is',
    ],
    [
      '--api-version 1.8 functions create --name a --runtime node-18.0 --template-branch main',
      'functions create --template-branch was removed in Appwrite 1.6; this is 1.8 (--api-version)',
      'leave it out, or pass --api-version 1.5 if the server is',
    ],
    [
      'tables-db list-rows shop products',
      'tables-db list-rows needs Appwrite 1.8 or newer; this is 1.5 (default)',
      'databases list-documents does the same, or pass --api-version 1.8 if the server is',
    ],
    [
      'tables-db import-rows shop products rows.csv',
      'tables-db import-rows needs Appwrite 1.8 or newer; this is 1.5 (default)',
      'databases import-documents does the same, or pass --api-version 1.8 if the server is',
    ],
    [
      'tables-db',
      'tables-db needs Appwrite 1.8 or newer; this is 1.5 (default)',
      'databases does the same, or pass --api-version 1.8 if the server is',
    ],
    [
      'databases list-documents shop products --transaction-id t',
      'databases list-documents --transaction-id needs Appwrite 1.8 or newer; this is 1.5 (default)',
      'leave it out, or pass --api-version 1.8 if the server is',
    ],
    // A list of words would take the flag for one of them.
    [
      'functions create --name a --runtime node-18.0 --events users.*.create --scopes users.read',
      'functions create --scopes needs Appwrite 1.6 or newer; this is 1.5 (default)',
      'leave it out, or pass --api-version 1.6 if the server is',
    ],
  ])('is refused before anything is sent: %s', async (line, message, hint) => {
    expect(await refusal(line)).toBe(error(message, hint));
  });

  it.each([
    [
      '--api-version 1.8 databases list-rows a b',
      'unknown command "list-rows"',
      'tables-db list-rows or databases list-documents',
    ],
    [
      '--api-version 1.8 tables-db list-documents a b',
      'unknown command "list-documents"',
      'tables-db list-rows or databases list-documents',
    ],
    ['--api-version 1.8 tables list', 'unknown command "tables"', 'tables-db list-tables'],
    ['--api-version 1.8 tablesDB list', 'unknown command "tablesDB"', 'tables-db'],
    [
      '--api-version 1.8 tables-db list-rows --collection-id x',
      'unknown flag "--collection-id"',
      '--table-id',
    ],
  ])('is told from one in the words of another group: %s', async (line, message, meant) => {
    expect(await refusal(line)).toBe(error(message, `did you mean ${meant}?`));
  });

  it('may have a value that looks like a flag of this version', async () => {
    const line = 'users update-name --user-id=--name --name Ada --dry-run';
    const env = { APPWRITE_ENDPOINT: 'http://127.0.0.1/v1', APPWRITE_PROJECT_ID: 'p' };
    const { code, stdout } = await runLine(line.split(' '), { env });
    expect(code).toBe(0);
    expect(stdout).toContain('/users/--name/name');
  });

  it('is refused with the source of the version', async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, '.config', 'appwrite-cli'), { recursive: true, mode: 0o700 });
    const profile = { name: 'shop', endpoint: 'https://shop.test/v1', serverVersion: '1.6.2' };
    const config = { version: 1, current: 'shop', profiles: [profile] };
    writeFileSync(join(home, '.config', 'appwrite-cli', 'config.json'), JSON.stringify(config), {
      mode: 0o600,
    });
    expect(await refusal('sites list', { home, env: { XDG_CONFIG_HOME: join(home, '.config') } })).toContain(
      'sites list needs Appwrite 1.7 or newer; this is 1.6 (profile "shop")\n',
    );
    expect(await refusal('sites list', { env: { APPWRITE_API_VERSION: '1.6' } })).toContain(
      'this is 1.6 (APPWRITE_API_VERSION)\n',
    );
  });

  it('leaves a value alone that is attached to its flag', async () => {
    const line = ['functions', 'create', '--name=--scopes', '--runtime', 'node-18.0', '--dry-run'];
    const { code, stdout } = await runLine([...line, '--endpoint', 'https://shop.test/v1', '--project', 'p']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('"name":"--scopes"')]);
  });
});

describe('help', () => {
  const help = async (line: string) => (await runLine([...line.split(' '), '--help'])).stdout;

  it('names the version in use unless it is the default, and lists the groups of it', async () => {
    const of1_8 = await help('--api-version 1.8');
    expect(of1_8).toMatch(/^API groups of Appwrite 1\.8 \(--api-version\)$/m);
    expect(of1_8).toMatch(/^ {2}sites /m);
    const of1_5 = (await runLine(['--help'])).stdout;
    expect(of1_5).toMatch(/^API groups$/m);
    expect(of1_5).not.toMatch(/^ {2}sites /m);
  });

  it.each([
    ['--api-version 1.8 functions create', / {2}--scopes TEXT,… [^)]*\)\s\(since 1\.6\)/],
    ['--api-version 1.8 sites create', /· since Appwrite 1\.7$/m],
    [
      'functions create-build',
      /^Appwrite 1\.7 and newer do not have this command: functions\ncreate-duplicate-deployment does the same there\.$/m,
    ],
    [
      '--api-version 1.8 databases',
      /^tables-db is the newer way to do the same\. These commands still work\.$/m,
    ],
    [
      '--api-version 1.8 databases list-documents',
      /^tables-db list-rows is the newer way\. This command still works\.$/m,
    ],
  ])('says since when and until when: %s', async (line, expected) => {
    expect(await help(line)).toMatch(expected);
  });

  it.each(['databases', 'databases list-documents', '--api-version 1.8 account create-mfa-authenticator'])(
    'advises no other way if there is none: %s',
    async (line) => {
      expect(await help(line)).not.toContain('newer way');
    },
  );

  it.each(['functions create', '--api-version 1.8 sites create'])(
    'says nothing about flags as old as their command: %s',
    async (line) => {
      expect(await help(line)).not.toContain('(since');
    },
  );
});
