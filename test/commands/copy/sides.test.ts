import { expect, it } from 'vitest';
import { endpoints, type TwoProjects, twoProjects } from '../../kit/two-projects.ts';

const refusal = async (at: TwoProjects, argv: readonly string[], env: Record<string, string> = {}) => {
  const { code, stderr } = await at.run(['copy', ...argv, '--yes'], { env });
  expect({ code, requests: at.requests }).toEqual({ code: 2, requests: [] });
  return stderr;
};

/** Writes a project file with the environment `live`, and another one of the target. */
function withEnvironments(at: TwoProjects, target: string, settings: object = {}): void {
  const environments = {
    live: { projectId: 'shop', endpoint: endpoints.prod },
    [target]: { projectId: 'shop-dev', endpoint: endpoints.dev, ...settings },
  };
  at.write('appwrite.json', '{}');
  at.write('appwrite-cli.json', JSON.stringify({ environments }));
}

it('refuses what can not be two projects, and sends nothing', async () => {
  const at = await twoProjects();
  const add = ['profile', 'add', 'alias', '--endpoint', 'http://localhost:1/v1', '--project', 'shop'];
  await at.run([...add, '--api-key-stdin'], { stdin: 'key' });
  at.requests.length = 0;
  const from = ['--from', 'prod'];
  expect(await refusal(at, [...from, '--to', 'prod'])).toMatch(
    /--from and --to are the same project: shop at http:\/\/127\.0\.0\.1:1\/v1/,
  );
  expect(await refusal(at, [...from, '--to', 'alias'])).toMatch(/the same project/);
  expect(await refusal(at, [...from, '--to', 'nowhere'])).toMatch(
    /--to: there is no profile or environment "nowhere"\nhint: profiles and environments: prod, dev, alias/,
  );
  expect(await refusal(at, [...from, '--to', 'dev', '--project', 'x'])).toMatch(
    /copy takes its two projects from --from and --to, not from --project/,
  );
  expect(await refusal(at, from)).toMatch(/--to is missing/);
  expect(await refusal(at, [...from, '--to', 'dev', '--only', 'usrs'])).toMatch(/did you mean users\?/);
});

it('takes environments, and tells them from profiles of the same name', async () => {
  const at = await twoProjects();
  withEnvironments(at, 'dev');
  expect(await refusal(at, ['--from', 'live', '--to', 'dev'])).toMatch(
    /--to: "dev" is both a profile and an environment of the project file\nhint: write profile:dev or env:dev/,
  );
  for (const to of ['env:dev', 'profile:dev']) {
    const { code, stderr } = await at.run(['copy', '--from', 'live', '--to', to, '--yes', '--json']);
    expect({ to, code, stderr }).toMatchObject({ code: 0 });
  }
});

it('asks for the ID of a protected project', async () => {
  const at = await twoProjects();
  withEnvironments(at, 'test', { protected: true });
  const { code, stderr } = await at.run(['copy', '--from', 'live', '--to', 'test', '--yes']);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--confirm shop-dev') });
  const confirmed = await at.run(['copy', '--from', 'live', '--to', 'test', '--confirm', 'shop-dev']);
  expect(confirmed).toMatchObject({ code: 0 });
});

it('uses no connection of the environment', async () => {
  const at = await twoProjects();
  const env = {
    APPWRITE_ENDPOINT: 'http://127.0.0.1:3/v1',
    APPWRITE_PROJECT_ID: 'other',
    APPWRITE_API_KEY: 'wrong',
    APPWRITE_PROFILE: 'none',
  };
  const { code, stderr } = await at.run(['copy', '--from', 'prod', '--to', 'dev', '--yes'], { env });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(at.requests.some((request) => request.startsWith('dev'))).toBe(true);
});

it('asks before it writes, and not without a terminal', async () => {
  const at = await twoProjects();
  const { code, stderr } = await at.run(['copy', '--from', 'prod', '--to', 'dev']);
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('copying into shop-dev needs a yes'),
  });
  expect(at.requests.filter((request) => !/^\w+ GET /.test(request))).toEqual([]);
});
