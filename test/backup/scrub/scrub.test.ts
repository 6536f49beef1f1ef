import { expect, it } from 'vitest';
import type { Part } from '../../../src/backup/parts.ts';
import { parseRules } from '../../../src/backup/scrub/rules.ts';
import { scrubbed } from '../../../src/backup/scrub/scrub.ts';
import type { Snapshot } from '../../../src/backup/snapshot.ts';
import { collection, field, schemaOf, text } from '../../kit/schemas.ts';

const customers: Part = { kind: 'documents', databaseId: 'main', collectionId: 'customers' };
const schema = schemaOf({
  main: [
    collection('customers', [
      text('name'),
      text('mail', { array: true }),
      field('pin', { kind: 'text', format: 'plain', maxCharacters: 10 }),
      field('number', { kind: 'integer', min: 100n, max: 999n }),
      text('note'),
      text('open'),
    ]),
  ],
});

async function* listed(items: readonly string[]) {
  yield* items;
}

/** A snapshot whose items are the same for all parts. */
const snapshotOf = (items: readonly string[]): Snapshot => ({
  origin: {
    endpoint: 'https://a.example/v1',
    projectId: 'shop',
    apiVersion: '1.5',
    serverVersion: undefined,
  },
  parts: [customers],
  missing: [],
  projectFolder: '/nowhere',
  items: () => listed(items),
  bytes: async () => {
    throw new Error('no bytes');
  },
  secrets: async () => ({ variables: new Map([['', new Map([['KEY', 'secret']])]]) }),
  close: async () => {},
});

const optionsOf = (rules: string, seed = 'seed') => ({
  rules: parseRules({ path: 'scrub.yml', text: rules }),
  schema,
  seed,
  isSelected: () => true,
});

/** Returns the items of a part after they were scrubbed. */
async function scrub(part: Part, items: readonly string[], rules = '{}', seed?: string): Promise<string[]> {
  const found: string[] = [];
  for await (const item of scrubbed(snapshotOf(items), optionsOf(rules, seed)).items(part)) found.push(item);
  return found;
}

const rules = `main/customers:
  name: fake-name
  mail: fake-email
  pin: hash
  number: hash
  note: { constant: gone }
`;

it('replaces the ruled fields of documents, and copies all others byte by byte', async () => {
  const documents = [
    '{"$id":"a","name":"Ada Byron","mail":["ada@home.example","Ada@Home.example"],"pin":"1234","number":123,"note":"x","open":"as it is","big":9007199254740993,"f":1.50}',
    '{"$id":"b","name":null,"mail":[],"pin":null,"number":null,"note":null,"open":null}',
    '{"$id":"c","name":"","pin":""}',
  ];
  const [first, second, third] = await scrub(customers, documents, rules);
  expect(first).not.toMatch(/Ada|home|1234|"x"/i);
  expect(first).toMatch(
    /^\{"\$id":"a","name":"[A-Z][a-z]+ [A-Z][a-z]+","mail":\["(user-[0-9a-f]{20}@example\.com)","\1"\],"pin":"[0-9a-f]{10}","number":[1-9]\d\d,"note":"gone","open":"as it is","big":9007199254740993,"f":1\.50\}$/,
  );
  expect(second).toBe('{"$id":"b","name":null,"mail":[],"pin":null,"number":null,"note":"gone","open":null}');
  expect(third).toBe('{"$id":"c","name":"","pin":""}');
  expect(await scrub(customers, documents, rules)).toEqual([first, second, third]);
  const [other] = await scrub(customers, documents, rules, 'another');
  expect(other).not.toBe(first);
});

it('copies documents without a rule as they are', async () => {
  const documents = ['{ "$id" : "a", "name":"Ada" }'];
  expect(await scrub(customers, documents)).toEqual(documents);
  expect(await scrub(customers, documents, 'main/customers: {name: keep}')).toEqual(documents);
});

it('clears lists and single values by null', async () => {
  expect(
    await scrub(customers, ['{"mail":["a"],"note":"x"}'], 'main/customers: {mail: null, note: null}'),
  ).toEqual(['{"mail":[],"note":null}']);
});

