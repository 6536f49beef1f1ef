import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type TestConsole, testConsole } from '../../kit/console.ts';
import { runLine } from '../../kit/in-process.ts';

const init = (at: TestConsole, ...argv: string[]) => at.run(['init', ...argv]);
const file = (at: TestConsole) => join(at.work, 'appwrite.json');
const written = (at: TestConsole) => readFileSync(file(at), 'utf8');
const keys = async (at: TestConsole, project: string) =>
  (await at.ask('GET', `/projects/${project}/keys`)).json.keys as {
    name: string;
    scopes: string[];
    secret: string;
  }[];

/** An account that is logged in, with the project "shop". */
async function loggedIn(): Promise<TestConsole> {
  const at = await testConsole();
  await at.addProject('acme', 'Shop', 'shop');
  await at.logIn('--without-project');
  return at;
}

describe('init, the project', () => {
  it('writes ID, name and endpoint, and nothing else', async () => {
    const at = await loggedIn();
    const ran = await init(at, '--project', 'shop');
    expect(ran).toMatchObject({ code: 0, stdout: '' });
    expect(ran.stderr).toContain(`init will:\n  write ${file(at)} with`);
    expect(written(at)).toBe(
      `{\n  "projectId": "shop",\n  "projectName": "Shop",\n  "endpoint": "${at.endpoint}"\n}\n`,
    );
  });

  it('creates it once, regardless of further runs', async () => {
    const at = await loggedIn();
    const flags = ['--project', 'blog', '--new-project', 'Blog', '--new-organization', 'Writers'];
    expect(await init(at, ...flags)).toMatchObject({ code: 0 });
    const state = await at.state();
    const again = await init(at, ...flags);
    expect(again).toMatchObject({ code: 0 });
    expect(again.stderr).toContain('nothing to do');
    expect(await init(at)).toMatchObject({ code: 0 });
    expect(await at.state()).toEqual(state);
    expect((await at.ask('GET', '/projects/blog')).json).toMatchObject({ name: 'Blog' });
  });

  it('prints JSON for programs', async () => {
    const at = await loggedIn();
    const { stdout } = await init(at, '--project', 'shop', '--json');
    expect(JSON.parse(stdout)).toEqual({
      projectId: 'shop',
      projectName: 'Shop',
      endpoint: at.endpoint,
      serverVersion: '1.5.7',
      file: file(at),
      pulledResources: null,
      apiKey: null,
    });
  });

  it('writes what the project has into the new file with --pull', async () => {
    const at = await loggedIn();
    const team = ['--team-id', 'editors', '--name', 'Editors'];
    await at.run(['teams', 'create', ...team, '--project', 'shop']);
    const { stdout, code } = await init(at, '--project', 'shop', '--pull', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ projectId: 'shop', pulledResources: 1 });
    expect(JSON.parse(written(at))).toMatchObject({
      projectId: 'shop',
      endpoint: at.endpoint,
      teams: [{ $id: 'editors', name: 'Editors' }],
    });
  });

  it('sets the folder up all the same if the project can not be pulled', async () => {
    const at = await loggedIn();
    const env = { APPWRITE_API_KEY: 'wrong' };
    const { code, stderr } = await at.run(['init', '--project', 'shop', '--pull'], '', env);
    expect(code).toBe(3);
    expect(stderr).toContain(`Saved ${file(at)}.`);
    expect(JSON.parse(written(at))).toMatchObject({ projectId: 'shop' });
  });

  it('accepts a project with only an API key, and asks the server for no more than its version', async () => {
    const at = await testConsole();
    const env = {
      APPWRITE_ENDPOINT: 'http://127.0.0.1:1',
      APPWRITE_PROJECT_ID: 'shop',
      APPWRITE_API_KEY: 'key',
    };
    expect(await at.run(['init'], '', env)).toMatchObject({ code: 0 });
    expect(written(at)).toBe('{\n  "projectId": "shop",\n  "endpoint": "http://127.0.0.1:1/v1"\n}\n');
    const ran = await at.run(['init', '--new-key', 'everything'], '', env);
    expect(ran).toMatchObject({ code: 3 });
    expect(ran.stderr).toContain('this needs a console session, and APPWRITE_API_KEY has none');
  });
});

