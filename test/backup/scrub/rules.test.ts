import { expect, it } from 'vitest';
import { parseRules } from '../../../src/backup/scrub/rules.ts';
import { CliError } from '../../../src/errors.ts';

/** Returns the rules of a text, as `main/customers.email: hash`. */
function rulesOf(text: string): readonly string[] {
  const { collections, users, messages } = parseRules({ path: 'scrub.yml', text });
  const sections = [
    ...[...collections].map(([name, { fields }]) => [name, fields] as const),
    ['users', users] as const,
    ['messages', messages] as const,
  ];
  return sections.flatMap(([section, fields]) =>
    [...fields].map(([field, { rule }]) => `${section}.${field}: ${'json' in rule ? rule.json : rule.word}`),
  );
}

it('reads YAML, with comments and integers of any size', () => {
  const text = `# what leaves production
main/customers:
  email: fake-email
  contact: fake email   # as people say it
  ssn: hash
  notes: null
  motto: "null"
  tags: { constant: [a, b] }
  number: { constant: 9007199254740993 }
  rate: {constant: 1.5}
users:
  email: keep
  prefs: { constant: { theme: dark } }
messages: { subject: keep }
`;
  expect(rulesOf(text)).toEqual([
    'main/customers.email: fake-email',
    'main/customers.contact: fake-email',
    'main/customers.ssn: hash',
    'main/customers.notes: null',
    'main/customers.motto: null',
    'main/customers.tags: ["a","b"]',
    'main/customers.number: 9007199254740993',
    'main/customers.rate: 1.5',
    'users.email: keep',
    'users.prefs: {"theme":"dark"}',
    'messages.subject: keep',
  ]);
});

it('reads JSON', () => {
  expect(rulesOf('{"main/customers": {"ssn": "hash", "note": null, "n": {"constant": ""}}}')).toEqual([
    'main/customers.ssn: hash',
    'main/customers.note: null',
    'main/customers.n: ""',
  ]);
  expect(rulesOf('{}')).toEqual([]);
});

/** Returns the error of a text, as a user reads it. */
function faultsOf(text: string): string {
  try {
    parseRules({ path: 'scrub.yml', text });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    expect(error.exitCode).toBe(2);
    return [error.message, ...(error.excerpt === undefined ? [] : [error.excerpt])].join('\n');
  }
  return '';
}

it.each<[string, string, string]>([
  ['an empty file', '', 'scrub.yml:1: rules are an object by collection; {} is one without any'],
  ['a list', '- a', 'scrub.yml:1: rules are an object by collection; {} is one without any'],
  ['text that is no YAML', '{"a": 1', 'scrub.yml:1: it is neither YAML nor JSON: Flow map must end with a }'],
  [
    'a section twice',
    'users: {}\nusers: {}',
    'scrub.yml:2: it is neither YAML nor JSON: Map keys must be unique',
  ],
  ['an alias that leads to itself', 'main/a: &a\n  b: *a', 'scrub.yml:2: aliases are not supported'],
  [
    'a section that is no collection',
    'customers: {}',
    'scrub.yml:1: "customers" is neither users nor messages nor a collection, such as main/customers',
  ],
  [
    'a section without fields',
    'main/a: hash',
    'scrub.yml:1: "main/a" must be an object with a rule for each field',
  ],
  [
    'an unknown rule',
    'main/a:\n  b: hsh',
    'scrub.yml:2: main/a: b has no rule that is known; did you mean hash?',
  ],
  [
    'a rule that was forgotten',
    'main/a:\n  b:\n  c: hash',
    'scrub.yml:2: main/a: b has no rule that is known: keep, null, hash, fake-email, fake-name, fake-phone, or {constant: VALUE}',
  ],
  [
    'a field that users do not have',
    'users:\n  ssn: hash',
    'scrub.yml:2: users: there are rules for email, name, phone, prefs, not for "ssn"',
  ],
  [
    'a rule that a field of users does not take',
    'users:\n  email: hash\n  name: { constant: 7 }',
    'scrub.yml:2: users: email takes keep, null, fake-email\nscrub.yml:3: users: name takes a constant that is text',
  ],
  [
    'a name that is too long',
    `users: {name: {constant: ${'x'.repeat(129)}}}`,
    'scrub.yml:1: users: name takes at most 128 characters',
  ],
  [
    'a name that an object has by nature',
    'users: {constructor: hash}',
    'scrub.yml:1: users: there are rules for email, name, phone, prefs, not for "constructor"',
  ],
])('refuses %s', (_name, text, expected) => {
  expect(faultsOf(text)).toBe(expected);
});
