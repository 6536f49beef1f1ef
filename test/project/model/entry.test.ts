import { describe, expect, it } from 'vitest';
import { members } from '../../../src/lib/json/slices.ts';
import { AnswerValues, type EntryReading, readEntry } from '../../../src/project/model/entry.ts';
import type { KindName } from '../../../src/project/model/kind.ts';
import { kindNamed } from '../../../src/project/model/kinds.ts';

const readText = (kind: KindName, json: string, origin: 'file' | 'answer' = 'file') =>
  readEntry(kindNamed(kind), new AnswerValues(members(json)), origin);
const read = (kind: KindName, entry: object, origin: 'file' | 'answer' = 'file') =>
  readText(kind, JSON.stringify(entry), origin);
const valuesOf = ({ fields }: EntryReading) =>
  Object.fromEntries([...fields].map(([name, { value }]) => [name, value]));

const answer =
  '{"key":"serial","type":"integer","status":"available","error":"","required":true,"array":false,"min":-9223372036854775808,"max":9223372036854775807,"default":null}';
const rounded = answer.replaceAll(/922337203685477580\d/g, '9223372036854776000');
const withoutNoise = '{"key":"serial","type":"integer","required":true,"array":false}';

describe('an attribute', () => {
  it('reads the same from an answer and from files of several lines of the official CLI', () => {
    const fields = { required: true, array: false, default: null, min: null, max: null };
    expect(valuesOf(readText('attribute', answer, 'answer'))).toEqual(fields);
    expect(valuesOf(readText('attribute', rounded))).toEqual(fields);
    expect(valuesOf(readText('attribute', withoutNoise))).toEqual({ required: true, array: false });
  });

  it.each([
    [{ type: 'string', format: 'enum', elements: ['a'] }, 'enum'],
    [{ type: 'string', format: '' }, 'string'],
    [{ type: 'string' }, 'string'],
    [{ type: 'float' }, 'double'],
    [{ type: 'datetime', format: '' }, 'datetime'],
  ])('has the variant that type and format of %j say', (entry, variant) => {
    expect(read('attribute', { key: 'a', ...entry })).toMatchObject({ variant, problems: [] });
  });

  it('has only the fields of its variant, and knows those of others', () => {
    const { fields, unknown } = read('attribute', {
      key: 'a',
      type: 'boolean',
      min: 1,
      size: 3,
      elements: [],
      requird: true,
    });
    expect([...fields.keys()]).toEqual([]);
    expect(unknown).toEqual(['requird']);
  });

  it('tells a default that is null from one that is left out', () => {
    const entry = { key: 'a', type: 'string' };
    expect(read('attribute', { ...entry, default: null }).fields.get('default')).toEqual({
      value: null,
      member: 'default',
    });
    expect(read('attribute', entry).fields.has('default')).toBe(false);
    expect(read('attribute', { ...entry, default: '' }).fields.get('default')?.value).toBe('');
  });

  it.each([
    [
      { key: 'a', type: 'integer', max: '5' },
      [{ kind: 'wrong-type', member: 'max', expected: 'a whole number' }],
    ],
    [{ type: 'string' }, [{ kind: 'missing-identity', members: ['key'] }]],
    [{ key: 'a', type: 'text2' }, [{ kind: 'unknown-variant', variant: 'text2' }]],
    [{ key: 'a', type: 'toString' }, [{ kind: 'unknown-variant', variant: 'toString' }]],
  ])('reports the faults of %j', (entry, problems) => {
    expect(read('attribute', entry).problems).toEqual(problems);
  });

  it('takes the spellings of tables', () => {
    const column = { key: 'a', type: 'relationship', relatedTable: 'growers' };
    expect(read('attribute', column).fields.get('relatedCollection')).toEqual({
      value: 'growers',
      member: 'relatedTable',
    });
    expect(valuesOf(read('collection', { databaseId: 'd', $id: 'c', rowSecurity: true }))).toEqual({
      documentSecurity: true,
    });
    expect(valuesOf(read('index', { key: 'i', type: 'key', columns: ['a'] }))).toEqual({
      type: 'key',
      attributes: ['a'],
    });
  });
});

describe('paths', () => {
  it.each<[KindName, object, string[]]>([
    ['collection', { databaseId: 'main', $id: 'posts' }, ['main', 'posts']],
    ['platform', { type: 'web', hostname: 'shop.example.com', key: '' }, ['web', 'shop.example.com']],
    ['platform', { type: 'android', hostname: '', key: 'com.example' }, ['android', 'com.example']],
    ['oauth', { provider: 'github' }, ['github']],
    ['oauth', { key: 'github' }, ['github']],
    ['webhook', { $id: 'made-by-the-server', name: 'audit' }, ['audit']],
    ['variable', { $id: 'made-by-the-server', key: 'SENDER', value: 'x' }, ['SENDER']],
    ['security', {}, []],
  ])('finds what identifies a %s', (kind, entry, identity) => {
    expect(read(kind, entry)).toMatchObject({ identity, problems: [] });
  });
});

describe('a provider', () => {
  const smtp = {
    $id: 'mail',
    name: 'Mail',
    provider: 'smtp',
    enabled: true,
    type: 'email',
    credentials: { port: 587, username: 'u', password: 'p', host: 'mail.example.com' },
    options: { encryption: '', autoTLS: true },
  };

  it('reads the same from an answer and a file', () => {
    const { provider, credentials, options, ...rest } = smtp;
    const entry = { ...rest, ...credentials, ...options, type: provider, encryption: 'none' };
    const file = read('provider', entry);
    expect(file).toMatchObject({ variant: 'smtp', problems: [], unknown: [] });
    expect(valuesOf(file)).toEqual(valuesOf(read('provider', smtp, 'answer')));
  });

  it('takes the empty list that PHP answers for no credentials', () => {
    const { problems } = read('provider', { ...smtp, credentials: [], options: [] }, 'answer');
    expect(problems).toEqual([]);
  });
});

describe('a variable', () => {
  it.each([
    ['{"key":"A","value":"1"}', { value: '1' }],
    ['{"key":"A","value":"1","secret":false}', { value: '1', secret: false }],
    ['{"key":"A","value":"","secret":true}', { secret: true }],
  ])('has no value that the server withholds: %s', (json, fields) => {
    expect(valuesOf(readText('variable', json, 'answer'))).toEqual(fields);
  });

  it('may be secret in a file, which knows its value', () => {
    const entry = { key: 'A', value: 'x', secret: true };
    expect(valuesOf(read('variable', entry))).toEqual({ value: 'x', secret: true });
  });
});

describe('settings', () => {
  it('reads null as no limit, and members of newer versions as unknown', () => {
    const { fields, unknown } = read('security', { limit: null, duration: 60, mockNumbers: [] });
    expect(valuesOf({ fields } as EntryReading)).toEqual({ limit: 0n, duration: 60n });
    expect(unknown).toEqual(['mockNumbers']);
  });

  it('reads a project of a server, whose mail server has texts for everything if there is none', () => {
    const project = {
      smtpEnabled: false,
      smtpPort: '',
      smtpSecure: '',
      serviceStatusForUsers: true,
      authJWT: false,
    };
    expect(valuesOf(read('smtp', project, 'answer'))).toEqual({ enabled: false, port: null, secure: null });
    expect(valuesOf(read('services', project, 'answer'))).toEqual({ users: true });
    expect(valuesOf(read('auth methods', project, 'answer'))).toEqual({ jwt: false });
  });
});
