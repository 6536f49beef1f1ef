import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { body, listBody, pages, show } from './kit.ts';

const shop = '{"$id":"shop","name":"The shop","enabled":true,"price":12.50}';
const blog = '{"$id":"weblog","name":"Blog","enabled":false,"price":9007199254740993}';

describe('a table of a list', () => {
  it('aligns columns, with numbers on the right, without cuts', async () => {
    const { out, err } = await show(listBody([shop, blog], 120));
    expect(out).toBe(
      [
        'ID      NAME      ENABLED             PRICE',
        'shop    The shop  true                12.50',
        'weblog  Blog      false    9007199254740993',
        '',
      ].join('\n'),
    );
    expect(err).toBe('2 of 120 databases\n');
  });

  it('shows the columns of its view that the items have', async () => {
    const { out } = await show(listBody([shop, blog], 2, { columns: ['name', '$createdAt', '$id'] }));
    expect(out.split('\n')[0]).toBe('NAME      ID');
  });

  it('shows a dash for null and missing members, and JSON for nested values', async () => {
    const items = ['{"a":null,"b":{ "c" : [1.0] },"c":""}', '{"a":"x"}'];
    expect((await show(listBody(items, 2))).out).toBe(
      'A  B            C\n-  {"c":[1.0]}\nx  -            -\n',
    );
  });

  it('shows the own attributes of documents between ID and date', async () => {
    const mug =
      '{"title":"Mug","$id":"mug","$createdAt":"2024","$updatedAt":"2025","$permissions":[],"price":1,' +
      '"$databaseId":"shop","$collectionId":"products"}';
    const { out } = await show(listBody([mug], 1, { columns: [] }));
    expect(out).toBe('ID   TITLE  PRICE  CREATED AT\nmug  Mug        1  2024\n');
    expect((await show(listBody(['{"$permissions":[]}'], 1, { columns: [] }))).out).toBe('PERMISSIONS\n[]\n');
  });

  it('finds the list in a body without a model', async () => {
    const list = body(`{"total":7,"teams":[${shop},${blog}]}`);
    const { out, err } = await show(list, { fields: ['$id'] });
    expect([out, err]).toEqual(['ID\nshop\nweblog\n', '2 of 7 teams\n']);
    expect((await show(list, { format: 'json', fields: ['$id'] })).out).toBe(
      '{"total":7,"teams":[{"$id":"shop"},{"$id":"weblog"}]}\n',
    );
  });

  it.each([
    ['{"total":1,"a":[],"b":1}'],
    ['{"total":"1","a":[]}'],
    ['{"count":1,"a":[]}'],
    ['{"total":1,"a":{}}'],
  ])('finds no list in %s', async (text) => {
    const { out } = await show(body(text));
    expect(out.split('\n')[0]).toMatch(/^(total|count) +1$/);
  });

  it.each([
    ['["blue","ceramic"]', 'blue, ceramic'],
    ['["read(\\"any\\")"]', 'read("any")'],
    ['[1.0, true]', '1.0, true'],
    ['[]', '[]'],
    ['["a,b","c"]', '["a,b","c"]'],
    ['[""]', '[""]'],
    ['[[1],{}]', '[[1],{}]'],
    ['["\\u001b[2J"]', '\\x1b[2J'],
  ])('shows %s as %s', async (list, cell) => {
    expect((await show(listBody([`{"a":${list}}`], 1))).out).toBe(`A\n${cell}\n`);
    expect((await show(body(`{"a":${list}}`))).out).toBe(`a  ${cell}\n`);
  });

  it('reports an empty list by its noun', async () => {
    expect(await show(listBody([], 0))).toEqual({ out: '', err: '0 databases\n' });
    expect(await show(listBody([], 120))).toEqual({ out: '', err: '0 of 120 databases\n' });
    expect(await show(body('[]'))).toEqual({ out: '', err: '0 items\n' });
    expect(await show(listBody([], 0), { quiet: true })).toEqual({ out: '', err: '' });
  });

  it('prints one line per plain value', async () => {
    expect(await show(body('["a b",1.0,null]'))).toEqual({ out: 'a b\n1.0\n-\n', err: '' });
  });

  it('shows the columns of --fields, including nested ones', async () => {
    const items = ['{"$id":"u1","prefs":{"theme":{"name":"dark"},"a.b":1}}', '{"$id":"u2","prefs":[]}'];
    const fields = ['prefs.theme.name', 'prefs.a.b', '$id'];
    const { out, err } = await show(listBody(items, 2), { fields });
    expect(out).toBe(
      'PREFS.THEME.NAME  PREFS.A.B  ID\ndark                      1  u1\n-                         -  u2\n',
    );
    expect(err).toBe('2 databases\n');
  });

  it('reports a field that no item has', async () => {
    const { err } = await show(listBody([shop], 1), { fields: ['$id', 'nmae'] });
    expect(err).toBe('1 database\nwarning: there is no nmae in the answer; did you mean name?\n');
  });

  it.each<[string[], string]>([
    [['id'], "there is no id in the answer; did you mean $id? Quote a $, as in '$id'"],
    [
      ['name', 'owner.id'],
      "there is no owner.id in the answer; did you mean owner.$id? Quote a $, as in 'owner.$id'",
    ],
    [
      ['id', 'nmae', 'createdAt'],
      "there is no id, nmae, createdAt in the answer; did you mean $id, name and $createdAt? Quote a $, as in '$id'",
    ],
  ])('suggests the $ for the fields %j', async (fields, warning) => {
    const item = '{"$id":"shop","name":"x","$createdAt":"2024","owner":{"$id":"ada"}}';
    for (const format of ['table', 'json', 'csv'] as const) {
      const { err } = await show(listBody([item], 1), { fields, format });
      expect(err.split('\n')).toContain(`warning: ${warning}`);
    }
  });
});

