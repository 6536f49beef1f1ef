import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvError, type CsvRecord, quoteCell, readCsv } from '../../../src/lib/csv/csv.ts';
import { anyText } from '../../kit/arbitraries.ts';

type Cells = readonly (string | null)[];

async function* inPieces(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

async function read(text: string, { separator = ',', length = 7 } = {}): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const record of readCsv(inPieces(text, length), separator)) records.push(record);
  return records;
}

const cellsOf = async (text: string, options = {}) => (await read(text, options)).map(({ cells }) => cells);

const print = (rows: readonly Cells[], separator: string, lineEnd: string) =>
  rows
    .map((cells) => cells.map((cell) => (cell === null ? '' : quoteCell(cell, separator))).join(separator))
    .map((line) => line + lineEnd)
    .join('');

describe('readCsv', () => {
  it.each<[string, string, Cells[]]>([
    ['an empty text', '', []],
    ['one cell', 'a', [['a']]],
    ['a line with an end', 'a\n', [['a']]],
    ['an empty line', '\n', [[null]]],
    [
      'cells',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['an empty cell and an empty text', ',""\n', [[null, '']]],
    ['an empty cell at the end', 'a,', [['a', null]]],
    ['an empty text at the end', 'a,""', [['a', '']]],
    ['quotes, separators and line breaks in quotes', '"a ""b"", c\r\nd",e', [['a "b", c\r\nd', 'e']]],
    ['a quote in an unquoted cell', 'a"b,c', [['a"b', 'c']]],
    ['spaces, which belong to the cell', ' a , "b"', [[' a ', ' "b"']]],
    ['every kind of line end', 'a\r\nb\nc\rd', [['a'], ['b'], ['c'], ['d']]],
    ['CRLF after a quote', '"a"\r\n"b"\r\n', [['a'], ['b']]],
  ])('reads %s', async (_name, text, rows) => {
    for (const length of [1, 2, 1000]) expect(await cellsOf(text, { length })).toEqual(rows);
  });

  it('reads tabs as separators', async () => {
    expect(await cellsOf('a,b\t"c\td"\n', { separator: '\t' })).toEqual([['a,b', 'c\td']]);
  });

  it('reports the line of each record', async () => {
    const records = await read('a,b\n"1\n2",3\r\n\r\n4,5');
    expect(records.map(({ line }) => line)).toEqual([1, 2, 4, 5]);
  });

  it.each([
    ['a,b\n"c,d\n', 'a quote that is never closed at line 2'],
    ['a\n"b"c\n', 'text after a closing quote at line 2'],
    ['"a\nb" \n', 'text after a closing quote at line 2'],
  ])('refuses %j', async (text, message) => {
    await expect(read(text)).rejects.toThrow(CsvError);
    await expect(read(text)).rejects.toThrow(message);
  });

  it('stops reading after an unclosed quote', async () => {
    async function* endless(): AsyncGenerator<string> {
      yield 'a\n"';
      for (;;) yield 'x'.repeat(1024 * 1024);
    }
    const all = async () => {
      for await (const _ of readCsv(endless()));
    };
    await expect(all()).rejects.toThrow('never closed at line 2');
  });
});

describe('readCsv of generated texts', () => {
  const cell = fc.oneof(
    fc.constant(null),
    anyText(),
    fc.string({ unit: fc.constantFrom('"', ',', '\t', '\n', '\r', 'a') }),
  );
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 });

  it('reads what quoteCell writes', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(',', '\t'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 9 }),
        async (rows, separator, lineEnd, length) => {
          expect(await cellsOf(print(rows, separator, lineEnd), { separator, length })).toEqual(rows);
        },
      ),
    );
  });

  it('gives the same result wherever the text is split', async () => {
    const text = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', 'b') });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (csv, length) => {
        const outcome = (pieces: number) => read(csv, { length: pieces }).catch((error: unknown) => error);
        const whole = await outcome(1000);
        if (whole instanceof Error) expect(whole).toBeInstanceOf(CsvError);
        expect(await outcome(length)).toEqual(whole);
      }),
    );
  });
});
