import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { journalName } from '../../../src/backup/folder/journal.ts';
import { refusal } from '../../kit/disturbed.ts';
import { personalShop, scrubRules } from '../../kit/personal-shop.ts';
import { sent } from '../../kit/rich-project.ts';
import type { TwoProjects } from '../../kit/two-projects.ts';

const personal = /canary|secret\.example|15112345678|argon2/i;

async function shop(): Promise<TwoProjects> {
  const at = await personalShop();
  at.write('scrub.yml', scrubRules);
  return at;
}

const run = (at: TwoProjects, line: string) => at.run(line.split(' '));
const create = (at: TwoProjects, rest = '') =>
  run(at, `backup create b --profile prod --scrub scrub.yml${rest}`);
const read = (at: TwoProjects, path: string) => readFileSync(join(at.folder, path), 'utf8');
const seeds = (at: TwoProjects) => readdirSync(join(at.folder, 'config', 'state', 'scrub'));

/** All files of a folder, as one text. */
function contents(at: TwoProjects, folder: string): string {
  const root = join(at.folder, folder);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => join(root, path));
  return paths
    .filter((path) => lstatSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
}

it('stores no personal value, and says so in the manifest, in verify and in a restore', async () => {
  const at = await shop();
  const created = await create(at, ' --json');
  expect(created).toMatchObject({ code: 0 });
  expect(JSON.parse(created.stdout)).toMatchObject({ scrubbed: true, counts: { users: 1, documents: 2 } });
  expect(contents(at, 'b')).not.toMatch(personal);
  expect(created.stderr).toContain('passwords are left out');
  expect(JSON.parse(read(at, 'b/manifest.json'))).toMatchObject({
    scrubbed: true,
    rulesSha256: createHash('sha256').update(scrubRules).digest('hex'),
  });
  expect(seeds(at)).toEqual([]);
  expect(await run(at, 'backup verify b')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(', scrubbed.'),
  });

  const restored = await run(at, 'backup restore b --profile dev --yes');
  expect(restored).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('Personal values were replaced when this backup was made'),
  });
  const [users, customers] = await Promise.all(
    ['/users', '/databases/main/collections/customers/documents'].map((path) => at.dev.request('GET', path)),
  );
  const [user] = users!.json.users;
  expect(user).toMatchObject({ password: null, prefs: {} });
  const { email, phone, name } = user;
  expect(customers!.json.documents[0]).toMatchObject({ email, phone, name, city: 'Ulm', note: null });
});

it('continues with the same replacements, and refuses to if they are lost or the rules are others', async () => {
  const at = await shop();
  // Targets are read after everything else, by the list of users.
  const isDone = () => read(at, `b.partial/${journalName}`).includes('users/users.ndjson');
  at.intercept((_name, _method, path) =>
    path === '/users' && existsSync(join(at.folder, 'b.partial')) && isDone()
      ? refusal(500, 'general_unknown')
      : undefined,
  );
  expect((await create(at)).code).toBe(1);
  expect(contents(at, 'b.partial')).not.toMatch(personal);
  const kept = read(at, 'b.partial/users/users.ndjson');
  expect(seeds(at)).toHaveLength(1);
  at.write('scrub.yml', `${scrubRules}# edited\n`);
  expect((await create(at)).stderr).toContain('b.partial is the unfinished part of another backup');
  at.write('scrub.yml', scrubRules);
  expect((await run(at, 'backup create b --profile prod')).stderr).toContain('of another backup');
  at.intercept(() => undefined);
  const seed = join(at.folder, 'config', 'state', 'scrub', seeds(at)[0]!);
  renameSync(seed, join(at.folder, 'seed'));
  expect((await create(at)).stderr).toContain('of another backup');
  renameSync(join(at.folder, 'seed'), seed);
  expect((await create(at)).code).toBe(0);
  expect(read(at, 'b/users/users.ndjson')).toBe(kept);
});

it.each([
  ['--with-secrets', "--scrub leaves secrets out, so it can't be used with --with-secrets"],
  ['--encrypt', "--scrub leaves secrets out, so it can't be used with --encrypt"],
  ['--incremental a', "--scrub can't be used with --incremental"],
])('refuses --scrub with %s', async (flag, message) => {
  const at = await shop();
  expect(await create(at, ` ${flag}`)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  expect(at.requests).toEqual([]);
});

it('refuses rules that do not fit, and leaves nothing behind', async () => {
  const at = await shop();
  at.write('scrub.yml', 'main/customers: {nam: hash}');
  expect(await create(at)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no attribute nam'),
  });
  expect(existsSync(join(at.folder, 'b.partial'))).toBe(false);
});

it('never takes a scrubbed backup for the state of the server', async () => {
  const at = await shop();
  await create(at);
  expect(await run(at, 'backup create c --profile prod --incremental b')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--incremental: b was made with --scrub'),
  });
  at.requests.length = 0;
  const onto = await run(at, 'backup restore b --profile prod --on-conflict update --yes');
  expect([onto.code, onto.stderr]).toEqual([
    2,
    expect.stringContaining('--on-conflict update would replace the personal values of shop'),
  ]);
  expect(at.requests).toEqual([]);
  await sent(at.prod.request, 'DELETE', '/teams/crew');
  const missing = await run(at, 'backup restore b --profile prod --on-conflict skip --yes --only teams');
  expect(missing.code).toBe(0);
});