describe('init, an existing appwrite.json', () => {
  it('keeps all other bytes', async () => {
    const at = await loggedIn();
    const before = '{\n    "n": 9007199254740993,\n    "projectId": "shop",   "collections": [ 1,2 ]\n}';
    writeFileSync(file(at), before);
    expect(await init(at)).toMatchObject({ code: 0 });
    expect(written(at)).toBe(
      `{\n    "n": 9007199254740993,\n    "projectId": "shop",\n    "projectName": "Shop",\n    "endpoint": "${at.endpoint}",   "collections": [ 1,2 ]\n}`,
    );
  });

  it('replaces another project only with --yes', async () => {
    const at = await loggedIn();
    writeFileSync(file(at), '{"projectId": "other"}');
    const ran = await init(at, '--project', 'shop');
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain('appwrite.json already has the projectId "other"');
    expect(written(at)).toBe('{"projectId": "other"}');
    expect(await init(at, '--project', 'shop', '--yes')).toMatchObject({ code: 0 });
    expect(JSON.parse(written(at))).toMatchObject({ projectId: 'shop', projectName: 'Shop' });
  });

  it('asks nothing at a terminal with --yes, if the file names the project', async () => {
    const at = await loggedIn();
    writeFileSync(file(at), '{"projectId": "shop"}');
    const ran = await runLine(['init', '-y'], { home: at.home, cwd: at.work, terminal: true });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).not.toContain('? ');
    expect(JSON.parse(written(at))).toMatchObject({ projectId: 'shop', projectName: 'Shop' });
    expect(await keys(at, 'shop')).toEqual([]);
  });

  it('keeps its own spelling of the endpoint', async () => {
    const at = await loggedIn();
    const text = `{"endpoint": "${at.endpoint}/", "projectId": "shop", "projectName": "Shop"}`;
    writeFileSync(file(at), text);
    expect(await init(at)).toMatchObject({ code: 0 });
    expect(written(at)).toBe(text);
  });

  it('changes the target of a link', async () => {
    const at = await loggedIn();
    writeFileSync(join(at.home, 'real.json'), '{}');
    symlinkSync(join(at.home, 'real.json'), file(at));
    expect(await init(at, '--project', 'shop')).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(at.home, 'real.json'), 'utf8'))).toMatchObject({ projectId: 'shop' });
  });

  it.each([
    ['{"projectId":', 'is not valid JSON'],
    ['[]', 'is not a JSON object'],
  ])('leaves a file that is %s unchanged', async (text, message) => {
    const at = await loggedIn();
    writeFileSync(file(at), text);
    const ran = await init(at, '--project', 'shop', '--endpoint', at.endpoint);
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain(message);
    expect(written(at)).toBe(text);
  });

  it('ignores a file in a parent folder', async () => {
    const at = await loggedIn();
    writeFileSync(join(at.home, 'appwrite.json'), `{"projectId": "sandbox", "endpoint": "${at.endpoint}"}`);
    expect(await init(at, '--project', 'shop')).toMatchObject({ code: 0 });
    expect(JSON.parse(written(at))).toMatchObject({ projectId: 'shop', endpoint: at.endpoint });
  });

  it('reports a file that can’t be written', async () => {
    const at = await loggedIn();
    mkdirSync(file(at));
    expect(await init(at, '--project', 'shop')).toMatchObject({ code: 2 });
  });
});

