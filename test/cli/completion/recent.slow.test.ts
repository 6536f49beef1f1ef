import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer } from '../../../src/cli/completion/answer.ts';
import { recentAnswer, recentFile } from '../../../src/cli/completion/recent.ts';
import type { Context } from '../../../src/context.ts';
import { openTransport } from '../../../src/http/transport/open-transport.ts';
import { thisProcess } from '../../../src/lib/process/identity.ts';
import { envFor } from '../../kit/env.ts';
import { apiError, json, startFaults } from '../../kit/faults.ts';
import { testContext as closedContext, configFile, put } from '../../profile/kit.ts';

const testContext = (changes: Partial<Context> = {}) => closedContext({ openTransport, ...changes });

/** The line as a shell asks for it. */
const question = (flag: string, line: string, typed = '') => [flag, `=${typed}`, ...line.split(' ')];

const list = { total: 2, items: [{ $id: 'shop', name: 'Shop' }, { key: 'blog' }] };
const items = json(list);
const shops = 'shop\tShop\nblog\n';

const get = question('database-id', 'databases get');

/** Stores the current profile. @returns the path of the config file */
function putProfile(context: { home: string }, endpoint: string, more: object = {}): string {
  const credential = { kind: 'key', store: 'file', secret: 'canary-key-0123456789' };
  const profile = { name: 'shop', endpoint, project: 'shop', credential, ...more };
  return put(configFile(context), { version: 1, current: 'shop', profiles: [profile] });
}

describe('a recent answer', () => {
  it.each([
    ['database-id', 'databases get'],
    ['--database-id', 'databases get --database-id'],
    ['--database-id', 'databases get --json --database-id'],
    ['collection-id', 'databases get-collection shop'],
    ['document-id', 'databases get-document shop products'],
    ['--cursor-after', 'databases list-documents shop products --cursor-after'],
    ['--sort', 'databases list-documents shop products --sort'],
    ['--where', 'databases list-documents shop products --where'],
    ['--select', 'databases list-documents shop products --select'],
    ['--data', 'databases create-document shop products --data'],
    ['--data', 'databases create-document shop products --data shop=1'],
    ['--data', 'databases create-document shop products --data @file.json'],
    ['user-id', 'users get'],
    ['bucket-id', 'storage list-files'],
    ['team-id', 'teams get --project other'],
    ['table-id', 'tables-db get-table shop --api-version 1.8'],
  ])('is the same as the first one: %s in %s', async (flag, line) => {
    await using server = await startFaults(items);
    const context = testContext({ env: envFor(server.endpoint) });
    for (const typed of ['', 'sh', '-']) {
      const argv = question(flag, line, typed);
      const first = await answer(argv, context);
      expect(first).not.toBe(line.includes('@file') ? undefined : '');
      expect(recentAnswer(argv, context)).toBe(first);
      expect(await answer(argv, context)).toBe(first);
    }
    expect(server.hits.length).toBe(1);
  });

  it.each([
    ['of another line', question('database-id', 'databases delete')],
    ['of another argument', question('--database-id', 'databases get')],
    ['with another project', question('database-id', 'databases get --project other')],
  ])('is not that %s', async (_, argv) => {
    await using server = await startFaults(items);
    const context = testContext({ env: envFor(server.endpoint) });
    await answer(get, context);
    expect(recentAnswer(argv, context)).toBeUndefined();
  });

  it.each<[string, (context: Context & { home: string }) => Context | undefined]>([
    ['another variable is set', (context) => ({ ...context, env: { ...context.env, LANG: 'C' } })],
    [
      'the key is another one',
      (context) => ({ ...context, env: { ...context.env, APPWRITE_API_KEY: 'k2' } }),
    ],
    ['the folder is another one', (context) => ({ ...context, cwd: dirname(context.cwd) })],
    ['30 seconds have passed', (context) => ({ ...context, now: () => context.now() + 30_000 })],
    ['the clock has been set back', (context) => ({ ...context, now: () => context.now() - 1 })],
    ['it runs in CI', (context) => ({ ...context, env: { ...context.env, CI: 'true' } })],
    ['a profile has been added', (context) => void put(configFile(context), { version: 1, profiles: [] })],
    ['a project file has been added', ({ cwd }) => void put(join(cwd, 'appwrite.json'), {})],
    ['a project file has been added above', ({ home }) => void put(join(home, 'appwrite.config.json'), {})],
    ['the folder has become a repository', ({ cwd }) => void mkdirSync(join(cwd, '.git'))],
    ['the stored answers are damaged', (context) => void writeFileSync(recentFile(context)!, '{"a":')],
    [
      'the stored answers are of another shape',
      (context) => void writeFileSync(recentFile(context)!, '[null]'),
    ],
  ])('is not used if %s', async (_, change) => {
    await using server = await startFaults(items);
    const { home } = testContext();
    const cwd = join(home, 'work');
    mkdirSync(cwd);
    const context = testContext({ home, cwd, env: envFor(server.endpoint) });
    await answer(get, context);
    expect(recentAnswer(get, context)).toBe(shops);
    expect(recentAnswer(get, change(context) ?? context)).toBeUndefined();
  });

  it.each<[string, (path: string) => void]>([
    ['its text', (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('shop', 'blog'))],
    ['its mode', (path) => chmodSync(path, 0o640)],
    [
      'a link has taken its place',
      (path) => {
        renameSync(path, `${path}.real`);
        symlinkSync(`${path}.real`, path);
      },
    ],
    ['it is gone', (path) => rmSync(path)],
  ])('is not used if a file of settings has changed: %s', async (_, edit) => {
    await using server = await startFaults(items);
    const context = testContext();
    const path = putProfile(context, server.endpoint);
    await answer(get, context);
    expect(recentAnswer(get, context)).toBe(shops);
    edit(path);
    expect(recentAnswer(get, context)).toBeUndefined();
  });

  it('is not kept for the profile of a sandbox, which ends with its process', async () => {
    await using server = await startFaults(items);
    const context = testContext();
    putProfile(context, server.endpoint, { sandbox: thisProcess() });
    expect(await answer(get, context)).toBe(shops);
    expect(recentAnswer(get, context)).toBeUndefined();
  });

  it('is as old as the items that it was made of', async () => {
    await using server = await startFaults(items);
    let now = 1_700_000_000_000;
    const context = testContext({ env: envFor(server.endpoint), now: () => now });
    await answer(get, context);
    now += 20_000;
    const other = question('database-id', 'databases update');
    await answer(other, context);
    expect(server.hits).toHaveLength(1);
    now += 9_999;
    expect(recentAnswer(other, context)).toBe(shops);
    now += 1;
    expect(recentAnswer(other, context)).toBeUndefined();
  });

  it('is not kept if it depends on the word at the cursor, or after an error', async () => {
    const many = Array.from({ length: 100 }, (_, at) => ({ $id: `item${at}` }));
    await using server = await startFaults([
      json({ total: 101, databases: many }),
      apiError(500, 'general_server_error', 'no'),
    ]);
    const context = testContext({ env: envFor(server.endpoint) });
    await answer(get, context);
    expect(recentAnswer(get, context)).toBeUndefined();
    const users = question('user-id', 'users get');
    expect(await answer(users, context)).toBe('');
    expect(recentAnswer(users, context)).toBeUndefined();
  });

  it('is stored where only the user can read it, without a secret', async () => {
    await using server = await startFaults(items);
    const context = testContext({ env: envFor(server.endpoint) });
    await answer(get, context);
    const path = recentFile(context)!;
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).not.toContain('canary');
  });
});
