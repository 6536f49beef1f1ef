import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runLine } from '../../kit/in-process.ts';
import { localProject, runWhile } from './local-kit.ts';

const textAt = async (url: string, init: RequestInit = {}) => (await fetch(url, init)).text();

/** Answers with its code's own text, after the other side says so. */
const slow = (text: string) => `module.exports = async ({ req, res }) => {
  if (req.path === '/slow') await fetch(req.query.until.replaceAll('%2F', '/'));
  return res.send('${text}');
};`;

/** A server whose answers wait until the test lets them go. */
async function gate() {
  let open = () => {};
  let arrive = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const server = http.createServer(async (_request, response) => {
    arrive();
    await opened;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/`, open, arrived };
}

describe('functions run', () => {
  it('serves a function, logs its lines and requests without values, and ends with 0', async () => {
    const { folder, env, read } = localProject();
    const { code, stdout, stderr } = await runWhile([], { cwd: folder, env }, async ({ url }) => {
      const answer = JSON.parse(await textAt(`${url}a?token=secret`, { method: 'POST', body: 'x' }));
      expect(answer).toMatchObject({ method: 'POST', path: '/a', query: { token: 'secret' }, bodyRaw: 'x' });
      expect(answer.headers['x-appwrite-trigger']).toBe('http');
      expect(read('.appwrite/.gitignore')).toBe('*\n');
    });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\n$/),
    });
    expect(stderr).toMatch(/got \/a\n\d\d:\d\d:\d\d POST \/a\?token 200 \d+ ms\n/);
    expect(stderr).toContain('it runs with the rights of your user');
    expect(stderr).not.toContain('secret');
    expect(existsSync(join(folder, '.appwrite/hello/running.json'))).toBe(false);
  });

  it('serves several functions by path and by name, and names them in their lines', async () => {
    const { folder, env } = localProject({ functions: [{}, { $id: 'other', path: 'hello' }] });
    const { stdout, stderr } = await runWhile(['--json'], { cwd: folder, env }, async ({ url }) => {
      const { origin } = new URL(url);
      expect(JSON.parse(await textAt(`${origin}/other/a`)).path).toBe('/a');
      expect((await fetch(`${origin}/third`)).status).toBe(404);
    });
    const { port, functions } = JSON.parse(stdout);
    expect(functions).toEqual([
      { id: 'hello', url: `http://127.0.0.1:${port}/hello/` },
      { id: 'other', url: `http://127.0.0.1:${port}/other/` },
    ]);
    expect(stderr).toContain('[other] got /a\n');
  });

  it('story 14: ends a request by the old code, and answers the next by the edited code', async () => {
    const { folder, env, put } = localProject({}, { 'hello/main.js': slow('old') });
    const { url: until, open, arrived } = await gate();
    await runWhile([], { cwd: folder, env }, async ({ url, sees }) => {
      const old = textAt(`${url}slow?until=${encodeURIComponent(until).replaceAll('%3A', ':')}`);
      await arrived;
      put('hello/main.js', slow('new'));
      await sees('hello runs the changed code: main.js.');
      expect(await textAt(url)).toBe('new');
      open();
      expect(await old).toBe('old');
    });
  });

  it('story 15: builds again if package.json is edited, and not if code is', async () => {
    const commands = 'echo built >> ../../../../builds.txt';
    const { folder, env, put, read } = localProject({ functions: [{ commands }] });
    await runWhile([], { cwd: folder, env }, async ({ sees }) => {
      expect(read('builds.txt')).toBe('built\n');
      put('hello/lib.js', '// new');
      await sees('changed code: lib.js.');
      expect(read('builds.txt')).toBe('built\n');
      put('hello/package.json', '{}');
      await sees('changed code: package.json.');
      expect(read('builds.txt')).toBe('built\nbuilt\n');
    });
  });

  it('goes on with the code before if a build fails, and takes over the next change', async () => {
    const commands = 'test ! -f package.json || (echo broken; false)';
    const { folder, env, put } = localProject(
      { functions: [{ commands }] },
      { 'hello/main.js': slow('old') },
    );
    const { code, stderr } = await runWhile([], { cwd: folder, env }, async ({ url, sees }) => {
      put('hello/package.json', '{}');
      await sees('goes on with the code before');
      expect(await textAt(url)).toBe('old');
    });
    expect(code).toBe(0);
    expect(stderr).toMatch(/broken\n.*error: the build of hello failed/s);
  });

  it('takes over new values of .env', async () => {
    const { folder, env, put } = localProject({}, { 'hello/.env': 'A=1' });
    await runWhile([], { cwd: folder, env }, async ({ url, sees }) => {
      expect(JSON.parse(await textAt(url)).env.A).toBe('1');
      put('hello/.env', 'A=2');
      await sees('changed code: .env.');
      expect(JSON.parse(await textAt(url)).env.A).toBe('2');
    });
  });

  it('takes over settings and variables of the project file, and nothing of a broken one', async () => {
    const { folder, env, put, read } = localProject({}, { 'hello/other.js': slow('other') });
    const settings = JSON.parse(read('appwrite.json'));
    const edit = (changed: object, more: object[] = []) =>
      put(
        'appwrite.json',
        JSON.stringify({ ...settings, functions: [{ ...settings.functions[0], ...changed }, ...more] }),
      );
    const { code, stderr } = await runWhile([], { cwd: folder, env }, async ({ url, sees }) => {
      const envOf = async () => JSON.parse(await textAt(url)).env;
      edit({ vars: [{ key: 'A', value: '1' }] });
      await sees('hello runs with the changed variables of appwrite.json.');
      expect((await envOf()).A).toBe('1');
      put('appwrite.json', '{"functions": [');
      await sees('the functions go on with the settings before until the next change');
      expect((await envOf()).A).toBe('1');
      edit({ entrypoint: 'missing.js', commands: 'echo no; false' });
      await sees('hello goes on with the settings before until the next change');
      expect((await envOf()).A).toBe('1');
      edit({ entrypoint: 'other.js', timeout: 7 }, [{ ...settings.functions[0], $id: 'second' }]);
      await sees('hello runs with the changed entrypoint, variables and timeout of appwrite.json.');
      expect(await textAt(url)).toBe('other');
      expect(existsSync(join(folder, '.appwrite/hello/running.json'))).toBe(true);
      edit({ entrypoint: 'other.js', timeout: 8, events: [] });
      await sees('hello runs with the changed timeout and events of appwrite.json.');
    });
    expect(code).toBe(0);
    expect(stderr).toContain('second is new in appwrite.json: it runs after a restart.');
    expect(stderr).toContain('second is no longer in appwrite.json: it runs on until a restart.');
    expect(stderr).toContain('error: the build of hello failed');
  });

  it('watches the folder that the project file names by now', async () => {
    const { folder, env, put, read } = localProject({}, { 'moved/main.js': slow('moved') });
    await runWhile([], { cwd: folder, env }, async ({ url, sees }) => {
      put('appwrite.json', read('appwrite.json').replace('"path":"hello"', '"path":"moved"'));
      await sees('hello runs with the changed path of appwrite.json.');
      put('moved/main.js', slow('edited'));
      await sees('hello runs the changed code: main.js.');
      expect(await textAt(url)).toBe('edited');
    });
  });

  it('reports a process that ends, and starts it again for the next call', async () => {
    const { folder, env } = localProject();
    const { stderr } = await runWhile([], { cwd: folder, env }, async ({ url }) => {
      expect((await fetch(`${url}exit`)).status).toBe(500);
      expect((await fetch(url)).status).toBe(200);
    });
    expect(stderr).toContain('error: the process of hello ended with exit code 3');
  });

  it('story 16: takes the next port if the first is taken and says so, and refuses a taken port that is named', async () => {
    const taken = http.createServer();
    // It may be taken already.
    await new Promise<void>((resolve) => {
      taken.once('error', () => resolve());
      taken.listen(3000, '127.0.0.1', resolve);
    });
    onTestFinished(() => void taken.close());
    const { folder, env } = localProject();
    const { stderr } = await runWhile([], { cwd: folder, env }, async () => {});
    expect(stderr).toMatch(/Port 3000 is in use, so this is port 30\d\d\./);
    const refused = await runLine(['functions', 'run', '--port', '3000'], { cwd: folder, env });
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain("functions run can't start: port 3000 is in use");
  });

  it('lets functions trigger call the running function by an event', async () => {
    const { folder, env, trigger } = localProject();
    const { stderr } = await runWhile([], { cwd: folder, env }, async () => {
      const { stdout, stderr: told } = await trigger([
        'hello',
        '--event',
        'users.ada.create',
        '--payload',
        'a=b',
      ]);
      const { headers, bodyRaw } = JSON.parse(stdout);
      expect({ event: headers['x-appwrite-event'], bodyRaw }).toEqual({
        event: 'users.ada.create',
        bodyRaw: '{"a":"b"}',
      });
      expect(told).toContain('got /\n200 ');
    });
    expect(stderr).toMatch(/got \/\n\d\d:\d\d:\d\d event users\.ada\.create 200 \d+ ms\n/);
  });

  it('gives every call the user of --as', async () => {
    const { folder, env } = localProject();
    await runWhile(['--as', 'ada'], { cwd: folder, env }, async ({ url }) => {
      const { headers } = JSON.parse(await textAt(url));
      expect(headers['x-appwrite-user-id']).toBe('ada');
      expect(headers['x-appwrite-user-jwt']).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    });
  });

  it.each([
    [['--port', '70000'], /--port takes a whole number from 0 to 65535/],
    [['hello', 'wrong'], /has no function wrong/],
  ])('refuses %j', async (argv, message) => {
    const { folder, env } = localProject();
    const { code, stderr } = await runLine(['functions', 'run', ...argv], { cwd: folder, env });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });

  it('runs nothing with --dry-run', async () => {
    const { folder, env } = localProject();
    const { code, stderr } = await runLine(['functions', 'run', '--dry-run'], { cwd: folder, env });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'hello (node-20.0) would be built and run on http://127.0.0.1:3000/.\n',
    });
    expect(existsSync(join(folder, '.appwrite'))).toBe(false);
    expect(readFileSync(join(folder, 'appwrite.json'), 'utf8')).toContain('hello');
  });
});
