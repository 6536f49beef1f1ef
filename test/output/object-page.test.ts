import { describe, expect, it } from 'vitest';
import type { View } from '../../src/output/types.ts';
import { body, show } from './kit.ts';

const now = Date.parse('2026-11-28T12:00:00Z');
const collection: View = { model: { name: 'collection', version: '1.5' } };
const user: View = { model: { name: 'user', version: '1.5' } };
const document: View = { model: { name: 'document', version: '1.5' } };

/** Draws an object on a terminal. */
const draw = (object: unknown, view: View, columns = 80, options: Parameters<typeof show>[1] = {}) =>
  show(body(typeof object === 'string' ? object : JSON.stringify(object), view), options, { columns, now });

const attribute = { status: 'available', error: '', required: false, array: false, default: null };
const products = {
  $id: 'products',
  $createdAt: '2026-11-25T10:20:30.123+00:00',
  $updatedAt: '2026-11-28T11:59:30.000+00:00',
  $permissions: ['read("any")', 'create("users")'],
  databaseId: 'shop',
  name: 'Products',
  enabled: false,
  documentSecurity: true,
  attributes: [
    { ...attribute, key: 'title', type: 'string', size: 128, required: true },
    { ...attribute, key: 'stock', type: 'integer', min: 0, max: 9007199254740992, default: 0 },
    {
      ...attribute,
      key: 'size',
      type: 'string',
      format: 'enum',
      elements: ['S', 'M'],
      status: 'failed',
      error: 'x',
    },
    {
      ...attribute,
      key: 'maker',
      type: 'relationship',
      relatedCollection: 'makers',
      relationType: 'manyToOne',
      twoWay: true,
      twoWayKey: 'products',
      onDelete: 'setNull',
      side: 'parent',
    },
  ],
  indexes: [],
};

describe('the page of a collection', () => {
  it('has names first, attributes in a table, permissions in a line each, and dates last', async () => {
    const { out, err } = await draw(products, collection, 100);
    expect(out).toBe(`$id               products
name              Products
enabled           disabled
documentSecurity  on
databaseId        shop

attributes (4)
  KEY    TYPE          STATUS     REQUIRED  ARRAY  DEFAULT  DETAILS
  title  string        available  yes       no     -        128 characters
  stock  integer       available  no        no     0        at least 0
  size   string        failed     no        no     -        error: x; enum: S, M
  maker  relationship  available  no        no     -        manyToOne makers, two-way as products,
                                                            on delete setNull

$permissions      read("any")
                  create("users")
$createdAt        2026-11-25 10:20 UTC (3 days ago)
$updatedAt        2026-11-28 11:59 UTC (just now)
`);
    expect(err).toBe('1 empty field not shown; --all-fields shows it\n');
  });

  it('makes names and values of a table without room', async () => {
    const { out } = await draw(products, collection, 40);
    expect(out).toContain('\n  key       size\n  type      string\n  status    failed\n');
    expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(40);
  });

  it('shows every member and every column with --all-fields', async () => {
    const { out, err } = await draw(products, collection, 250, { allFields: true });
    expect(out).toContain('\nindexes           []\n');
    expect(out).toContain('RELATED COLLECTION');
    expect(err).toBe('');
  });

  it('keeps to --fields, in their order, empty ones too', async () => {
    const { out, err } = await draw(products, collection, 80, {
      fields: ['enabled', 'indexes', '$id'],
      allFields: true,
    });
    expect(out).toBe('enabled  disabled\nindexes  []\n$id      products\n');
    expect(err).toBe('');
  });

  it('is a flat table of exact values in a pipe', async () => {
    const { out } = await show(body(JSON.stringify(products), collection));
    expect(out).toContain('\nenabled           false\n');
    expect(out).toContain('\n$createdAt        2026-11-25T10:20:30.123+00:00\n');
    expect(out.split('\n')).toHaveLength(11);
  });
});

