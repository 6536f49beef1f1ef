import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { has, unless } from '../cli/completion/shells.ts';
import { programLine, runCommand, temporaryFolder } from '../kit/program.ts';

/** A runner: its folders and files, and programs of its own on PATH. */
function runner(programs: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const files = ['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'];
  const paths = Object.fromEntries(files.map((name) => [name, join(folder, name)]));
  for (const path of Object.values(paths)) writeFileSync(path, '');
  const env = {
    ...{ RUNNER_OS: 'Linux', RUNNER_ARCH: 'X64', RUNNER_TEMP: folder, GITHUB_REPOSITORY: 'acme/shop' },
    ...paths,
    PATH: [bin, process.env.PATH].join(delimiter),
  };
  const run = (script: string, more: Record<string, string>, cwd = folder) => {
    const path = fileURLToPath(new URL(`../../packaging/action/${script}`, import.meta.url));
    return runCommand('bash', [path], { cwd, env: { ...env, ...more } });
  };
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { folder, run, read };
}

describe('install.sh', () => {
  /** Writes a release whose program prints its version. */
  async function release() {
    const own = runner();
    const body = Buffer.from('#!/bin/sh\necho 1.2.3\n');
    const header = { name: 'appwrite-cli', size: body.length, mode: 0o755 };
    const archive = gzipSync(await packTar([{ header, body }]));
    const name = 'appwrite-cli-1.2.3-linux-x64.tar.gz';
    const folder = join(own.folder, 'releases', 'v1.2.3');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), archive);
    const hash = createHash('sha256').update(archive).digest('hex');
    const env = {
      VERSION: '1.2.3',
      RELEASES: pathToFileURL(join(own.folder, 'releases')).href,
      CHECKSUMS: `${'0'.repeat(64)}  other.tar.gz\n${hash}  ${name}`,
    };
    return {
      ...own,
      env,
      archive: join(folder, name),
      cached: join(own.folder, 'appwrite-cli-archive', name),
    };
  }

  it('installs the archive that has the expected hash, also from the cache', async () => {
    const own = await release();
    expect(await own.run('install.sh', own.env)).toEqual({ stdout: '1.2.3\n', stderr: '', code: 0 });
    expect(own.read('GITHUB_PATH')).toBe(`${join(own.folder, 'appwrite-cli-1.2.3')}\n`);
    writeFileSync(own.archive, 'gone');
    expect(await own.run('install.sh', own.env)).toMatchObject({ code: 0 });
  });

  it('installs no other archive, neither fetched nor cached', async () => {
    const own = await release();
    writeFileSync(own.archive, 'other');
    mkdirSync(join(own.folder, 'appwrite-cli-archive'));
    writeFileSync(own.cached, 'planted');
    const { stdout, code } = await own.run('install.sh', own.env);
    expect({ stdout, code }).toEqual({
      stdout: expect.stringContaining('::error::appwrite-cli-1.2.3-linux-x64.tar.gz has another SHA-256'),
      code: 1,
    });
    expect([existsSync(own.cached), own.read('GITHUB_PATH')]).toEqual([false, '']);
  });

  it.each([
    ['a version that is a path', { VERSION: '../1.2.3' }],
    ['an address without TLS', { RELEASES: 'http://releases.example' }],
    ['the address of a template', { RELEASES: '{{releases}}' }],
    ['no hash', { CHECKSUMS: '' }],
    ['a platform without an executable', { RUNNER_ARCH: 'ARM' }],
  ])('refuses %s', async (_, change) => {
    const own = await release();
    expect(await own.run('install.sh', { ...own.env, ...change })).toMatchObject({
      stdout: expect.stringMatching(/^::error::/),
      code: 1,
    });
  });
});

describe('configure.sh', () => {
  const values = {
    ENDPOINT: 'https://host/v1',
    PROJECT: 'shop',
    API_KEY: 'canary%key',
    EXPORT_API_KEY: 'false',
  };
  const variables = 'APPWRITE_ENDPOINT=https://host/v1\nAPPWRITE_PROJECT_ID=shop\n';

  it('masks the key, and gives it to later steps only if asked to', async () => {
    const own = runner();
    expect(await own.run('configure.sh', values)).toMatchObject({
      stdout: '::add-mask::canary%25key\n',
      code: 0,
    });
    expect(own.read('GITHUB_ENV')).toBe(variables);
    const other = runner();
    await other.run('configure.sh', { ...values, EXPORT_API_KEY: 'true' });
    expect(other.read('GITHUB_ENV')).toBe(`${variables}APPWRITE_API_KEY=canary%key\n`);
  });

  it.each(['ENDPOINT', 'PROJECT', 'API_KEY'])(
    'refuses a %s that would set another variable',
    async (name) => {
      const own = runner();
      const { stdout, code } = await own.run('configure.sh', { ...values, [name]: 'canary\nNODE_OPTIONS=x' });
      expect({ stdout, code }).toEqual({ stdout: expect.stringContaining('more than one line'), code: 1 });
      expect(stdout + own.read('GITHUB_ENV')).not.toContain('NODE_OPTIONS');
    },
  );
});