const user =
  '{"$id":"ada","$createdAt":"2026-01-01T00:00:00.000+00:00","name":"Ada Byron","password":"$argon2id$x","hash":"argon2","hashOptions":{"signerKey":"s"},"registration":"2026-01-01T00:00:00.000+00:00","status":true,"labels":["vip"],"passwordUpdate":"2026-01-01T00:00:00.000+00:00","email":"ada@home.example","phone":"+4915112345678","emailVerification":true,"phoneVerification":false,"mfa":false,"prefs":{"address":"Home 1"},"emailCanonical":"ada@home.example","accessedAt":""}';

it('replaces the addresses and the name of users by default, and leaves out passwords and unknown members', async () => {
  const [scrubbedUser = ''] = await scrub({ kind: 'users' }, [user]);
  const { $id, name, email, phone, prefs, labels, password, ...others } = JSON.parse(scrubbedUser);
  expect({ $id, labels, prefs, password }).toEqual({ $id: 'ada', labels: ['vip'], prefs: {}, password: '' });
  expect(email).toMatch(/@example\.com$/);
  expect(phone).toMatch(/^\+10\d{13}$/);
  expect(name).not.toBe('Ada Byron');
  expect(Object.keys(others)).toEqual([
    '$createdAt',
    ...['registration', 'status', 'emailVerification', 'phoneVerification', 'mfa', 'accessedAt'],
  ]);
  expect(scrubbedUser).not.toMatch(/Byron|home|argon2|signerKey|15112345678/i);
});

it('lets rules replace the defaults of users', async () => {
  const given = 'users: {email: keep, name: null, phone: null, prefs: {constant: {theme: dark}}}';
  const [scrubbedUser = ''] = await scrub({ kind: 'users' }, [user], given);
  expect(JSON.parse(scrubbedUser)).toMatchObject({
    email: 'ada@home.example',
    name: '',
    phone: '',
    prefs: { theme: 'dark' },
  });
});

it('gives a person the same address wherever it is', async () => {
  const email = async (part: Part, item: string, path: RegExp, given?: string) =>
    path.exec((await scrub(part, [item], given))[0] ?? '')?.[1];
  const address = /"(user-[0-9a-f]+@example\.com)"/;
  const addresses = await Promise.all([
    email({ kind: 'users' }, '{"email":"ada@home.example"}', address),
    email({ kind: 'memberships', teamId: 't' }, '{"userEmail":"ada@home.example","userName":"Ada"}', address),
    email({ kind: 'targets' }, '{"providerType":"email","identifier":"Ada@home.example"}', address),
    email(
      { kind: 'subscribers', topicId: 'n' },
      '{"target":{"providerType":"email","identifier":"ada@home.example"},"userName":"Ada"}',
      address,
    ),
    email(customers, '{"name":"ada@home.example"}', address, 'main/customers: {name: fake-email}'),
  ]);
  expect(new Set(addresses).size).toBe(1);
  expect(addresses[0]).toBeDefined();
});

it('never keeps the address of a device, nor what a target is called', async () => {
  const target = '{"$id":"t","name":"Ada\'s phone","providerType":"push","identifier":"device-token"}';
  const keep = 'users: {email: keep, name: keep, phone: keep}';
  const [scrubbedTarget = ''] = await scrub({ kind: 'targets' }, [target], keep);
  expect(scrubbedTarget).toMatch(
    /^\{"\$id":"t","name":"","providerType":"push","identifier":"[0-9a-f]{32}"\}$/,
  );
});

it('replaces the texts of messages and the reasons of failed deliveries', async () => {
  const message =
    '{"$id":"m","providerType":"email","deliveryErrors":["can\'t reach ada@home.example"],"data":{"subject":"Hi Ada","content":"Dear Ada","html":true},"status":"sent"}';
  expect(await scrub({ kind: 'messages' }, [message])).toEqual([
    '{"$id":"m","providerType":"email","data":{"subject":"scrubbed","content":"scrubbed","html":true},"status":"sent","deliveryErrors":[]}',
  ]);
  expect((await scrub({ kind: 'messages' }, [message], 'messages: {subject: keep}'))[0]).toContain(
    '"Hi Ada"',
  );
});

it('gives away no secrets', async () => {
  expect(await scrubbed(snapshotOf([]), optionsOf('{}')).secrets()).toBeUndefined();
});

it('refuses rules that do not fit before an item is read', () => {
  expect(() => scrubbed(snapshotOf([]), optionsOf('main/customers:\n  nam: hash'))).toThrow(
    'scrub.yml:2: main/customers: there is no attribute nam; did you mean name?',
  );
});
