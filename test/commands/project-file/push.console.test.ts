import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testConsole } from '../../kit/console.ts';

const file = (facts: object) => ({
  projectId: 'shop',
  projectName: 'Shop',
  teams: [{ $id: 'editors', name: 'Editors' }],
  settings: {
    services: { locale: false, teams: true },
    auth: {
      methods: { 'magic-url': false, jwt: true },
      security: { limit: 100, passwordHistory: 3, sessionAlerts: true, ...facts },
    },
  },
});
const own = {
  version: 1,
  webhooks: [
    {
      name: 'audit',
      url: 'https://example.org/hook',
      events: ['users.*.create'],
      httpUser: 'u',
      httpPass: { env: 'HOOK' },
    },
  ],
  platforms: [{ type: 'web', name: 'Site', hostname: 'example.org' }],
};

it('changes with a console session only those settings that differ, and notes what is newer (story 78)', async () => {
  const console = await testConsole({ asyncDelayMs: 0 });
  await console.addProject('Acme', 'Other name', 'shop');
  expect((await console.logIn('--project', 'shop')).code).toBe(0);
  const write = (facts: object) =>
    writeFileSync(join(console.work, 'appwrite.json'), JSON.stringify(file(facts)));
  writeFileSync(join(console.work, 'appwrite-cli.json'), JSON.stringify(own));
  write({});
  const env = { HOOK: 'canary-hook-password' };
  const push = async () => {
    const { code, stdout, stderr } = await console.run(['push', '--yes', '--json'], '', env);
    expect(code === 0 || stderr).toBe(true);
    expect(stdout + stderr).not.toContain('canary-hook-password');
    return { stderr, ...JSON.parse(stdout) };
  };
  const first = await push();
  expect(first.notes.join()).toContain('sessionAlerts');
  expect(first).toMatchObject({ remaining: [] });
  expect(first.done).toContain('create webhook audit');
  expect((await push()).done).toEqual([]);
  write({ limit: 50 });
  expect((await push()).done).toEqual(['change security']);
  const { json } = await console.ask('GET', '/projects/shop');
  expect(json).toMatchObject({
    name: 'Shop',
    authLimit: 50,
    authPasswordHistory: 3,
    serviceStatusForLocale: false,
    webhooks: [{ name: 'audit', httpPass: 'canary-hook-password' }],
  });
});