describe('a table on a terminal', () => {
  const now = Date.parse('2026-11-28T12:00:00Z');
  const long = `{"$id":"shop","name":"${'n'.repeat(60)}","text":"${'t'.repeat(200)}"}`;
  const onTerminal = (items: string[], names: string[], columns: number) =>
    show(listBody(items, items.length, { columns: names }), {}, { columns, now });

  it('cuts the widest columns until the line fits', async () => {
    const { out } = await onTerminal([long, shop], ['$id', 'name', 'text'], 60);
    const lines = out.trimEnd().split('\n');
    expect(lines[1]).toBe(`shop  ${'n'.repeat(25)}…  ${'t'.repeat(25)}…`);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('cuts nothing in a pipe', async () => {
    const { out } = await show(listBody([long], 1));
    expect(out).toContain('t'.repeat(200));
  });

  it('leaves out columns without room, and names them', async () => {
    const members = Array.from({ length: 20 }, (_, index) => `"column${index}":"${'x'.repeat(40)}"`);
    const { out, err } = await show(listBody([`{${members.join(',')}}`], 1), {}, { columns: 40 });
    expect(out.split('\n')[0]).toBe('COLUMN0   COLUMN1   COLUMN2   COLUMN3');
    expect(err).toBe(
      '16 more columns have no room here: column4, column5, column6, column7, column8, column9, colum…; ' +
        '--fields chooses which are shown\n1 database\n',
    );
  });

  const file =
    '{"$id":"6b088e79bc4290f858cc","name":"photograph-of-the-sea.jpg","size":9007199254740993,' +
    '"userId":"6b088e79bc4290f858dd","$createdAt":"2026-11-26T19:03:05.123+00:00"}';

  it.each<[number, string[], string]>([
    [
      120,
      ['$id', 'name', 'size', 'userId', '$createdAt'],
      `ID                    NAME                                   SIZE  USER ID               CREATED AT
6b088e79bc4290f858cc  photograph-of-the-sea.jpg  9007199254740993  6b088e79bc4290f858dd  2026-11-26 19:03 (1 day ago)
`,
    ],
    [
      80,
      ['$id', 'name', 'size', 'userId', '$createdAt'],
      `ID                    NAME                            SIZE  USER ID
6b088e79bc4290f858cc  photograph-of-the…  9007199254740993  6b088e79bc4290f858dd
`,
    ],
    [
      60,
      ['$id', 'name', 'size', 'userId', '$createdAt'],
      `ID                    NAME                              SIZE
6b088e79bc4290f858cc  photograph-of-the-s…  9007199254740993
`,
    ],
    [
      40,
      ['$id', 'size', 'name'],
      'ID                                SIZE\n6b088e79bc4290f858cc  9007199254740993\n',
    ],
    [40, ['name', 'size', '$id'], 'NAME                ID\nphotograph-of-the…  6b088e79bc4290f858cc\n'],
    [25, ['name', '$id', 'size'], 'ID\n6b088e79bc4290f858cc\n'],
    [12, ['$id', 'name'], 'ID\n6b088e79bc4…\n'],
  ])('shows IDs, numbers and dates whole or not at all in %i columns', async (width, names, expected) => {
    expect((await onTerminal([file], names, width)).out).toBe(expected);
  });

  it('keeps the last column even without room for it', async () => {
    const { err } = await onTerminal([file], ['$id', 'size'], 30);
    expect(err).toBe('1 more column has no room here: size; --fields chooses which are shown\n1 database\n');
  });

  it.each<[string, string, number]>([
    ['key', `title-of-a-very-long-key`, 40],
    ['event', `databases.shop.create`, 40],
  ])('shows %s whole in the first column', async (name, value, width) => {
    const item = `{"${name}":"${value}","text":"${'t'.repeat(200)}"}`;
    const { out } = await onTerminal([item], [name, 'text'], width);
    expect(out.split('\n')[1]).toBe(`${value}  ${'t'.repeat(width - value.length - 3)}…`);
  });

  it('lets a longer ID or number of a later page stick out', async () => {
    const page = (id: string, n: number) =>
      `{"total":2,"databases":[{"$id":"${id}","n":${n},"text":"${'t'.repeat(40)}"}]}`;
    const { out } = await show(pages([page('a', 1), page('longer', 1000)]), {}, { columns: 20 });
    expect(out).toBe('ID  N  TEXT\na   1  tttttttttttt…\nlonger  1000  tttttttttttt…\n');
  });

  it('cuts titles over short numbers', async () => {
    const { out } = await onTerminal(
      ['{"$id":"a","responseStatusCode":200}'],
      ['$id', 'responseStatusCode'],
      15,
    );
    expect(out).toBe('ID  RESPONSE S…\na           200\n');
  });

  it.each([
    ['"2026-11-26T19:03:05.123+00:00"', '2026-11-26 19:03'],
    ['"2026-11-26T19:03:05Z"', '2026-11-26 19:03'],
    ['"2026-11-26T19:03:05.123+02:00"', '2026-11-26T19:03:05.123+02:00'],
    ['"on 2026-11-26T19:03:05.123+00:00"', 'on 2026-11-26T19:03:05.123+00:00'],
    ['""', '""'],
    ['null', '-'],
    ['[]', '[]'],
    ['{}', '{}'],
    ['"-"', '-'],
  ])('shows %s as %s in both tables', async (value, cell) => {
    const item = `{"a":${value}}`;
    expect((await show(listBody([item], 1), {}, { columns: 80 })).out).toBe(`A\n${cell}\n`);
    expect((await show(body(item), { allFields: true }, { columns: 80 })).out).toBe(`a  ${cell}\n`);
    expect((await show(listBody([item], 1), { fields: ['a'] }, { columns: 80 })).out).toBe(`A\n${cell}\n`);
  });

  it('prints exact dates and empty texts in a pipe', async () => {
    const item = '{"a":"2026-11-26T19:03:05.123+00:00","b":""}';
    expect((await show(listBody([item], 1))).out).toBe(
      'A                              B\n2026-11-26T19:03:05.123+00:00\n',
    );
    expect((await show(body(item))).out).toBe('a  2026-11-26T19:03:05.123+00:00\nb\n');
  });

  it('prints plain values whole and exact', async () => {
    const date = '2026-11-26T19:03:05.123+00:00';
    const { out } = await show(body(JSON.stringify([date, 's'.repeat(100)])), {}, { columns: 40 });
    expect(out).toBe(`${date}\n${'s'.repeat(100)}\n`);
    expect((await show(body('{"secret":"abcdef"}'), { filter: 'secret' }, { columns: 4 })).out).toBe(
      'abcdef\n',
    );
  });

  it('prints headers in bold and states in colour', async () => {
    const items = ['{"status":"available","name":"failed"}', '{"status":"failed","name":"x"}'];
    const { out } = await show(listBody(items, 2), {}, { columns: 80, colour: true });
    expect(out).toBe(
      [
        '\x1b[1mSTATUS\x1b[22m     \x1b[1mNAME\x1b[22m',
        '\x1b[32mavailable\x1b[39m  failed',
        '\x1b[31mfailed\x1b[39m     x',
        '',
      ].join('\n'),
    );
  });
});

describe('a table of pages', () => {
  const page = (...items: string[]) => `{"total":3,"databases":[${items.join(',')}]}`;

  it('prints one table with the widths of the first page, and counts the items', async () => {
    const texts = [
      page(),
      page('{"$id":"aaaa","n":1}'),
      page('{"$id":"b","n":2,"new":1}', '{"$id":"longer","n":3}'),
    ];
    const { out, err } = await show(pages(texts));
    expect(out).toBe('ID    N\naaaa  1\nb     2\nlonger  3\n');
    expect(err).toBe('3 databases\n');
  });

  it('reports once that there are no items', async () => {
    expect(await show(pages([page(), page()]))).toEqual({ out: '', err: '0 databases\n' });
    expect(await show(pages([]))).toEqual({ out: '', err: '0 databases\n' });
  });
});

describe('text with control characters in a table', () => {
  const hostile = [
    '\x1b[31mred\x1b[0m',
    '\x1b]0;title\x07',
    'a\u202eb\u2066c',
    'line\nbreak\ttab\r',
    '\x9b2J\x7f',
    '漢字かな',
    '👨‍👩‍👧‍👦 family',
    'e\u0301\u200b\u200d',
    '\ud800 half',
    '\u2028\u2029\u200e\u200f',
    '',
  ];
  const items = hostile.map((name, index) => `{"name":${JSON.stringify(name)},"n":"<${index}"}`);

  it.each([undefined, 80])('stays aligned and never drives a terminal (%s columns)', async (columns) => {
    const { out } = await show(listBody(items, 3), {}, columns === undefined ? {} : { columns });
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(hostile.length + 1);
    const starts = lines.slice(1).map((line) => stringWidth(line.slice(0, line.indexOf('<'))));
    expect(new Set(starts).size).toBe(1);
    expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/);
    expect(out).toContain(String.raw`\x1b[31mred\x1b[0m`);
    expect(out).toContain(String.raw`a\u202eb\u2066c`);
    expect(out).toContain(String.raw`line\nbreak\ttab\r`);
  });

  it('is cut between characters', async () => {
    const { out } = await show(
      listBody(['{"name":"👨‍👩‍👧‍👦👨‍👩‍👧‍👦漢字漢字漢字漢字"}'], 1),
      {},
      { columns: 9 },
    );
    expect(out).toBe('NAME\n👨‍👩‍👧‍👦👨‍👩‍👧‍👦漢字…\n');
  });

  it('does not pad every row to a megabyte', async () => {
    const long = `{"name":"${'x'.repeat(1_000_000)}","n":"1"}`;
    const { out } = await show(listBody([long, ...items], 3));
    expect(out.length).toBeLessThan(1_100_000);
    expect((await show(listBody([long], 1), {}, { columns: 80 })).out.split('\n')[1]).toHaveLength(80);
    expect((await show(body(long), {}, { columns: 80 })).out.split('\n')[0]).toHaveLength(80);
    expect((await show(body(long))).out.length).toBeLessThan(1_001_000);
  });

  it('is escaped in keys and headers too', async () => {
    const odd = '{"\\u001b[2J":1,"__proto__":2,"10":3}';
    expect((await show(listBody([odd], 1))).out).toBe('\\x1b[2J  __PROTO__  10\n      1          2   3\n');
    expect((await show(body(odd))).out).toBe('\\x1b[2J    1\n__proto__  2\n10         3\n');
  });
});