describe('init, an API key', () => {
  it.each([
    ['read-only', ['documents.read', 'users.read'], ['documents.write']],
    ['ci-deploy', ['functions.write', 'collections.write'], ['documents.read', 'users.read']],
    ['push', ['functions.write', 'collections.write', 'documents.write'], ['users.read', 'files.read']],
    ['everything', ['users.write', 'documents.write', 'health.read'], []],
  ])('prints only the key on stdout, with the scopes of %s', async (preset, has, hasNot) => {
    const at = await loggedIn();
    const ran = await init(at, '--project', 'shop', '--new-key', preset);
    expect(ran).toMatchObject({ code: 0 });
    const [key] = await keys(at, 'shop');
    expect(ran.stdout).toBe(`${key!.secret}\n`);
    expect(ran.stderr).not.toContain(key!.secret);
    expect(key).toMatchObject({ name: `appwrite-cli ${preset}`, scopes: expect.arrayContaining(has) });
    for (const scope of hasNot) expect(key!.scopes).not.toContain(scope);
    expect(written(at)).not.toContain(key!.secret);
  });

  it('uses a key of the same name and scopes again, and refuses one with other scopes', async () => {
    const at = await loggedIn();
    const flags = ['--project', 'shop', '--key-name', 'ci', '--key-scopes', 'databases.read', 'users.read'];
    const first = await init(at, ...flags);
    const again = await init(at, ...flags);
    expect(again.stdout).toBe(first.stdout);
    expect(again.stderr).toContain('use the existing API key ci');
    expect(await keys(at, 'shop')).toHaveLength(1);
    const other = await init(at, '--project', 'shop', '--key-name', 'ci', '--new-key', 'read-only');
    expect(other).toMatchObject({ code: 2, stdout: '' });
    expect(await keys(at, 'shop')).toHaveLength(1);
  });

  it('creates another key, with another name, for another preset', async () => {
    const at = await loggedIn();
    for (const preset of ['read-only', 'ci-deploy', 'read-only'])
      expect(await init(at, '--project', 'shop', '--new-key', preset)).toMatchObject({ code: 0 });
    const names = (await keys(at, 'shop')).map(({ name }) => name);
    expect(names).toEqual(['appwrite-cli read-only', 'appwrite-cli ci-deploy']);
  });

  it('uses a key with the former default name and the same scopes again', async () => {
    const at = await loggedIn();
    const flags = ['--project', 'shop', '--new-key', 'ci-deploy'];
    const first = await init(at, ...flags, '--key-name', 'appwrite-cli');
    expect((await init(at, ...flags)).stdout).toBe(first.stdout);
    expect(await init(at, '--project', 'shop', '--new-key', 'read-only')).toMatchObject({ code: 0 });
    const names = (await keys(at, 'shop')).map(({ name }) => name);
    expect(names).toEqual(['appwrite-cli', 'appwrite-cli read-only']);
  });

  it('stores it as a profile without showing it', async () => {
    const at = await loggedIn();
    const flags = ['--project', 'shop', '--new-key', 'read-only', '--key-profile', 'ro'];
    const ran = await init(at, ...flags);
    const [key] = await keys(at, 'shop');
    expect(ran.stdout + ran.stderr).not.toContain(key!.secret);
    expect(at.config().profiles[1]).toMatchObject({
      name: 'ro',
      project: 'shop',
      credential: { secret: key!.secret },
    });
    expect(at.config().current).toBe('default');
    const json = await init(at, ...flags, '--json');
    expect(JSON.parse(json.stdout).apiKey).toMatchObject({ name: 'appwrite-cli read-only' });
    expect(json.stdout).not.toContain(key!.secret);
    expect(await at.run(['databases', 'list', '--profile', 'ro'])).toMatchObject({ code: 0 });
    const taken = await init(at, '--project', 'shop', '--new-key', 'read-only', '--key-profile', 'default');
    expect(taken).toMatchObject({ code: 2 });
  });

  it.each([
    [['--key-scopes', 'database.read'], 'did you mean databases.read?'],
    [['--new-key', 'all'], '--new-key takes read-only, ci-deploy, push, everything, not "all"'],
    [['--new-key', 'everything', '--key-scopes', 'users.read'], 'contradict each other'],
    [['--key-name', 'ci'], 'add --new-key PRESET'],
    [['--new-key', 'read-only', '--key-profile', ''], "a profile's name must not be empty"],
    [['--new-key', 'read-only', '--key-name', ''], 'the name of a key must have 1 to 128 characters'],
  ])('refuses %j with exit 2 and changes nothing', async (flags, message) => {
    const at = await loggedIn();
    const state = await at.state();
    const ran = await init(at, '--project', 'shop', ...flags);
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain(message);
    expect(await at.state()).toEqual(state);
  });
});

describe('init that fails', () => {
  it.each([
    ['no project', [], 2, '--project is missing'],
    ['a project that is not there', ['--project', 'nowhere'], 4, 'no project with the ID nowhere'],
    [
      'an organisation that is not there',
      ['--new-project', 'X', '--organization', 'nowhere'],
      4,
      'no organisation with',
    ],
  ])('changes nothing: %s', async (_, flags, code, message) => {
    const at = await loggedIn();
    const state = await at.state();
    const ran = await init(at, ...flags);
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(message);
    expect(await at.state()).toEqual(state);
  });

  it('changes nothing without a login', async () => {
    const at = await testConsole();
    const ran = await init(at, '--endpoint', at.endpoint);
    expect(ran).toMatchObject({ code: 3 });
    expect(existsSync(file(at))).toBe(false);
  });

  it('changes nothing after the session has ended', async () => {
    const at = await loggedIn();
    await at.ask('DELETE', '/account/sessions');
    const ran = await init(at, '--project', 'shop');
    expect(ran).toMatchObject({ code: 3 });
    expect(ran.stderr).toContain('log in again: appwrite-cli login --profile default');
  });

  it('changes nothing in a dry run', async () => {
    const at = await loggedIn();
    const state = await at.state();
    const flags = ['--new-project', 'Blog', '--new-organization', 'Writers', '--new-key', 'read-only'];
    const { stdout, code } = await init(at, ...flags, '--dry-run');
    expect(code).toBe(0);
    expect(stdout.match(/^curl -X POST .*$/gm)).toEqual([
      `curl -X POST '${at.endpoint}/teams' \\`,
      `curl -X POST '${at.endpoint}/projects' \\`,
      `curl -X POST '${at.endpoint}/projects/PROJECT_ID/keys' \\`,
    ]);
    expect(stdout).toContain('"name":"appwrite-cli read-only"');
    expect(await at.state()).toEqual(state);
  });
});