const project = { projectId: 'shop', teams: [{ $id: 'editors', name: 'Editors <!-- @all' }] };

describe('plan.sh', () => {
  it('plans, and tells whether a push would change something', { timeout: 120_000 }, async () => {
    const sandbox = await startSandbox({ project: 'shop' });
    onTestFinished(() => sandbox.close());
    const own = runner({ 'appwrite-cli': `exec ${programLine} "$@"` });
    writeFileSync(join(own.folder, 'appwrite.json'), JSON.stringify(project));
    const env = {
      ...{ APPWRITE_ENDPOINT: sandbox.endpoint, APPWRITE_API_KEY: sandbox.apiKey },
      ...{ ENVIRONMENT: '', CONFIG: '', PLAN_FILE: join(own.folder, 'plan.json') },
    };
    const planned = await own.run('plan.sh', env);
    expect(planned, planned.stderr).toMatchObject({ code: 0 });
    expect(own.read('GITHUB_OUTPUT')).toBe(`differs=true\nplan-file=${env.PLAN_FILE}\n`);
    expect(own.read('GITHUB_STEP_SUMMARY')).toMatch(/^<!-- appwrite-cli plan -->\n.*team editors|editors/s);
    expect(planned.stdout + planned.stderr + own.read('plan.json')).not.toContain(sandbox.apiKey);
    await runCommand('bash', ['-c', `${programLine} push plan.json --yes`], { cwd: own.folder, env });
    writeFileSync(join(own.folder, 'GITHUB_OUTPUT'), '');
    await own.run('plan.sh', env);
    expect(own.read('GITHUB_OUTPUT')).toMatch(/^differs=false\n/);
  });

  it('only checks the file without a key, and fails if the file is invalid', async () => {
    const own = runner({ 'appwrite-cli': `exec ${programLine} "$@"` });
    const env = { ENVIRONMENT: '', CONFIG: '', PLAN_FILE: join(own.folder, 'plan.json') };
    writeFileSync(join(own.folder, 'appwrite.json'), JSON.stringify(project));
    expect(await own.run('plan.sh', env)).toMatchObject({
      stdout: expect.stringContaining('::notice::There is no API key'),
      code: 0,
    });
    expect(own.read('GITHUB_OUTPUT')).toBe('');
    writeFileSync(join(own.folder, 'appwrite.json'), '{');
    expect((await own.run('plan.sh', env)).code).not.toBe(0);
  });
});

/** Stands for gh: keeps each call, and answers the search for comments with what jq finds in `comments.json`. */
const gh = `printf '%s\\n' "$*" >> "$RUNNER_TEMP/calls"
for word in "$@"; do case $word in body=@*) cp "\${word#body=@}" "$RUNNER_TEMP/body" ;; esac; done
[ "$2" = graphql ] || exit 0
while [ "$1" != --jq ]; do shift; done
jq -r "$2" "$RUNNER_TEMP/comments.json"`;

describe.skipIf(!has('jq'))(`comment.sh${unless(has('jq'), 'jq')}`, () => {
  const marker = '<!-- appwrite-cli plan of prod -->';
  const others = [
    { databaseId: 1, viewerDidAuthor: false, body: `${marker}\nby somebody else` },
    { databaseId: 2, viewerDidAuthor: true, body: '<!-- appwrite-cli plan -->\nof no environment' },
  ];

  async function comment(nodes: readonly object[], plan: string, environment = 'prod') {
    const own = runner({ gh });
    writeFileSync(join(own.folder, 'appwrite-plan.md'), plan);
    const data = { repository: { pullRequest: { comments: { nodes } } } };
    writeFileSync(join(own.folder, 'comments.json'), JSON.stringify({ data }));
    const env = { GH_TOKEN: 'canary-token', PULL_REQUEST: '5', ENVIRONMENT: environment };
    const result = await own.run('comment.sh', env);
    return { ...result, ...own };
  }

  const plan = '<!-- appwrite-cli plan -->\n\n**Plan** for `shop`\n';

  it('writes a comment if there is none of its own', async () => {
    const { code, read } = await comment(others, plan);
    expect(code).toBe(0);
    expect(read('calls')).toContain('--method POST repos/acme/shop/issues/5/comments');
    expect(read('body')).toBe(`${marker}\n\n**Plan** for \`shop\`\n`);
    expect(read('calls')).not.toContain('canary-token');
  });

  it('replaces its own comment', async () => {
    const { read } = await comment([...others, { databaseId: 3, viewerDidAuthor: true, body: marker }], plan);
    expect(read('calls')).toContain('--method PATCH repos/acme/shop/issues/comments/3');
  });

  it('keeps below the maximum length of a comment, with whole lines', async () => {
    const { read } = await comment([], `${plan}${'| a row of the table |\n'.repeat(10_000)}`);
    const body = read('body');
    expect(body.length).toBeLessThan(65_536);
    expect(body).toMatch(/\n\| a row of the table \|\n\nThe plan is longer/);
  });

  it('refuses the name of an environment that would end its marker', async () => {
    expect((await comment([], plan, 'a--> <img>')).code).toBe(1);
  });
});
