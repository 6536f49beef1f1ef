import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { progressText, readMigration } from '../../../src/commands/migrations/state.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { jsonResponse } from '../../kit/transport.ts';
import { runWaiting } from '../waiting.ts';

const counters = (success: number, pending: number, error = 0) => ({
  pending,
  success,
  error,
  skip: 0,
  processing: 0,
  warning: 0,
});

const migration = (status: string, statusCounters: unknown = [], errors: string[] = []) => ({
  $id: 'm1',
  $createdAt: '2026-11-28T07:30:00.000+00:00',
  $updatedAt: '2026-11-28T07:30:00.000+00:00',
  status,
  stage: status === 'pending' ? 'init' : 'migrating',
  source: 'Appwrite',
  resources: ['user', 'document'],
  statusCounters,
  resourceData: [],
  errors,
});

/** A server that answers with these states, the last one again and again. */
const server = (...states: object[]) => {
  const left = [...states];
  return (request: string) => {
    if (request.startsWith('POST')) return jsonResponse(migration('pending'), 202);
    return jsonResponse(left.length > 1 ? left.shift() : left[0]);
  };
};

const key = 'canary-migration-key-0123456789';
const argv = [
  'migrations',
  'create-appwrite-migration',
  ...['--resources', 'user', 'document', '--endpoint', 'https://old.example.com/v1'],
  ...['--project-id', 'old', '--api-key', '-'],
];
const run = (flags: readonly string[], respond: ReturnType<typeof server>, signal?: AbortSignal) =>
  runWaiting([...argv, ...flags], respond, { stdin: `${key}\n`, ...(signal && { signal }) });

const done = migration('completed', { user: counters(3, 0), document: counters(500, 0) });

describe('create-appwrite-migration --wait', () => {
  it('follows until everything is copied, and shows what was', async () => {
    const begun = migration('processing', { user: counters(3, 0), document: counters(20, 480) });
    const { code, stdout, stderr, requests } = await run(['--wait'], server(begun, begun, done));
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'Migration m1: completed',
        '  RESOURCE  DONE  SKIPPED  WARNINGS  FAILED  LEFT',
        '  user      3     0        0         0       0',
        '  document  500   0        0         0       0',
        '',
      ].join('\n'),
    );
    expect(stderr).toBe('');
    expect(requests).toEqual(['POST /migrations/appwrite', ...Array(3).fill('GET /migrations/m1')]);
  });

  it("prints the server's answer for machines", async () => {
    expect(JSON.parse((await run(['--wait', '--json'], server(done))).stdout)).toEqual(done);
  });

  it('only starts it without --wait', async () => {
    const { code, requests } = await run([], server(done));
    expect([code, requests]).toEqual([0, ['POST /migrations/appwrite']]);
  });

  it('ends with exit 1 and the reasons if it fails', async () => {
    const failed = migration('failed', [], ['missing scope (buckets.read)']);
    const { code, stdout, stderr } = await run(['--wait'], server(failed));
    expect(code).toBe(1);
    expect(stdout).toContain('Migration m1: failed\n');
    expect(stderr).toContain('error: the migration m1 has failed\n');
    expect(stderr).toContain('missing scope (buckets.read)');
    expect(stderr).toContain('appwrite-cli migrations retry m1');
  });

  it('ends with exit 8 if it completes but some resources are not copied', async () => {
    const partial = migration('completed', { document: counters(498, 1, 2) });
    const { code, stderr } = await run(['--wait'], server(partial));
    expect(code).toBe(8);
    expect(stderr).toContain('not every resource was copied: 2 failed, 1 were left');
  });

  it('ends with exit 1 and the command to look when the time is up', async () => {
    const { code, stderr } = await run(['--wait', '--wait-timeout', '60'], server(migration('processing')));
    expect(code).toBe(1);
    expect(stderr).toContain('error: the migration m1 has not ended after 60 s\n');
    expect(stderr).toContain('appwrite-cli migrations get m1');
  });

  it('says after Ctrl-C that it goes on', async () => {
    const interrupt = new AbortController();
    const respond = (request: string) => {
      if (request.startsWith('GET')) interrupt.abort(new Error('SIGINT'));
      return server(migration('processing'))(request);
    };
    const { code, stderr } = await run(['--wait'], respond, interrupt.signal);
    expect(code).toBe(130);
    expect(stderr).toContain('the migration m1 was started and continues');
  });

  it('takes the key from stdin and shows it nowhere', async () => {
    const { code, stdout, stderr } = await run(['--dry-run', '-v'], server(done));
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain(key);
  });
});

describe('the other migrations', () => {
  it.each([
    [
      'create-firebase-migration',
      ['--resources', 'user', '--service-account-file', 'secret.txt'],
      '/firebase',
    ],
    ['create-firebase-o-auth-migration', ['--resources', 'user', '--project-id', 'x'], '/firebase/oauth'],
    [
      'create-supabase-migration',
      [
        ...['--resources', 'user', '--endpoint', 'https://x.supabase.co', '--api-key-file', 'secret.txt'],
        ...['--database-host', 'db', '--username', 'u', '--password-file', 'secret.txt'],
      ],
      '/supabase',
    ],
    [
      'create-n-host-migration',
      [
        ...['--resources', 'user', '--subdomain', 's', '--region', 'eu', '--admin-secret-file', 'secret.txt'],
        ...['--database', 'd', '--username', 'u', '--password-file', 'secret.txt'],
      ],
      '/nhost',
    ],
  ])('%s takes its secrets from files and is followed too', async (command, flags, path) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'secret.txt'), '{"type":"service_account"}\n');
    const { code, requests } = await runWaiting(['migrations', command, ...flags, '--wait'], server(done), {
      cwd,
    });
    expect([code, requests]).toEqual([0, [`POST /migrations${path}`, 'GET /migrations/m1']]);
  });
});

describe('progressText', () => {
  it.each([
    [migration('pending'), 'copying: pending'],
    [
      migration('processing', { user: counters(3, 0), document: counters(120, 378, 2) }),
      'copying: user 3 of 3, document 122 of 500 (2 failed)',
    ],
    [migration('processing', { user: 'x' }), 'copying: user 0 of 0'],
  ])('describes %j', (state, text) => {
    expect(progressText(readMigration(JSON.stringify(state)))).toBe(text);
  });
});