describe('the page of a user', () => {
  const ada = {
    $id: 'ada',
    password: '$argon2id$v=19$secret',
    hashOptions: { type: 'argon2', memoryCost: 2048, nested: { deep: { deeper: [{ a: 1 }] } } },
    registration: '2025-01-01T00:00:00.000+00:00',
    status: true,
    labels: ['vip', 'beta'],
    name: 'Ada',
    phone: '',
    emailVerification: true,
    mfa: false,
    prefs: { since: '2026-11-25T10:20:30.123+00:00', dark: true, empty: '' },
    targets: [{ $id: 't1', userId: 'ada', providerType: 'email', identifier: 'ada@example.com', name: '' }],
    accessedAt: '',
  };

  it('puts its flags in words, masks the hash, and leaves preferences as they are stored', async () => {
    const { out, err } = await draw(ada, user);
    expect(out).toBe(`$id                ada
name               Ada
status             active
labels             vip, beta
password           ••••
emailVerification  verified
mfa                off

hashOptions
  type        argon2
  memoryCost  2048
  nested
    deep  {"deeper":[{"a":1}]}

prefs
  since  2026-11-25T10:20:30.123+00:00
  dark   true

targets (1)
  ID  PROVIDER TYPE  IDENTIFIER
  t1  email          ada@example.com

registration       2025-01-01 00:00 UTC (1 year ago)
`);
    expect(err).toBe(
      '3 empty fields not shown; --all-fields shows them\nmasked: password; --fields password shows it\n',
    );
  });

  it('shows a secret that is asked for by name', async () => {
    const { out } = await draw(ada, user, 80, { fields: ['password'] });
    expect(out).toBe('password  $argon2id$v=19$secret\n');
  });
});

describe('the page of a document', () => {
  const related = (id: string, rest: object) => ({
    ...rest,
    $id: id,
    $collectionId: 'makers',
    $permissions: [],
  });
  const mug = {
    price: 12,
    sold: true,
    soldAt: '2026-11-25T10:20:30.123+00:00',
    title: 'Mug',
    maker: related('acme', { founded: 1900, city: 'Rome\nnorth', name: 'ACME' }),
    reviews: [related('r1', { stars: 5, text: 'Great' }), related('r2', { stars: 1 })],
    $id: 'mug',
    $createdAt: '2026-11-28T10:20:30.123+00:00',
    $permissions: [],
    $databaseId: 'shop',
    $collectionId: 'products',
  };

  it('leaves attributes as they are stored, and names related documents', async () => {
    const { out, err } = await draw(mug, document);
    expect(out).toBe(`$id            mug
title          Mug
price          12
sold           true
soldAt         2026-11-25T10:20:30.123+00:00
maker          acme (ACME)
reviews        r1 (Great)
               r2
$databaseId    shop
$collectionId  products
$createdAt     2026-11-28 10:20 UTC (1 hour ago)
`);
    expect(err).toBe('1 empty field not shown; --all-fields shows it\n');
  });

  it('keeps numbers exact', async () => {
    const { out } = await draw('{"$id":"a","n":9007199254740993,"m":1.50}', document);
    expect(out).toBe('$id  a\nn    9007199254740993\nm    1.50\n');
  });
});

