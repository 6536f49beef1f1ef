import { describe, expect, it } from 'vitest';
import { type TestConsole, testConsole } from '../../kit/console.ts';

async function loggedIn(): Promise<TestConsole> {
  const at = await testConsole();
  await at.addProject('acme', 'Shop', 'shop');
  expect(await at.logIn('--project', 'shop')).toMatchObject({ code: 0 });
  return at;
}

const teamsOf = async ({ ask }: TestConsole) => (await ask('GET', '/teams')).json.teams;

describe('projects create without a terminal', () => {
  it('creates a project in an organisation that is there', async () => {
    const at = await loggedIn();
    const argv = ['projects', 'create', '--name', 'Blog', '--team-id', 'acme', '--project-id', 'blog'];
    expect(await at.run([...argv, '--fields', 'teamId'])).toMatchObject({
      code: 0,
      stdout: 'teamId  acme\n',
    });
    expect(await at.run(argv)).toMatchObject({ code: 5 });
  });

  it('creates an organisation for the project, and names its ID', async () => {
    const at = await loggedIn();
    const ran = await at.run([
      'projects',
      'create',
      '--name',
      'Blog',
      '--new-organization',
      ' Writers ',
      '--json',
    ]);
    expect(ran.code).toBe(0);
    const writers = (await teamsOf(at)).find(({ name }: { name: string }) => name === 'Writers');
    expect(JSON.parse(ran.stdout)).toMatchObject({ name: 'Blog', teamId: writers.$id });
    expect(ran.stderr).toBe(`Created the organisation Writers, with the ID ${writers.$id}.\n`);
  });

  it.each([
    [['--team-id', 'acme'], '--name is missing, and there is no terminal to ask on\nhint: add --name NAME'],
    [['--name', 'Blog'], 'hint: add --team-id ID or --new-organization NAME'],
    [['--name', 'Blog', '--team-id', 'acme', '--new-organization', 'x'], "can't be used together"],
    [['--name', 'Blog', '--new-organization', ' '], '--new-organization is empty'],
    [['--name', 'Blog', '--new-organization', 'x', '--url', 'nourl'], '--url'],
  ])('refuses %j with exit 2, and creates nothing', async (flags, message) => {
    const at = await loggedIn();
    const before = await at.state();
    const { code, stdout, stderr } = await at.run(['projects', 'create', ...flags]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(await at.state()).toEqual(before);
  });

  it('prints both requests with --dry-run, and creates nothing', async () => {
    const at = await loggedIn();
    const before = await at.state();
    const flags = ['--name', 'Blog', '--new-organization', 'Writers', '--dry-run'];
    const { code, stdout } = await at.run(['projects', 'create', ...flags]);
    expect(code).toBe(0);
    expect(stdout.match(/^curl -X POST '.*'/gm)).toEqual([
      expect.stringContaining('/v1/teams'),
      expect.stringContaining('/v1/projects'),
    ]);
    expect(await at.state()).toEqual(before);
  });
});
