import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { consoleAddress } from '../../src/operations/web.ts';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';
import { memoryTransport } from '../kit/transport.ts';

const env = { APPWRITE_ENDPOINT: 'https://api.example.com/v1', APPWRITE_PROJECT_ID: 'shop' };

/** Runs a line where a request would fail; there is no credential. */
const run = (line: string, options: object = {}) =>
  runLine(line.split(' '), {
    env,
    transport: memoryTransport(() => undefined),
    ...options,
  });

describe('--web', () => {
  it.each([
    ['databases list', 'databases'],
    ['databases get shop', 'databases/database-shop'],
    ['databases list-collections shop', 'databases/database-shop'],
    ['databases list-attributes shop products', 'databases/database-shop/collection-products/attributes'],
    ['databases get-index shop products by', 'databases/database-shop/collection-products/indexes'],
    ['databases list-documents shop products', 'databases/database-shop/collection-products'],
    ['databases get-document shop products p1', 'databases/database-shop/collection-products/document-p1'],
    ['functions get f', 'functions/function-f'],
    ['functions list-executions f', 'functions/function-f/executions'],
    ['functions get-deployment f d', 'functions/function-f/deployment-d'],
    ['messaging list-messages', 'messaging'],
    ['messaging get-provider p', 'messaging/providers/provider-p'],
    ['messaging get-topic t', 'messaging/topics/topic-t'],
    ['storage list-buckets', 'storage'],
    ['storage list-files photos', 'storage/bucket-photos'],
    ['storage get-file photos cat', 'storage/bucket-photos/file-cat'],
    ['teams list-memberships crew', 'auth/teams/team-crew/members'],
    ['users list', 'auth'],
    ['users get ada', 'auth/user-ada'],
    ['users list-logs ada', 'auth/user-ada/activity'],
    ['projects list-keys', 'overview/keys'],
    ['projects get-webhook --webhook-id w', 'settings/webhooks/w'],
    ['project show', 'overview'],
    ['project usage', 'overview'],
  ])('prints the page of %s in a pipe, without a request or a credential', async (line, page) => {
    expect(await run(`${line} --web`)).toEqual({
      code: 0,
      stdout: `https://api.example.com/console/project-shop/${page}\n`,
      stderr: '',
    });
  });

  it.each([
    ['databases get-document shop products p1', 'databases/database-shop/table-products/row-p1'],
    ['tables-db get-row shop products p1', 'databases/database-shop/table-products/row-p1'],
    ['tables-db list-columns shop products', 'databases/database-shop/table-products/columns'],
    ['sites get s', 'sites/site-s'],
    ['projects list-keys', 'overview/api-keys'],
  ])('prints the page of %s in the console of 1.8', async (line, page) => {
    const { stdout } = await run(`${line} --web --api-version 1.8`);
    expect(stdout).toBe(`https://api.example.com/console/project-default-shop/${page}\n`);
  });

  it('encodes IDs, and takes a project that the line names', async () => {
    const { stdout } = await run('projects get café --web');
    expect(stdout).toBe('https://api.example.com/console/project-caf%C3%A9/overview\n');
    expect((await run('projects list --web')).stdout).toBe('https://api.example.com/console/\n');
  });

  it.each([
    ['users get --web', 2, 'user-id'],
    ['users get .. --web', 2, '--user-id'],
    ['users update-name ada --web', 2, '--web'],
    ['health get --web', 2, '--web'],
  ])('refuses %s', async (line, code, message) => {
    expect(await run(line)).toMatchObject({ code, stderr: expect.stringContaining(message) });
  });

  it.each([
    ['https://fra.cloud.appwrite.io/v1', '1.5', 'https://cloud.appwrite.io/console/project-fra-shop/auth'],
    ['https://cloud.appwrite.io/v1', '1.8', 'https://cloud.appwrite.io/console/project-fra-shop/auth'],
    ['http://localhost:8080/v1', '1.6', 'http://localhost:8080/console/project-shop/auth'],
    ['https://host/appwrite/v1', '1.7', 'https://host/appwrite/console/project-default-shop/auth'],
  ] as const)('finds the console of %s as of %s', (endpoint, version, address) => {
    expect(consoleAddress({ endpoint, project: 'shop', version }, 'auth')).toBe(address);
  });

  describe('on a terminal', () => {
    /** A folder with a browser that writes down what it is asked to open. */
    function browser(script = 'echo "$1" > "$(dirname "$0")/opened"') {
      const folder = temporaryFolder();
      for (const name of ['xdg-open', 'open']) {
        writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
        chmodSync(join(folder, name), 0o755);
      }
      return folder;
    }
    const screen = (path: string) => ({ ...env, PATH: `${path}:/usr/bin:/bin`, DISPLAY: ':0' });

    it('opens a browser', async () => {
      const folder = browser();
      const result = await run('users get ada --web', { terminal: true, env: screen(folder) });
      const address = 'https://api.example.com/console/project-shop/auth/user-ada';
      expect(result).toEqual({ code: 0, stdout: '', stderr: `Opened ${address}\n` });
      await expect.poll(() => readFileSync(join(folder, 'opened'), 'utf8')).toBe(`${address}\n`);
    });

    it.each([
      ['with --no-input', 'users list --web --no-input', {}],
      ['in a dry run', 'users list --web --dry-run', {}],
      ['in CI', 'users list --web', { CI: 'true' }],
      ['over SSH', 'users list --web', { SSH_CONNECTION: '::1 1 ::1 22' }],
      ['without a desktop', 'users list --web', { DISPLAY: '' }],
      ['without a browser', 'users list --web', { PATH: '/nowhere' }],
    ])('prints the address %s', async (_, line, own) => {
      const result = await run(line, { terminal: true, env: { ...screen(browser('exit 1')), ...own } });
      expect(result.stdout).toBe('https://api.example.com/console/project-shop/auth\n');
      expect(result.code).toBe(0);
    });
  });
});
