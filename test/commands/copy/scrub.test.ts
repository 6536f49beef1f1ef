import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scrubRules as rules, personalShop as shop } from '../../kit/personal-shop.ts';
import { sent } from '../../kit/rich-project.ts';
import { twoProjects } from '../../kit/two-projects.ts';

const line = ['copy', '--from', 'prod', '--to', 'dev', '--yes'];
const collections = '/databases/main/collections';

it('lets no personal value through, and keeps references by value', async () => {
  const at = await shop();
  at.write('scrub.yml', rules);
  const { code, stdout, stderr } = await at.run([...line, '--scrub', 'scrub.yml', '-v', '-v']);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stderr).toContain(
    'Personal values of users and of messages are replaced, and passwords are left out.',
  );
  expect(stderr).not.toContain('look personal');
  const paths = [
    '/users',
    `${collections}/customers/documents`,
    '/teams/crew/memberships',
    '/messaging/messages',
  ];
  const answers = await Promise.all(paths.map((path) => at.dev.request('GET', path)));
  const arrived = answers.map(({ text }) => text).join('\n');
  expect(arrived).not.toMatch(/canary|secret\.example|15112345678/i);
  expect(stdout).not.toMatch(/canary|secret\.example/i);
  for (const { sandbox } of [at.prod, at.dev]) expect(stderr).not.toContain(sandbox.apiKey);

  const [user] = answers[0]!.json.users;
  const customers = answers[1]!.json.documents;
  expect(customers[0]).toMatchObject({
    email: user.email,
    phone: user.phone,
    name: user.name,
    city: 'Ulm',
    note: null,
  });
  expect(customers[1].email).not.toBe(customers[0].email);
  expect(user).toMatchObject({ password: null, prefs: {} });
  const session = { body: { email: user.email, password: 'Canary-pass-1' }, guest: true };
  expect((await at.dev.request('POST', '/account/sessions/email', session)).status).toBe(401);
  expect(answers[2]!.json.memberships[0]).toMatchObject({ userId: 'u0', userEmail: user.email });
});

it('uses new replacements for the next copy, and keeps no seed', async () => {
  const at = await shop();
  at.write('scrub.json', '{}');
  const scrubbing = [...line, '--scrub', 'scrub.json', '--only', 'users'];
  const emailOf = async () => (await at.dev.request('GET', '/users/u0')).json.email;
  expect((await at.run(scrubbing)).code).toBe(0);
  const first = await emailOf();
  expect(readdirSync(join(at.folder, 'config', 'state', 'scrub'))).toEqual([]);
  expect((await at.run([...scrubbing, '--on-conflict', 'update'])).code).toBe(0);
  expect(await emailOf()).not.toBe(first);
});

it('names fields without a rule that look personal, and buckets', async () => {
  const at = await shop();
  await sent(at.prod.request, 'POST', '/storage/buckets', { bucketId: 'photos', name: 'Photos' });
  at.write('scrub.yml', 'main/customers: {email: fake-email}');
  const { stderr } = await at.run([...line, '--scrub', 'scrub.yml', '--dry-run']);
  expect(stderr).toContain(
    'copied as they are, although they look personal: main/customers.phone; a rule for each, keep too, decides',
  );
  expect(stderr).toContain('the files of 1 bucket are copied as they are; --except buckets leaves them out');
});

it.each([
  [
    'an unknown collection',
    'main/custmers: {name: hash}',
    /^error: scrub\.yml:1: the project has no collection main\/custmers; did you mean main\/customers\?/,
  ],
  [
    'an unknown field',
    'main/customers:\n  nam: hash',
    /^error: scrub\.yml:2: main\/customers: there is no attribute nam; did you mean name\?/m,
  ],
  [
    'a constant in a unique index',
    'main/customers: {email: {constant: a@b.example}}',
    /email is in a unique index, which a constant would break; use hash/,
  ],
  ['null for a required field', 'main/customers: {email: null}', /email is required, and can't be null/],
])('refuses %s before an item is read', async (_name, text, expected) => {
  const at = await shop();
  at.write('scrub.yml', text);
  const { code, stderr } = await at.run([...line, '--scrub', 'scrub.yml']);
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(new RegExp(expected, 'm')),
  });
  expect(at.requests.filter((request) => request.startsWith('dev'))).toEqual([]);
});

it('refuses a faulty file before anything is sent', async () => {
  const at = await twoProjects();
  at.write('scrub.yml', 'main/customers: {name: hsh}\nusers: {email: hash}');
  const { code, stderr } = await at.run([...line, '--scrub', 'scrub.yml']);
  expect(code).toBe(2);
  expect(stderr).toBe(`error: scrub.yml:1: main/customers: name has no rule that is known; did you mean hash?
scrub.yml:2: users: email takes keep, null, fake-email
hint: nothing was read or sent; correct the file of --scrub
`);
  expect((await at.run([...line, '--scrub', 'none.yml'])).stderr).toMatch(/--scrub: none\.yml can't be read/);
  expect(at.requests).toEqual([]);
});
