import { describe, expect, it } from 'vitest';
import { keyScopesIn } from '../../../src/api/choices/console.ts';
import { type TestConsole, testConsole } from '../../kit/console.ts';

async function loggedIn(): Promise<TestConsole> {
  const at = await testConsole();
  await at.addProject('acme', 'Shop', 'shop');
  expect(await at.logIn('--project', 'shop')).toMatchObject({ code: 0 });
  return at;
}

const keysOf = async ({ ask }: TestConsole) => (await ask('GET', '/projects/shop/keys')).json.keys;
const create = (at: TestConsole, ...flags: string[]) =>
  at.run(['projects', 'create-key', 'shop', '--name', 'github', ...flags]);

describe('projects create-key', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'ci',
      ['databases.write', 'functions.write', 'health.read'],
      ['documents.read', 'users.read', 'files.read'],
    ],
    ['read', ['documents.read', 'users.read', 'rules.read'], ['databases.write']],
    ['push', ['functions.write', 'attributes.write', 'indexes.write', 'documents.write'], ['users.read']],
    ['all', keyScopesIn('1.5'), []],
  ])('gives a key the scopes of %s, and prints only its secret on stdout', async (preset, has, hasNot) => {
    const at = await loggedIn();
    const { code, stdout, stderr } = await create(at, '--preset', preset);
    const [key] = await keysOf(at);
    expect([code, stdout]).toEqual([0, `${key.secret}\n`]);
    expect(stderr).not.toContain(key.secret);
    expect(stderr).toContain(`Created the API key github (${key.$id}), scopes: ${key.scopes.join(', ')}.\n`);
    expect(stderr).toContain('shown only once');
    expect(key.scopes).toEqual(expect.arrayContaining([...has]));
    expect(key.scopes.filter((scope: string) => hasNot.includes(scope))).toEqual([]);
  });

  it('prints the whole key for machines, with the scopes of the line', async () => {
    const at = await loggedIn();
    const { stdout, stderr } = await create(at, '--scopes', 'users.read', '--json');
    expect(JSON.parse(stdout)).toEqual((await keysOf(at))[0]);
    expect(stderr).toBe('');
  });

  it.each([
    [['--preset', 'ci', '--scopes', 'users.read'], "--preset and --scopes can't be used together"],
    [['--preset', 'everything'], '--preset takes ci, read, push, all, not "everything"'],
    [[], '--preset or --scopes is missing'],
  ])('refuses %j with exit 2, and creates nothing', async (flags, message) => {
    const at = await loggedIn();
    const { code, stdout, stderr } = await create(at, ...flags);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(await keysOf(at)).toEqual([]);
  });

  it('prints the request with --dry-run, and creates nothing', async () => {
    const at = await loggedIn();
    const { code, stdout } = await create(at, '--preset', 'read', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^curl -X POST .*\/projects\/shop\/keys'/);
    expect(await keysOf(at)).toEqual([]);
  });
});
