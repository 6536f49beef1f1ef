import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { groups } from '../../src/api/index.ts';
import type { Operation } from '../../src/api/schema.ts';
import { type FaultServer, json, startFaults } from '../kit/faults.ts';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';

const canary = 'canary-secret-0123456789';
const done = json({ $id: 'x', total: 0 });

let cwd: string;
beforeEach(() => {
  cwd = temporaryFolder();
});

const run = (argv: readonly string[], env: Record<string, string> = {}) =>
  runLine([...argv, '--json'], { env: { APPWRITE_CLI_CONFIG_DIR: join(cwd, 'config'), ...env }, cwd });

function projectFile({ endpoint }: FaultServer): void {
  writeFileSync(join(cwd, 'appwrite.json'), JSON.stringify({ projectId: 'shop', endpoint }));
}

/** Operations that a guest may send, with a secret of their own. */
async function guestsWithSecrets(): Promise<Operation[]> {
  const loaded = await Promise.all(groups.map(({ load }) => load()));
  return loaded
    .flatMap(({ operations }) => operations)
    .filter(({ sentWith }) => sentWith.length === 0 || sentWith.includes('Guest'))
    .filter(({ params }) => params.some(({ secret }) => secret));
}

function lineOf({ group, command, params }: Operation): string[] {
  const flags = params
    .filter(({ required, secret }) => required || secret)
    .flatMap(({ name, flag, secret }) => [
      flag,
      secret ? canary : name === 'email' ? 'a@example.com' : 'some',
    ]);
  return [group, command, ...flags];
}

describe('an endpoint that only appwrite.json names', () => {
  it('gets no secret of any operation that guests may send', async () => {
    await using server = await startFaults(done);
    projectFile(server);
    const operations = await guestsWithSecrets();
    expect(operations.length).toBeGreaterThan(5);
    for (const operation of operations) {
      const { code, stderr } = await run(lineOf(operation));
      expect(stderr, operation.command).toMatch(
        /the secret in this request is not sent to .*APPWRITE_ENDPOINT=/,
      );
      expect(stderr).not.toContain(canary);
      expect(code).toBe(3);
    }
    expect(server.hits).toEqual([]);
  });

  it.each([
    ['api', 'POST', '/account/sessions/email', '--data', 'email=a@example.com', `password=${canary}`],
    ['api', 'GET', '/account', '--param', `secret=${canary}`],
    ['functions', 'create-execution', 'job', '--headers', `{"Authorization":"Bearer ${canary}"}`],
    ['databases', 'create-document', 'db', 'items', '--data', `{"name":"Ada","password":"${canary}"}`],
    ['graphql', 'query', '--query', '{ localeGet { country } }'],
    ['graphql', 'mutation', '--query', 'mutation { a }', '--variables', `{"x":"${canary}"}`],
    ['api', 'POST', '/graphql', '--data', `query={ a(b: "${canary}") }`],
    ['api', 'GET', '/graphql', '--param', `query={ a(b: "${canary}") }`],
  ])('gets no secret of %s %s %s', async (...argv) => {
    await using server = await startFaults(done);
    projectFile(server);
    expect(await run(argv)).toMatchObject({ code: 3 });
    expect(server.hits).toEqual([]);
  });

  it('gets requests without secrets', async () => {
    await using server = await startFaults(done);
    projectFile(server);
    await run(['api', 'GET', '/locale']);
    expect(server.hits).toHaveLength(1);
  });

  it('is reported by a dry run', async () => {
    await using server = await startFaults(done);
    projectFile(server);
    const line = [
      'account',
      'create-email-password-session',
      '--email',
      'a@example.com',
      '--password',
      canary,
    ];
    const { code, stdout, stderr } = await run([...line, '--dry-run']);
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining("can't be sent") });
    expect(stdout + stderr).not.toContain(canary);
  });
});

describe('an endpoint that is vouched for', () => {
  const signIn = [
    'account',
    'create-email-password-session',
    '--email',
    'a@example.com',
    '--password',
    canary,
  ];

  it('gets the secret if a flag or variable names it', async () => {
    await using server = await startFaults(done);
    projectFile(server);
    await run([...signIn, '--endpoint', server.endpoint]);
    await run(signIn, { APPWRITE_ENDPOINT: server.endpoint });
    expect(server.hits).toHaveLength(2);
  });

  it('gets the secret if the selected profile has it, and not if another profile has', async () => {
    await using server = await startFaults(done);
    projectFile(server);
    const add = (name: string, endpoint: string) =>
      runLine(['profile', 'add', name, '--endpoint', endpoint, '--project', 'p', '--api-key-stdin'], {
        env: { APPWRITE_CLI_CONFIG_DIR: join(cwd, 'config'), CI: 'true' },
        cwd: temporaryFolder(),
        stdin: 'key-0123456789',
      });
    await add('home', 'https://home.example/v1');
    await add('here', server.endpoint);
    const before = server.hits.length;
    expect(await run(signIn)).toMatchObject({ code: 3 });
    expect(server.hits).toHaveLength(before);
    await run([...signIn, '--profile', 'here']);
    expect(server.hits).toHaveLength(before + 1);
  });
});