describe('the page of any object', () => {
  it.each<[string, string, string, string]>([
    ['bucket', '{"maximumFileSize":30000000}', 'maximumFileSize  30 MB', ''],
    ['bucket', '{"maximumFileSize":5368709120}', 'maximumFileSize  5.37 GB', ''],
    ['function', '{"timeout":15}', 'timeout  15 s', ''],
    ['execution', '{"duration":0.0472}', 'duration  47.2 ms', ''],
    ['membership', '{"confirm":false,"roles":["owner"]}', 'roles    owner\nconfirm  pending', ''],
    ['preferences', '{"a":false}', 'a  false', ''],
    ['bucket', '{"maximumFileSize":"5","fileSecurity":1}', 'fileSecurity     1\nmaximumFileSize  5', ''],
    ['bucket', '{"allowedFileExtensions":[]}', '', '1 empty field not shown; --all-fields shows it\n'],
  ])('shows %s %s', async (name, text, expected, note) => {
    const { out, err } = await draw(text, { model: { name, version: '1.5' } });
    expect(out).toBe(expected === '' ? '' : `${expected}\n`);
    expect(err).toBe(note);
  });

  it('escapes control characters in names, headings and cells', async () => {
    const hostile = '\x1b[2J\u202e';
    const { out } = await draw({ [hostile]: hostile, a: { [hostile]: [{ [hostile]: hostile }] } }, {});
    expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/);
  });

  it('draws values over time in one line, unless they are asked for', async () => {
    const view: View = { model: { name: 'usageUsers', version: '1.5' } };
    const users = [0, 5, 10].map((value, day) => ({ value, date: `2026-11-0${day + 1}T00:00:00.000+00:00` }));
    expect((await draw({ usersTotal: 15, users }, view)).out).toBe(
      'usersTotal  15\nusers       _=#  10 at most, 2026-11-01 to 2026-11-03\n',
    );
    const { out } = await draw({ users }, view, 80, { fields: ['users'] });
    expect(out).toBe(
      'users (3)\n  VALUE  DATE\n  0      2026-11-01 00:00\n  5      2026-11-02 00:00\n  10     2026-11-03 00:00\n',
    );
  });

  it.each<[string, object, string]>([
    ['provider', { credentials: { apiKey: 'k' } }, 'credentials'],
    ['function', { vars: [{ key: 'A', value: 'v' }] }, 'vars'],
    ['identity', { providerAccessToken: 't' }, 'providerAccessToken'],
  ])('masks secrets of a %s %j until they are named', async (name, object, field) => {
    const view: View = { model: { name, version: '1.5' } };
    const { out, err } = await draw(object, view);
    expect(out).toContain('••••');
    expect(err).toBe(`masked: ${field}; --fields ${field} shows it\n`);
    const named = await draw(object, view, 80, { fields: [field] });
    expect(named.out).not.toContain('•');
    expect(named.out).toContain(JSON.stringify(object).match(/"(k|v|t)"/)![1]);
  });

  it('knows the dates of the API without a model', async () => {
    const { out } = await draw({ $updatedAt: '2026-11-25T10:20:30.123+00:00', $id: 'a', at: '2026' }, {});
    expect(out).toBe('$id         a\nat          2026\n$updatedAt  2026-11-25 10:20 UTC (3 days ago)\n');
  });

  it('colours states, IDs and ages', async () => {
    const bucket = { $id: 'a', enabled: true, $createdAt: '2026-11-25T10:20:30.123+00:00' };
    const view: View = { model: { name: 'bucket', version: '1.5' } };
    const { out } = await show(body(JSON.stringify(bucket), view), {}, { columns: 80, colour: true, now });
    expect(out).toContain('\x1b[36ma\x1b[39m\n');
    expect(out).toContain('\x1b[32menabled\x1b[39m\n');
    expect(out).toContain('  2026-11-25 10:20 UTC \x1b[2m(3 days ago)\x1b[22m\n');
  });

  it('keeps the age of a date in one piece', async () => {
    const key = { $createdAt: '2026-11-25T10:20:30.123+00:00' };
    const { out } = await draw(key, { model: { name: 'key', version: '1.5' } }, 40);
    expect(out).toBe('$createdAt  2026-11-25 10:20 UTC\n            (3 days ago)\n');
  });

  it('has no word for a value that is no date', async () => {
    const { out } = await draw(
      { $createdAt: 'yesterday', expire: '2026' },
      { model: { name: 'key', version: '1.5' } },
    );
    expect(out).toBe('expire      2026\n$createdAt  yesterday\n');
  });
});
