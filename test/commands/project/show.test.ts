import { describe, expect, it } from 'vitest';
import { keepConsoleLogin } from '../../kit/console-login.ts';
import { type LineOptions, runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { jsonResponse, memoryTransport } from '../../kit/transport.ts';
import { canary, projectAnswer, rulesAnswer } from './answers.ts';

const answers = (project: string) =>
  memoryTransport(({ url }) =>
    url.startsWith('/v1/proxy/rules')
      ? jsonResponse(rulesAnswer)
      : { status: 200, headers: { 'content-type': 'application/json' }, body: project },
  );

async function show(argv: readonly string[] = [], options: LineOptions = {}, project = projectAnswer) {
  const env = keepConsoleLogin(temporaryFolder(), 'http://127.0.0.1:9/v1', 'shop');
  const transport = answers(project);
  const clock = { now: () => Date.parse('2026-11-05T00:00:00Z'), sleep: async () => {} };
  const line = { transport, clock, ...options, env: { ...env, NO_COLOR: '1', ...options.env } };
  const ran = await runLine(['project', 'show', ...argv], line);
  return { ...ran, hits: transport.hits };
}

const page = `Shop (shop)
  organisation  sales
  website       https://shop.example.com
  created       2026-11-01

Services
  on   account
  off  graphql

Ways to sign in
  on     email-password, jwt
  off    magic-url
  OAuth  github

Limits
  users                                 9007199254740993
  sessions of a user                    10
  length of a session                   365 days
  old passwords refused                 none
  common passwords refused              on
  passwords with personal data refused  off

Mail
  sent by  smtp.example.com:587
  sender   mail@shop.example.com

Platforms (2)
  NAME  TYPE     HOST OR APP
  Site  web      shop.example.com
  App   android  com.example.app

API keys (2)
  NAME        EXPIRES               LAST USED   SCOPES
  ci          never                 2026-11-03  databases.read, users.read
  old\\x1b[2J  2020-01-01 (expired)  never       none

Webhooks (1)
`;

describe('project show', () => {
  it('shows one page without secrets, on a terminal within its width', async () => {
    const { stdout, code } = await show([], { terminal: true, columns: 80 });
    expect(code).toBe(0);
    expect(stdout.slice(0, page.length)).toBe(page);
    expect(stdout).toContain('  name     Hook\n  enabled  no\n  url      https://example.com/hook\n');
    expect(stdout).toContain('  api.shop.example.com  function hello  verified\n');
    expect(stdout).not.toContain(canary);
  });

  it('shows where the domains of 1.7 and later lead', async () => {
    const deployed = { type: 'deployment', deploymentResourceType: 'site', deploymentResourceId: 'web' };
    const targets = [deployed, { type: 'redirect', redirectUrl: 'https://b.test' }, { type: 'api' }];
    const rules = targets.map((target) => ({ $id: 'r', domain: 'a.test', status: 'verified', ...target }));
    const transport = memoryTransport(({ url }) =>
      url.startsWith('/v1/proxy/rules')
        ? jsonResponse({ total: rules.length, rules })
        : { status: 200, headers: { 'content-type': 'application/json' }, body: projectAnswer },
    );
    const { stdout } = await show(['--api-version', '1.8'], { transport });
    for (const target of ['site web', 'https://b.test', 'api']) {
      expect(stdout).toMatch(new RegExp(`a\\.test +${target} +verified`));
    }
  });

  it('shows the same page in a pipe, where nothing is wrapped', async () => {
    const { stdout } = await show();
    expect(stdout.slice(0, page.length)).toBe(page);
    expect(stdout).toContain('users.*, databases.*.collections.*.documents.*.create\n');
  });

  it.each([40, 120])('stays within %d columns, except for words that users copy', async (columns) => {
    const { stdout } = await show([], { terminal: true, columns });
    for (const line of stdout.split('\n'))
      if (!line.includes('documents.*.create')) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('prints one document for machines, with the digits of the server and without secrets', async () => {
    const { stdout } = await show(['--json']);
    expect(stdout).not.toContain(canary);
    expect(stdout).toContain('"users":9007199254740993');
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      $id: 'shop',
      services: { account: true, graphql: false },
      authMethods: { 'email-password': true, 'magic-url': false, jwt: true },
      keys: [{ $id: 'k1', name: 'ci', accessedAt: '2026-11-03T10:00:00.000+00:00' }, { $id: 'k2' }],
      webhooks: [{ $id: 'w1', httpUser: 'u' }],
      rules: rulesAnswer.rules,
    });
    expect((await show(['--fields', 'limits.sessionsPerUser'])).stdout).toBe('limits.sessionsPerUser  10\n');
  });

  it('asks the console about the project and the project about its domains', async () => {
    const { hits } = await show(['--project', 'blog']);
    expect(hits.map(({ url, headers }) => [url.split('?')[0], headers['x-appwrite-project']])).toEqual(
      expect.arrayContaining([
        ['/v1/projects/blog', 'console'],
        ['/v1/proxy/rules', 'blog'],
      ]),
    );
  });

  it.each([
    ['[]', 'it is not an object'],
    ['{"total":0}', 'it has no "$id"'],
  ])('does not believe %s', async (answer, reason) => {
    const { code, stdout, stderr } = await show([], {}, answer);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(reason);
  });

  it('shows an answer whose members are of other types without failing', async () => {
    const odd = '{"$id":"shop","name":5,"keys":[1,{"scopes":"x"}],"webhooks":{},"authDuration":"x"}';
    expect(await show([], {}, odd)).toMatchObject({ code: 0, stdout: expect.stringContaining('5 (shop)\n') });
  });
});
