import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRows } from '../../../src/bulk/rows/read.ts';
import type { Row, RowFormat, RowShape } from '../../../src/bulk/rows/row.ts';
import { CliError, usageError } from '../../../src/errors.ts';
import { writeObject } from '../../../src/lib/json/slices.ts';

const shape: RowShape = {
  member: 'documents',
  checkColumns(names) {
    if (names.includes('prize')) throw usageError('there is no attribute prize');
  },
  cellToJson: (column, cell) => (column === 'n' ? cell : JSON.stringify(cell)),
};

async function* inPieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function read(text: string | Buffer, format: RowFormat, length = 5): Promise<Row[]> {
  const rows: Row[] = [];
  const bytes = Buffer.from(text);
  for await (const row of readRows(inPieces(bytes, length), format, shape, 'rows.txt')) rows.push(row);
  return rows;
}

/** Returns line, fields and problem of each row. */
async function seen(text: string | Buffer, format: RowFormat, length?: number) {
  const rows = await read(text, format, length);
  return rows.map(({ line, fields, problem }) => [
    line,
    Object.fromEntries(fields),
    ...(problem === undefined ? [] : [problem]),
  ]);
}

describe('readRows', () => {
  it.each<[string, RowFormat, string, unknown[]]>([
    [
      'NDJSON',
      'ndjson',
      '{"a":1.0}\r\n\n{"b":"ü"}',
      [
        [1, { a: '1.0' }],
        [3, { b: '"ü"' }],
      ],
    ],
    [
      'broken lines of NDJSON',
      'ndjson',
      '{"a":}\n[1]\n{"a":2}\n',
      [
        [1, { $text: '"{\\"a\\":}"' }, 'broken JSON at column 6'],
        [2, { $text: '"[1]"' }, 'not a JSON object'],
        [3, { a: '2' }],
      ],
    ],
    [
      'a JSON array',
      'json',
      '[{"a":1},\n {"a":[1,{"b":"]"}]} ]\n',
      [
        [1, { a: '1' }],
        [2, { a: '[1,{"b":"]"}]' }],
      ],
    ],
    ['an empty array', 'json', ' [ ] ', []],
    ['the answer of a list', 'json', '{"total":1,"documents":[{"a":"\\\\\\""}]}', [[1, { a: '"\\\\\\""' }]]],
    ['a list behind another one', 'json', '{"x":[1],"y":{"documents":[2]},"documents":[{}]}', [[1, {}]]],
    ['items that are no objects', 'json', '[1]', [[1, { $text: '"1"' }, 'not a JSON object']]],
    [
      'CSV',
      'csv',
      'a,n\r\nx,1\r\n"",\r\n\r\n"2\n3",9007199254740993\r\n',
      [
        [2, { a: '"x"', n: '1' }],
        [3, { a: '""', n: 'null' }],
        [5, { a: '"2\\n3"', n: '9007199254740993' }],
      ],
    ],
    [
      'CSV with one column',
      'csv',
      'a\n\nx\n',
      [
        [2, { a: 'null' }],
        [3, { a: '"x"' }],
      ],
    ],
    [
      'CSV with too few and too many cells',
      'csv',
      'a,b\n1\n1,2,3\n',
      [
        [2, { a: '"1"', b: 'null', $text: '"1"' }, '1 cell, but the first line has 2'],
        [3, { a: '"1"', b: '"2"', $text: '"1,2,3"' }, '3 cells, but the first line has 2'],
      ],
    ],
    [
      'every cell of a line of CSV with too many',
      'csv',
      'a\n"1,",,"","say ""hi""\nü"\n',
      [
        [
          2,
          { a: '"1,"', $text: '"\\"1,\\",,\\"\\",\\"say \\"\\"hi\\"\\"\\nü\\""' },
          '4 cells, but the first line has 1',
        ],
      ],
    ],
    ['a byte order mark', 'csv', '\ufeffa\nx', [[2, { a: '"x"' }]]],
  ])('reads %s', async (_name, format, text, rows) => {
    for (const length of [1, 4, 1000]) expect(await seen(text, format, length)).toEqual(rows);
  });

  it.each<[string, RowFormat, string | Buffer, string]>([
    ['Latin-1', 'ndjson', Buffer.from('{"a":"\xfc"}', 'latin1'), 'rows.txt: not UTF-8 text'],
    ['half a character at the end', 'csv', Buffer.from([0x61, 0xc3]), 'rows.txt: not UTF-8 text'],
    ['an array that never ends', 'json', '[{"a":1},\n{"b":2}', 'rows.txt: broken JSON at line 2'],
    ['a broken item', 'json', '[{"a":1},\n{"b":}]', 'rows.txt: broken JSON in the item at line 2'],
    ['two commas', 'json', '[{},,{}]', 'rows.txt: broken JSON in the item at line 1'],
    ['a comma at the end', 'json', '[{},]', 'rows.txt: broken JSON in the item at line 1'],
    ['text behind the array', 'json', '[{}] x', 'rows.txt: broken JSON at line 1'],
    ['an object without a list', 'json', '{"tags":["a"]}', 'rows.txt: not a list of rows at line 1'],
    ['nothing', 'json', '', 'rows.txt: broken JSON at line 1'],
    ['an open quote', 'csv', 'a\n"x', 'rows.txt: a quote that is never closed at line 2'],
    ['an unknown column', 'csv', 'a,prize\n', 'there is no attribute prize'],
    ['a column without a name', 'csv', 'a,,b\n', 'a column without a name'],
    ['a column twice', 'csv', 'a,b,a\n', 'names "a" twice'],
    [
      'a line without an end',
      'ndjson',
      Buffer.alloc(17 * 1024 * 1024, 'x'),
      'a line of more than 16 MiB at line 1',
    ],
  ])('refuses %s', async (_name, format, text, message) => {
    const failure = read(text, format, 1024 * 1024);
    await expect(failure).rejects.toThrow(CliError);
    await expect(failure).rejects.toThrow(message);
  });

  it('reads the same rows however JSON is written and split', async () => {
    const items = fc.array(fc.dictionary(fc.string(), fc.jsonValue()));
    await fc.assert(
      fc.asyncProperty(items, fc.boolean(), fc.integer({ min: 1, max: 9 }), async (list, wrapped, length) => {
        const text = JSON.stringify(wrapped ? { total: 5, documents: list } : list, null, wrapped ? 1 : 0);
        const rows = await read(text, 'json', length);
        const objects = rows.map(({ fields }) => JSON.parse(writeObject(fields)));
        expect(objects).toEqual(JSON.parse(JSON.stringify(list)));
      }),
    );
  });

  it('returns rows or a CliError for any text', async () => {
    const text = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '\n', 'a', '1'),
    });
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom('ndjson', 'json', 'csv'), async (broken, format) => {
        const outcome = await read(broken, format as RowFormat).catch((error: unknown) => error);
        if (!Array.isArray(outcome)) expect(outcome).toBeInstanceOf(CliError);
      }),
    );
  });
});
