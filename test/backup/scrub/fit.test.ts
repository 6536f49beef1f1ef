import { expect, it } from 'vitest';
import { rulesProblems, unruledFields } from '../../../src/backup/scrub/fit.ts';
import { parseRules } from '../../../src/backup/scrub/rules.ts';
import { choice, collection, field, relation, schemaOf, text } from '../../kit/schemas.ts';

const plain = (key: string, maxCharacters: number) =>
  field(key, { kind: 'text', format: 'plain', maxCharacters });

const schema = schemaOf({
  main: [
    collection(
      'customers',
      [
        text('name', { required: true }),
        text('tags', { array: true }),
        text('code'),
        text('pair'),
        field('email', { kind: 'text', format: 'email', maxCharacters: 254 }),
        field('site', { kind: 'text', format: 'url', maxCharacters: 2000 }),
        plain('pin', 4),
        plain('short', 12),
        field('ssn', { kind: 'integer' }),
        field('grade', { kind: 'integer', min: 1n, max: 6n }),
        field('born', { kind: 'datetime' }),
        field('vip', { kind: 'boolean' }),
        field('place', { kind: 'point' }),
        choice('tier', ['gold', 'silver']),
        relation('team', 'teams'),
      ],
      {
        indexes: [
          { key: 'one', type: 'unique', fields: ['code', 'grade'] },
          { key: 'two', type: 'unique', fields: ['short'] },
          { key: 'three', type: 'key', fields: ['pair'] },
        ],
      },
    ),
  ],
});

const rules = (text: string) => parseRules({ path: 'scrub.yml', text });
const problemsOf = (text: string, isLeftOut = () => false) =>
  rulesProblems(rules(text), schema, isLeftOut).map(({ message }) => message);
const problemOf = (rule: string) => problemsOf(`main/customers: {${rule}}`);

it.each([
  ...['name: keep', 'name: hash', 'name: fake-name', 'name: {constant: x}', 'tags: null', 'tags: hash'],
  ...['tags: {constant: [a, b]}', 'code: hash', 'code: fake-email', 'code: fake-phone', 'code: null'],
  ...['pair: {constant: x}', 'email: fake-email', 'email: {constant: a@b}', 'email: null', 'site: null'],
  ...['pin: {constant: "0000"}', 'ssn: hash', 'ssn: {constant: 9223372036854775807}'],
  ...['born: null', 'born: {constant: "2000-01-01T00:00:00Z"}', 'vip: {constant: false}', 'place: null'],
  ...['tier: {constant: gold}', 'team: keep', 'grade: null', 'grade: {constant: null}', 'short: null'],
])('accepts %s', (rule) => {
  expect(problemOf(rule)).toEqual([]);
});

it.each([
  ['nmae: hash', 'there is no attribute nmae; did you mean name?'],
  ['name: null', "name is required, and can't be null"],
  ['name: {constant: null}', "name is required, and can't be null"],
  ['tags: {constant: a}', 'tags takes a list'],
  ['pair: {constant: [a]}', 'pair takes one value, not a list'],
  ['code: {constant: x}', 'code is in a unique index, which a constant would break; use hash'],
  ['code: fake-name', 'code is in a unique index, and invented names repeat; hash does not'],
  ['email: hash', 'email takes e-mail addresses, which hash is not; use fake-email'],
  ['email: fake-name', 'email takes e-mail addresses, which fake-name is not; use fake-email'],
  ['site: fake-email', 'site takes URLs, which fake-email is not; use a constant'],
  ['site: {constant: nowhere}', 'site takes a URL, not "nowhere"'],
  ['pin: hash', 'pin takes at most 4 characters, and hash needs 8'],
  ['pin: {constant: "00000"}', 'pin takes at most 4 characters, not "00000"'],
  ['short: hash', 'short takes at most 12 characters, and hash needs 16'],
  ['short: fake-phone', 'short takes at most 12 characters, and fake-phone needs 16'],
  ['short: fake-email', 'short takes at most 12 characters, and fake-email needs 37'],
  ['grade: hash', "grade is in a unique index, and its range is too small for hashes that don't repeat"],
  ['ssn: {constant: 1.5}', 'ssn takes a whole number, not 1.5'],
  ['ssn: fake-phone', 'ssn is no text, which fake-phone is for'],
  ['born: hash', 'born is neither text nor an integer, which hash is for'],
  ['vip: {constant: "no"}', 'vip takes true or false, not "no"'],
  ['place: {constant: [1, 2]}', 'place has a type that takes keep and null only'],
  ['tier: {constant: bronze}', 'tier takes one of gold, silver, not "bronze"'],
  ['team: null', 'team is a relationship, which only keep is for'],
])('refuses %s', (rule, expected) => {
  expect(problemOf(rule)).toEqual([`main/customers: ${expected}`]);
});

it('refuses a collection that the project does not have, unless the line leaves it out', () => {
  const text = 'main/custmers: {a: hash}';
  expect(problemsOf(text)).toEqual([
    'the project has no collection main/custmers; did you mean main/customers?',
  ]);
  expect(problemsOf(text, () => true)).toEqual([]);
});

it('names fields without a rule that look personal', () => {
  expect(unruledFields(rules('{}'), schema)).toEqual([
    'main/customers.email',
    'main/customers.ssn',
    'main/customers.born',
  ]);
  expect(unruledFields(rules('main/customers: {email: keep, ssn: hash, born: null}'), schema)).toEqual([]);
});
