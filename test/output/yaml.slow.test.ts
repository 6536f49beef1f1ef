import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Document, type DocumentOptions, parseAllDocuments, type SchemaOptions } from 'yaml';
import type { View } from '../../src/output/types.ts';
import { anyText } from '../kit/arbitraries.ts';
import { body, pages, show } from './kit.ts';

const exact =
  '{"10":9007199254740993,"2":[1e400,0.10000000000000000555],"__proto__":{"a":1.0},"s":"\\/\\u00e9"}';

interface Pages {
  readonly view?: View;
  readonly fields?: readonly string[];
}

describe('yaml', () => {
  it('keeps numbers and the order of keys', async () => {
    const { out } = await show(body(exact), { format: 'yaml' });
    expect(out).toBe(
      [
        '"10": 9007199254740993',
        '"2":',
        '  - 1e400',
        '  - 0.10000000000000000555',
        '__proto__:',
        '  a: 1.0',
        's: /é',
        '',
      ].join('\n'),
    );
  });

  it('parses back to the value of the JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.boolean(), async (text, terminal) => {
        const { out } = await show(body(text), { format: 'yaml' }, terminal ? { columns: 80 } : {});
        const [document] = parseAllDocuments(out);
        expect(document!.errors).toEqual([]);
        const value = document!.toJS({ mapAsMap: false });
        expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  const ambiguous = [
    ...['NO', 'no', 'on', 'Off', 'y', 'N', 'yes', 'true', 'null', '~', '=', '<<', '', ' '],
    ...[
      '1:30',
      '1:30:00.5',
      '1_000',
      '1,000',
      '0x_1F',
      '0o17',
      '017',
      '0b1',
      '.5',
      '5.',
      '+5',
      '1e3',
      '.inf',
    ],
    ...['-.INF', '.NaN', '2024-01-31', '2024-1-3 10:00:00 +01:00', '2024-01-31T10:00:00.000+00:00', '12e03'],
    ...[
      'a\u0085b',
      'a\tb',
      '\ta',
      'a\n\tb',
      'a\r\nb',
      '\u2028',
      '\ufeffa',
      '\ufffe',
      '\x7f',
      '\x9b',
      ':a',
      '- a',
    ],
    ...[
      'a: b',
      'a #b',
      '%a',
      '---',
      '...',
      '!a',
      '&a',
      '*a',
      '?',
      '"',
      "'",
      'a\n\nb\n',
      ' a',
      'a ',
      '\ud800',
    ],
  ];
  const risky = fc.oneof(
    fc.constantFrom(...ambiguous),
    anyText(),
    fc.string({ unit: fc.constantFrom(...'0123456789_.:,-+eExXobTZ \t\n~=<nyNYof') }),
  );

  const readers: readonly (DocumentOptions & SchemaOptions)[] = [{ version: '1.1' }, { schema: 'core' }];
  it.each(readers)('writes text that a reader with %j takes for the same text', async (options) => {
    const check = async (name: string, value: string) => {
      const { out } = await show(body(JSON.stringify({ [name]: [value] })), { format: 'yaml' });
      const [document] = parseAllDocuments(out, { ...options, merge: true });
      expect(document!.errors).toEqual([]);
      expect(document!.toJS({ mapAsMap: true })).toEqual(new Map([[name, [value]]]));
    };
    for (const text of ambiguous) await check(text, text);
    await fc.assert(fc.asyncProperty(risky, risky, check));
  });

  it.each(ambiguous.slice(0, -19))('quotes %j', async (text) => {
    const { out } = await show(body(JSON.stringify([text])), { format: 'yaml' });
    expect(out).toMatch(/^- ".*"\n$/);
  });

  it.each(['a', 'Norway', '65f0a1c3e4', 'read("any")', '/v1', 'é', 'a=b', '-a'])(
    'leaves %j without quotes',
    async (text) => {
      const { out } = await show(body(JSON.stringify([text])), { format: 'yaml' });
      expect(out).toBe(`- ${text}\n`);
    },
  );

  it.each([
    [
      'pages',
      ['{"total":9,"databases":[{"a":1.0,"b":2}]}', '{"databases":[]}', '{"databases":[{"a":3}]}'],
      {},
    ],
    ['pages that are no lists', ['[{"a":1.0,"b":2}]', '{"a":3}'], { view: {} }],
    ['--fields', ['{"databases":[{"a":1.0,"b":2}]}', '{"databases":[{"b":3}]}'], { fields: ['a'] }],
    ['odd names', ['{"x: y":[{"- a":[1.0,[]]}]}', '{"x: y":[[],{},"z"]}'], { view: { items: 'x: y' } }],
    ['empty pages', ['{"databases":[]}'], {}],
    ['no pages', [], {}],
    ['no pages of what is no list', [], { view: {} }],
  ] as const)(
    'joins pages of %s into one document, as JSON does',
    async (_, texts, { view, fields }: Pages) => {
      for (const place of [{}, { columns: 80 }]) {
        const yaml = (await show(pages(texts, view), { format: 'yaml', fields }, place)).out;
        const json = (await show(pages(texts, view), { format: 'json', fields })).out;
        const documents = parseAllDocuments(yaml);
        expect(documents).toHaveLength(1);
        expect(JSON.stringify((documents as Document[])[0]!.toJS())).toBe(JSON.stringify(JSON.parse(json)));
      }
    },
  );

  it('counts the items of pages at the end, and writes each page as it arrives', async () => {
    const texts = ['{"total":9,"databases":[{"a":1.0,"b":[2]}]}', '{"total":9,"databases":[{"a":3}]}'];
    const { out } = await show(pages(texts), { format: 'yaml' });
    expect(out).toBe('databases:\n  - a: 1.0\n    b:\n      - 2\n  - a: 3\ntotal: 2\n');
  });

  it('prints the deepest JSON that is read', async () => {
    const deep = '['.repeat(1000) + ']'.repeat(1000);
    expect((await show(body(deep), { format: 'yaml' })).out).toContain('- []');
  });
});
