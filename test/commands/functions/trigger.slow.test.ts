import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { json, startFaults } from '../../kit/faults.ts';
import { runLine } from '../../kit/in-process.ts';
import { sharedFolder, temporaryFolder } from '../../kit/program.ts';
import { sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { localProject } from './local-kit.ts';

const { trigger, put } = localProject({}, {}, sharedFolder());

describe('functions trigger', () => {
  it('prints the body on stdout, and status and logs on stderr', async () => {
    const { code, stdout, stderr } = await trigger([
      'hello',
      '--http',
      '/a?x=%20&y=é',
      '--headers',
      'X-Own=1',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ method: 'GET', path: '/a', query: { x: '%20', y: '%C3%A9' }, bodyRaw: '' },
    });
    expect(JSON.parse(stdout).headers).toEqual({
      ...{ host: 'localhost', 'x-own': '1', 'x-appwrite-trigger': 'http' },
      ...{ 'x-appwrite-user-id': '', 'x-appwrite-user-jwt': '' },
      ...{
        'x-appwrite-country-code': '',
        'x-appwrite-continent-code': '',
        'x-appwrite-continent-eu': 'false',
      },
    });
    expect(code).toBe(0);
    expect(stderr).toMatch(/got \/a\n200 application\/json; charset=utf-8, \d+ bytes in \d+ ms\n$/);
  });

  it('prints one object with --json', async () => {
    const { stdout } = await trigger(['hello', '--http', '/404', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ status: 404, body: 'nothing', logs: 'got /404', errors: '', durationMs: expect.any(Number) },
    });
  });

  it.each([
    ['/', 0],
    ['/404', 5],
    ['/throw', 1],
    ['/exit', 1],
  ])('story 26: ends by the status of the answer to %s with %i', async (path, expected) => {
    const { code, stderr } = await trigger(['hello', '--http', path]);
    expect(code).toBe(expected);
    if (path === '/throw') expect(stderr).toContain('Error: thrown');
    if (path === '/exit') expect(stderr).toContain('ended before it answered');
  });

  it('story 24: gives a function the headers, payload and name of an event', async () => {
    const { stdout } = await trigger([
      'hello',
      '--event',
      'users.ada.create',
      '--payload',
      '$id=ada',
      'n:=9007199254740993',
    ]);
    const { method, path, headers, bodyRaw } = JSON.parse(stdout);
    expect({ method, path, bodyRaw }).toEqual({
      ...{ method: 'POST', path: '/', bodyRaw: '{"$id":"ada","n":9007199254740993}' },
    });
    expect(headers).toEqual({
      ...{ host: 'localhost', 'content-type': 'application/json', 'user-agent': 'Appwrite/1.5.7' },
      ...{ 'content-length': '34', 'x-appwrite-trigger': 'event', 'x-appwrite-event': 'users.ada.create' },
      ...{ 'x-appwrite-user-id': '', 'x-appwrite-user-jwt': '' },
    });
  });

  it('story 24: takes the ID of the payload for the * of an event', async () => {
    const { stdout } = await trigger(['hello', '--event', 'users.*.create', '--payload', '$id=bob']);
    expect(JSON.parse(stdout).headers['x-appwrite-event']).toBe('users.bob.create');
  });

  it('story 25: gives a function the request of its schedule', async () => {
    const { stdout } = await trigger(['hello', '--schedule']);
    const { method, path, headers, bodyRaw } = JSON.parse(stdout);
    expect({ method, path, bodyRaw }).toEqual({ method: 'POST', path: '/', bodyRaw: '' });
    expect(headers).toMatchObject({ 'x-appwrite-trigger': 'schedule', 'x-appwrite-event': '' });
    expect(Object.keys(headers)).not.toContain('content-type');
  });

  it.each([
    [
      ['hello', '--event', 'users.ada.creat'],
      /does not listen to users\.ada\.creat.*mean users\.\*\.create/s,
    ],
    [['hello', '--event', 'users.ada.delete'], /its events|Its events/],
    [['hello', '--event', 'users'], /takes the name of an event/],
    [['helo'], /no function helo.*did you mean hello/s],
    [['hello', '--http', 'items'], /begins with \/.*--http \/items/s],
    [['hello', '--http', '/', '--schedule'], /--http and --schedule can't be used together/],
    [['hello', '--schedule', '--body', 'x'], /--schedule and --body can't be used together/],
    [['hello', '--payload', 'a=b'], /--payload is for --event/],
    [['hello', '--method', 'TRACE'], /--method takes GET/],
    [['hello', '--headers', '{"a b":"c"}'], /"a b" is not the name of a header/],
    [['hello', '--headers', '{"a":"b\\r\\nc: d"}'], /has a line break/],
    [['hello', '--protocol', 'v2'], /--protocol takes v3, v4/],
    [['hello', '--timeout', '901'], /--timeout takes a whole number/],
    [['hello', '--timeout', '16m'], /--timeout takes a whole number.*not "16m"/],
    [['hello', '--docker', '--interpreter', 'node'], /--docker and --interpreter can't be used together/],
    [['hello', '--docker', '--inspect'], /--docker and --inspect can't be used together/],
    [['hello', '--set', 'A=secret'], /--set takes NAME=endpoint/],
    [['hello', '--set', 'A=key', '--set', 'A=project'], /--set A is given twice/],
    [['hello', '--env-file', 'missing.env'], /--env-file: can't read missing\.env: there is no such file/],
    [['hello', '--interpreter', '/no/node'], /--interpreter: \/no\/node/],
  ])('refuses %j', async (argv, message) => {
    const { code, stdout, stderr } = await trigger(argv);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it.each<[string, object, RegExp]>([
    ['without a runtime', { runtime: undefined }, /appwrite\.json:1: function hello has no "runtime"/],
    ['without an entry point', { entrypoint: '' }, /has no "entrypoint"/],
    ['without code', { path: undefined }, /has no "path"/],
    ['whose folder is missing', { path: 'other' }, /there is no folder .*other/],
    ['with an ID that leads out of .appwrite', { $id: '../x' }, /has an ID that no server takes/],
    ['story 20: of a language without an interpreter', { runtime: 'cobol-1.0' }, /cobol/],
  ])('refuses a function %s', async (_, fields, message) => {
    const project = localProject({ functions: [fields] });
    const { code, stderr } = await project.trigger([(fields as { $id?: string }).$id ?? 'hello']);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it('refuses a reference that leads nowhere, unless it is that of another function', async () => {
    const functions = [{}, { $id: 'other' }];
    const own = (variables: object) => ({ 'appwrite-cli.json': JSON.stringify({ variables }) });
    const reference = { A: { env: 'NOT_SET' } };
    const project = localProject({ functions }, own({ hello: reference }));
    const { code, stderr } = await project.trigger(['hello']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('NOT_SET is not set') });
    const unrelated = localProject({ functions }, own({ other: reference, hello: { A: { env: 'SET' } } }));
    const { stdout } = await unrelated.trigger(['hello'], { env: { SET: 'value' } });
    expect(JSON.parse(stdout).env.A).toBe('value');
  });

  it('story 18: gives a function no variable of ours, but its own from all sources in their order', async () => {
    const vars = [
      { key: 'FROM_FILE', value: 'file' },
      { key: 'BOTH', value: 'file' },
    ];
    const project = localProject({ functions: [{ vars }] }, { 'hello/.env': 'BOTH=env\nOWN=env\n' });
    const secrets = {
      APPWRITE_API_KEY: 'our-key',
      APPWRITE_ENDPOINT: 'https://a.example/v1',
      AWS_SECRET: 'x',
    };
    const { stdout } = await project.trigger(['hello'], { env: secrets });
    const { env } = JSON.parse(stdout);
    expect(env).toMatchObject({ FROM_FILE: 'file', BOTH: 'env', OWN: 'env', APPWRITE_FUNCTION_ID: 'hello' });
    expect(Object.keys(env).filter((name) => name in secrets)).toEqual([]);
    expect(stdout).not.toContain('our-key');
  });

  it('story 19: reads quotes, line breaks, comments and export of a file of variables', async () => {
    const text = `# comment\nexport A="x # y"\nB='two\nlines' \nC=plain # comment\nD="a\\nb"\nnonsense\n`;
    put('my.env', text);
    const { stdout, stderr } = await trigger(['hello', '--env-file', 'my.env']);
    expect(JSON.parse(stdout).env).toMatchObject({ A: 'x # y', B: 'two\nlines', C: 'plain', D: 'a\nb' });
    expect(stderr).toContain('warning: my.env: line 7 set nothing');
  });

  it('story 23: warns once if the interpreter has another version', async () => {
    const project = localProject({ functions: [{ runtime: 'node-14.5' }] });
    const { stderr } = await project.trigger(['hello']);
    expect(stderr.match(/^warning: .*node-14\.5.*/gm)).toHaveLength(1);
  });

  it('stores the bytes of a body as they are, and shows none on a terminal', async () => {
    const bytes =
      "module.exports = ({ res }) => res.send(Buffer.from([0, 255, 10]), 404, { 'content-type': 'image/png' });";
    const project = localProject({}, { 'hello/main.js': bytes });
    expect(await project.trigger(['hello', '-o', 'body.png'])).toMatchObject({ code: 5, stdout: '' });
    expect([...readFileSync(join(project.folder, 'body.png'))]).toEqual([0, 255, 10]);
    const shown = await project.trigger(['hello'], { terminal: true });
    expect(shown).toMatchObject({ code: 5, stdout: '' });
    expect(shown.stderr).toContain('The body is not text: -o FILE stores it.');
    const { stdout } = await project.trigger(['hello', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ status: 404, body: 'AP8K', bodyEncoding: 'base64' });
  });

  it('story 22: runs in a folder whose name has spaces', async () => {
    const folder = join(temporaryFolder(), 'my shop (1)');
    const project = localProject({ functions: [{ commands: 'echo built' }] }, {}, folder);
    expect(await project.trigger(['hello'])).toMatchObject({ code: 0 });
  });

  it('fails with the lines of a build that fails', async () => {
    const project = localProject({ functions: [{ commands: 'echo first && false' }] });
    const { code, stderr } = await project.trigger(['hello']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/error: the build of hello failed\n.*first/s);
    expect(await project.trigger(['hello', '--no-build'])).toMatchObject({ code: 0 });
  });

  it.skipIf(process.platform === 'win32')('runs a function in its image with --docker', async () => {
    const project = localProject({ functions: [{ vars: [{ key: 'OWN', value: 'secret' }] }] });
    const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
    for (const folder of ['bin', 'state']) mkdirSync(join(project.folder, folder));
    symlinkSync(here('../../functions/runtime/fake-docker.sh'), join(project.folder, 'bin', 'docker'));
    const env = {
      PATH: `${join(project.folder, 'bin')}:/usr/bin:/bin`,
      DOCKER_FAKE_STATE: join(project.folder, 'state'),
      DOCKER_FAKE_NODE: process.execPath,
      DOCKER_FAKE_RUNNER: here('../../../src/functions/runners/node.cjs'),
      APPWRITE_API_KEY: 'our-key',
    };
    const { code, stdout, stderr } = await project.trigger(['hello', '--docker'], { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('got /\n200 ') });
    expect(JSON.parse(stdout).env).toMatchObject({ OWN: 'secret', APPWRITE_FUNCTION_ID: 'hello' });
    expect(stdout).not.toContain('our-key');
    const states = readdirSync(join(project.folder, 'state')).filter((name) => name.endsWith('.args'));
    const lines = states.map((name) => project.read(join('state', name)));
    expect(lines.filter((line) => line.includes('run'))).not.toHaveLength(0);
    expect(lines.join()).not.toContain('secret');
  });

  it('calls nothing with --dry-run', async () => {
    const project = localProject();
    const { code, stderr } = await project.trigger(['hello', '--schedule', '--dry-run']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'hello would be called: schedule.\n' });
    expect(readdirSync(project.folder)).not.toContain('.appwrite');
  });

  it('gives a function the sandbox with --set, and its user with --as', async () => {
    const project = localProject(
      { databases: [{ $id: 'main', name: 'Main' }] },
      {
        'hello/main.js': `module.exports = async ({ req, res }) => {
          const { AT, PROJECT, KEY } = process.env;
          const get = async (path, headers) =>
            (await fetch(AT + path, { headers: { 'x-appwrite-project': PROJECT, ...headers } })).json();
          return res.json({
            project: PROJECT,
            databases: (await get('/databases', { 'x-appwrite-key': KEY })).databases.map(({ $id }) => $id),
            account: (await get('/account', { 'x-appwrite-jwt': req.headers['x-appwrite-user-jwt'] })).$id,
            user: req.headers['x-appwrite-user-id'],
          });
        };`,
      },
    );
    const set = ['AT=endpoint', 'PROJECT=project', 'KEY=key'].flatMap((mapping) => ['--set', mapping]);
    const { code, stdout, stderr } = await project.trigger(['hello', ...set, '--as', 'ada']);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(JSON.parse(stdout)).toEqual({ project: 'shop', databases: ['main'], account: 'ada', user: 'ada' });
  });

  describe('with a server', () => {
    async function server() {
      const sandbox = await createSandbox({ seed: true });
      return { sandbox, options: { env: sandboxEnv(sandbox), transport: sandboxTransport(sandbox) } };
    }

    it('reads the object of an event with --from-server', async () => {
      const { options } = await server();
      const known = JSON.parse((await runLine(['users', 'list', '--json'], options)).stdout);
      const { $id } = known.users[0];
      const { stdout } = await trigger(['hello', '--event', `users.${$id}.create`, '--from-server'], options);
      expect(JSON.parse(JSON.parse(stdout).bodyRaw)).toMatchObject({ $id });
    });

    it('ends with 4 if there is no such object', async () => {
      const { options } = await server();
      const { code } = await trigger(['hello', '--event', 'users.nobody.create', '--from-server'], options);
      expect(code).toBe(4);
    });

    it('makes a session in a real project only with a yes, and deletes it', async () => {
      const { options } = await server();
      const { users } = JSON.parse((await runLine(['users', 'list', '--json'], options)).stdout);
      const { $id } = users[0];
      const sessions = async () =>
        JSON.parse((await runLine(['users', 'list-sessions', $id, '--json'], options)).stdout).total;
      const before = await sessions();
      const asked = await trigger(['hello', '--live', '--as', $id], options);
      expect(asked).toMatchObject({ code: 2, stdout: '' });
      const { code, stdout } = await trigger(['hello', '--live', '--as', $id, '--yes'], options);
      expect(code).toBe(0);
      const { headers } = JSON.parse(stdout);
      expect(headers['x-appwrite-user-id']).toBe($id);
      expect(headers['x-appwrite-user-jwt']).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      expect(await sessions()).toBe(before);
    });

    it('story 21: ends with 3 if the key may not make a session, and has made nothing', async () => {
      const body = { message: 'no', code: 401, type: 'general_unauthorized_scope', version: '1.5.7' };
      const faults = await startFaults(json(body, 401));
      const project = localProject();
      const env = { APPWRITE_ENDPOINT: faults.endpoint, APPWRITE_PROJECT_ID: 'shop', APPWRITE_API_KEY: 'k' };
      const { code } = await project.trigger(['hello', '--live', '--as', 'ada', '--yes'], { env });
      expect(code).toBe(3);
      expect(faults.hits.map(({ method }) => method)).toEqual(['POST']);
      expect(readdirSync(project.folder)).not.toContain('.appwrite');
    });

    it('gives away the key of the profile only if --live and --set ask for it, and says so', async () => {
      const { sandbox, options } = await server();
      const { stdout, stderr } = await trigger(['hello', '--live', '--set', 'KEY=key'], options);
      expect(JSON.parse(stdout).env.KEY).toBe(sandbox.apiKey);
      expect(stderr).toContain('warning: KEY holds the API key of the project sandbox at 127.0.0.1');
      expect(stderr).not.toContain(sandbox.apiKey);
    });

    it('reads the values of the server with --with-variables, below those of the files', async () => {
      const { options } = await server();
      const line = (argv: string[]) => runLine(argv, options);
      await line([
        'functions',
        'create',
        'hello',
        '--name',
        'Hello',
        '--runtime',
        'node-18.0',
        '--function-id',
        'hello',
      ]);
      for (const [key, value] of [
        ['REMOTE', 'server'],
        ['BOTH', 'server'],
      ])
        await line(['functions', 'create-variable', 'hello', '--key', key!, '--value', value!]);
      const project = localProject({ functions: [{ vars: [{ key: 'BOTH', value: 'file' }] }] });
      const { stdout } = await project.trigger(['hello', '--with-variables'], options);
      expect(JSON.parse(stdout).env).toMatchObject({ REMOTE: 'server', BOTH: 'file' });
      const files = readdirSync(join(project.folder, '.appwrite'), { recursive: true, withFileTypes: true });
      const texts = files
        .filter((file) => file.isFile())
        .map((file) => project.read(join(file.parentPath, file.name).slice(project.folder.length + 1)));
      expect(texts.join()).not.toContain('server');
    });
  });
});
