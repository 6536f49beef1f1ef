import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasOpenssl, makeCertificates } from '../../kit/certificates.ts';
import { type TestConsole, testConsole } from '../../kit/console.ts';
import { json, startFaults } from '../../kit/faults.ts';

interface Report {
  readonly ok: boolean;
  readonly checks: readonly { check: string; status: string; detail: string; fix?: string }[];
}

/** The report of a run, its checks by name. */
async function examine(at: TestConsole, env: Record<string, string>, ...flags: string[]) {
  const { stdout, code } = await at.run(['doctor', '--json', ...flags], '', env);
  const { ok, checks } = JSON.parse(stdout) as Report;
  return { code, ok, checks: Object.fromEntries(checks.map((check) => [check.check, check])) };
}

const variables = (at: TestConsole) => ({
  APPWRITE_ENDPOINT: at.endpoint,
  APPWRITE_PROJECT_ID: at.project,
  APPWRITE_API_KEY: at.apiKey,
});

describe('doctor', () => {
  it('passes all checks', async () => {
    const at = await testConsole();
    const { code, ok, checks } = await examine(at, variables(at));
    expect({ code, ok }).toEqual({ code: 0, ok: true });
    expect(Object.entries(checks).map(([name, { status }]) => `${name} ${status}`)).toEqual([
      'node pass',
      'config pass',
      'endpoint pass',
      'project pass',
      'proxy pass',
      'reachable pass',
      'tls skip',
      'version pass',
      'clock pass',
      'credential pass',
      'scopes pass',
      'functions pass',
      'completion skip',
    ]);
  });

  it('prints a line per check, and the remedy below failed ones', async () => {
    const at = await testConsole();
    const ran = await at.run(['doctor'], '', {
      ...variables(at),
      APPWRITE_API_KEY: 'wrong',
      SHELL: '/bin/bash',
    });
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(ran.stdout).toContain(`\nok    endpoint    ${at.endpoint}, from APPWRITE_ENDPOINT\n`);
    expect(ran.stdout).toMatch(
      /\nFAIL {2}credential {2}the server does not know this API key.*\n +fix: copy the whole key/,
    );
    expect(ran.stdout).toMatch(
      /\nwarn {2}completion {2}not installed for bash\n +fix: appwrite-cli completion install/,
    );
    expect(ran.stdout).not.toContain('wrong');
  });

  it('warns about contradictory settings', async () => {
    const at = await testConsole();
    const { endpoint, project, apiKey } = at;
    await at.run(
      ['profile', 'add', 'shop', '--endpoint', endpoint, '--project', project, '--api-key-stdin'],
      apiKey,
    );
    const env = { APPWRITE_PROJECT_ID: 'other' };
    const { checks } = await examine(at, env);
    expect(checks.sources).toMatchObject({
      status: 'warn',
      detail: `the API key of profile "shop" is for the project ${project}, not for other (from APPWRITE_PROJECT_ID)`,
    });
  });

  it('warns about missing scopes by group', async () => {
    const at = await testConsole();
    await at.addProject('acme', 'Shop', 'shop');
    const scopes = ['databases.read', 'documents.read', 'users.read', 'targets.read'];
    const { secret } = (await at.ask('POST', '/projects/shop/keys', { name: 'k', scopes })).json;
    const { code, checks } = await examine(at, {
      ...variables(at),
      APPWRITE_PROJECT_ID: 'shop',
      APPWRITE_API_KEY: secret,
    });
    expect(code).toBe(0);
    expect(checks.scopes).toMatchObject({ status: 'warn' });
    expect(checks.scopes!.detail).toContain('databases: collections.read;');
    expect(checks.scopes!.detail).toContain('storage: buckets.read, files.read');
    expect(checks.scopes!.detail).not.toContain('users:');
  });

  it.each<[string, string[], object]>([
    [
      'reads only',
      ['databases.read', 'collections.read', 'documents.read', 'teams.read'],
      {
        status: 'warn',
        detail: expect.stringContaining('appwrite.json: databases.write, collections.write, teams.write'),
      },
    ],
    [
      'may change all that the file lists',
      ['databases', 'collections', 'teams']
        .flatMap((kind) => [`${kind}.read`, `${kind}.write`])
        .concat('documents.read'),
      { status: 'pass', detail: 'the key has the scopes to pull, plan and push appwrite.json' },
    ],
  ])(
    'says what a push of the project file needs, for a key that %s, and writes nothing',
    async (_, scopes, check) => {
      const at = await testConsole();
      await at.addProject('acme', 'Shop', 'shop');
      const { secret } = (await at.ask('POST', '/projects/shop/keys', { name: 'k', scopes })).json;
      const lists = { databases: [], collections: [], teams: [] };
      writeFileSync(join(at.work, 'appwrite.json'), JSON.stringify({ projectId: 'shop', ...lists }));
      const before = await at.state();
      const env = { ...variables(at), APPWRITE_PROJECT_ID: 'shop', APPWRITE_API_KEY: secret };
      const { code, checks } = await examine(at, env);
      expect({ code, push: checks.push }).toMatchObject({ code: 0, push: check });
      expect(await at.state()).toEqual(before);
    },
  );

  it('passes a console session, and fails for an ended one', async () => {
    const at = await testConsole();
    await at.logIn('--without-project');
    const { checks } = await examine(at, {});
    expect(checks.credential).toMatchObject({
      status: 'pass',
      detail: expect.stringContaining('ada@example.com'),
    });
    await at.ask('DELETE', '/account/sessions');
    const ended = await examine(at, {});
    expect(ended.code).toBe(1);
    expect(ended.checks.credential).toMatchObject({
      status: 'fail',
      fix: 'log in again: appwrite-cli login --profile default',
    });
  });

  it.each<[string, (at: TestConsole) => Record<string, string>, string, string]>([
    ['no endpoint', () => ({}), 'endpoint', 'no endpoint is set'],
    [
      'an unknown host',
      (at) => ({ ...variables(at), APPWRITE_ENDPOINT: 'https://appwrite.invalid' }),
      'reachable',
      'appwrite.invalid',
    ],
    [
      'a refused connection',
      (at) => ({ ...variables(at), APPWRITE_ENDPOINT: 'http://127.0.0.1:1' }),
      'reachable',
      'refuses',
    ],
    [
      'a wrong path',
      (at) => ({ ...variables(at), APPWRITE_ENDPOINT: `${at.endpoint}/x` }),
      'reachable',
      'the API is not at',
    ],
    [
      'a wrong project',
      (at) => ({ ...variables(at), APPWRITE_PROJECT_ID: 'nowhere' }),
      'credential',
      'nowhere',
    ],
    ['nobody', (at) => ({ ...variables(at), APPWRITE_API_KEY: '' }), 'credential', 'no credential is set'],
  ])('fails for %s, and runs the other checks', async (_, env, name, detail) => {
    const at = await testConsole();
    const { code, ok, checks } = await examine(at, env(at));
    expect({ code, ok }).toEqual({ code: 1, ok: false });
    expect(checks[name]).toMatchObject({ status: 'fail', detail: expect.stringContaining(detail) });
    expect(checks[name]!.fix).toBeTruthy();
    expect(Object.keys(checks)).toHaveLength(13);
  });

  it('reports a wrong clock and a newer server', async () => {
    const at = await testConsole();
    await using server = await startFaults(
      json({ version: '1.8.0' }, 200, { date: 'Mon, 23 Nov 2020 12:00:00 GMT' }),
    );
    const { checks } = await examine(at, { ...variables(at), APPWRITE_ENDPOINT: server.endpoint });
    expect(checks.version).toMatchObject({ status: 'warn' });
    expect(checks.clock).toMatchObject({
      status: 'fail',
      detail: expect.stringContaining('ahead of the server'),
    });
  });

  it.skipIf(!hasOpenssl())(
    'tells a bad certificate from a server that is not there (skipped without openssl)',
    async () => {
      const at = await testConsole();
      await using server = await startFaults(json({ version: '1.5.7' }), {
        tls: makeCertificates().selfSigned,
      });
      const env = { ...variables(at), APPWRITE_ENDPOINT: server.endpoint };
      const { checks } = await examine(at, env);
      expect(checks.reachable).toMatchObject({ status: 'pass' });
      expect(checks.tls).toMatchObject({
        status: 'fail',
        fix: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
      });
      expect(server.hits).toHaveLength(0);
      const insecure = await examine(at, env, '--insecure');
      expect(insecure.checks.tls).toMatchObject({ status: 'warn' });
    },
  );

  it('lists the languages that run here, and the functions of the project file that nothing here runs', async () => {
    const at = await testConsole();
    const functions = [
      { $id: 'here', name: 'Here', runtime: 'node-18.0' },
      { $id: 'there', name: 'There', runtime: 'ruby-3.1' },
      { $id: 'nowhere', name: 'Nowhere', runtime: 'dart-2.17' },
    ];
    writeFileSync(join(at.work, 'appwrite.json'), JSON.stringify({ projectId: 'shop', functions }));
    const { code, checks } = await examine(at, { ...variables(at), PATH: at.work });
    expect({ code, functions: checks.functions }).toEqual({
      code: 0,
      functions: {
        check: 'functions',
        status: 'warn',
        detail: `node ${process.versions.node} (${process.execPath}); nothing here runs ruby-3.1 of there, dart-2.17 of nowhere`,
        fix: 'install the language, or use functions run --docker',
      },
    });
  });

  it('prints its first request in a dry run', async () => {
    const at = await testConsole();
    const { stdout } = await at.run(['doctor', '--dry-run'], '', variables(at));
    expect(stdout).toContain(`curl '${at.endpoint}/health/version'`);
    expect(stdout).not.toContain('X-Appwrite-Key');
  });
});
