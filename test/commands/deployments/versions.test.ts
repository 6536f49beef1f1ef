import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flyingClock } from '../../bulk/kit.ts';
import { envFor } from '../../kit/env.ts';
import { runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { jsonResponse, memoryTransport } from '../../kit/transport.ts';

/** A deployment as Appwrite 1.8.1 describes it, whose `buildId` is always empty. */
const deployment = (resource: 'site' | 'function', status: string) => ({
  $id: 'd1',
  type: 'manual',
  resourceId: 'web',
  resourceType: `${resource}s`,
  sourceSize: 123,
  buildSize: 0,
  totalSize: 123,
  buildId: '',
  activate: true,
  status,
  buildLogs: status === 'failed' ? 'npm: not found' : '',
});

/** A server that answers 202 to what starts a build, and tells these states of it, one after the other. */
function builder(resource: 'site' | 'function', ...states: readonly string[]) {
  const left = [...states];
  return memoryTransport(({ method }) =>
    method === 'GET'
      ? jsonResponse(deployment(resource, left.shift()!))
      : jsonResponse(deployment(resource, 'waiting'), 202),
  );
}

/** Runs a line in a folder with a small site. */
function runAt(version: string, transport: ReturnType<typeof builder>, ...argv: readonly string[]) {
  const cwd = temporaryFolder();
  for (const path of ['site/index.html', 'site/.env', 'site/node_modules/x/index.js']) {
    mkdirSync(join(cwd, path, '..'), { recursive: true });
    writeFileSync(join(cwd, path), path);
  }
  const env = { ...envFor('http://127.0.0.1:9/v1'), APPWRITE_API_VERSION: version };
  return runLine(argv, { cwd, env, transport, clock: flyingClock() });
}

const look = (group: string) => `GET /v1/${group}/web/deployments/d1`;
const sent = ({ hits }: ReturnType<typeof builder>) => hits.map(({ method, url }) => `${method} ${url}`);

describe('sites create-deployment', () => {
  const upload = ['sites', 'create-deployment', 'web', '--code', 'site', '--activate'];

  it('packs a folder without secrets, and follows the build', async () => {
    const transport = builder('site', 'processing', 'building', 'ready');
    const line = [...upload, '--build-command', 'npm run build', '--wait', '--json'];
    const { code, stdout, stderr } = await runAt('1.8', transport, ...line);
    expect(code).toBe(0);
    expect(stderr).toContain('.env');
    expect(JSON.parse(stdout)).toMatchObject({ $id: 'd1', status: 'ready' });
    expect(sent(transport)).toEqual([
      'POST /v1/sites/web/deployments',
      look('sites'),
      look('sites'),
      look('sites'),
    ]);
    const form = transport.hits[0]?.body.toString('latin1');
    for (const part of ['name="buildCommand"', 'npm run build', 'filename="code.tar.gz"'])
      expect(form).toContain(part);
  });

  it('ends with 1 and the logs if the build fails', async () => {
    const transport = builder('site', 'building', 'failed');
    const { code, stderr } = await runAt('1.7', transport, ...upload, '--wait');
    expect(code).toBe(1);
    expect(stderr).toContain('the build of d1 ended as failed');
    expect(stderr).toContain('npm: not found');
  });

  it('names the command that looks at a build that takes too long', async () => {
    const transport = builder('site', ...Array.from({ length: 50 }, () => 'waiting'));
    const { stderr } = await runAt('1.8', transport, ...upload, '--wait', '--wait-timeout', '30');
    expect(stderr).toContain('appwrite-cli sites get-deployment web d1');
  });

  it('is a command of 1.7 and later', async () => {
    const { code, stderr } = await runAt('1.5', builder('site'), ...upload);
    expect(code).toBe(2);
    expect(stderr).toContain('1.7');
  });
});

describe.each(['1.7', '1.8', '1.9'])('a build that %s starts from elsewhere', (version) => {
  const reference = version === '1.7' ? ['--version', '0.2.*'] : ['--type', 'tag', '--reference', '0.2.*'];
  const template = [
    '--repository',
    'templates',
    '--owner',
    'appwrite',
    '--root-directory',
    '.',
    ...reference,
  ];
  const starts = [
    ['template', 'create-template-deployment', template],
    ['vcs', 'create-vcs-deployment', ['--type', 'branch', '--reference', 'main']],
    ['duplicate', 'create-duplicate-deployment', ['--deployment-id', 'd0']],
  ] as const;

  it.each(
    (['function', 'site'] as const).flatMap((resource) =>
      starts.map((start) => [resource, ...start] as const),
    ),
  )('of a %s (%s) is followed with --wait', async (resource, route, command, flags) => {
    const group = `${resource}s`;
    const transport = builder(resource, 'building', 'ready');
    const { code, stdout } = await runAt(
      version,
      transport,
      group,
      command,
      'web',
      ...flags,
      '--wait',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'ready' });
    expect(sent(transport)).toEqual([`POST /v1/${group}/web/deployments/${route}`, look(group), look(group)]);
  });
});

describe('the old names of deployments', () => {
  const live = ['functions', 'update-deployment', '--function-id', 'web', '--deployment-id', 'd1'];

  it.each([
    ['1.5', live, 'PATCH /v1/functions/web/deployments/d1'],
    ['1.8', live, 'PATCH /v1/functions/web/deployment'],
    [
      '1.7',
      ['functions', 'update-deployment-build', 'web', 'd1'],
      'PATCH /v1/functions/web/deployments/d1/status',
    ],
  ])('are understood by %s', async (version, argv, request) => {
    const transport = memoryTransport(() => jsonResponse({ $id: 'd1' }));
    expect(await runAt(version, transport, ...argv)).toMatchObject({ code: 0 });
    expect(sent(transport)).toEqual([request]);
  });

  it('lead to what took the place of create-build', async () => {
    const { code, stderr } = await runAt(
      '1.8',
      builder('function'),
      'functions',
      'create-build',
      'f',
      'd',
      'b',
    );
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('functions create-duplicate-deployment'),
    });
  });
});
