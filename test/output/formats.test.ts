import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type Format, formats } from '../../src/output/types.ts';
import { anyText } from '../kit/arbitraries.ts';
import { body, listBody, pages, show } from './kit.ts';

const view = { items: 'databases', noun: 'databases' };
const exact =
  '{"10":9007199254740993,"2":[1e400,0.10000000000000000555],"__proto__":{"a":1.0},"s":"\\/\\u00e9"}';

describe('json', () => {
  it('prints the server’s tokens on one line, and indents them on a terminal', async () => {
    const text = `{ "total": 1,\n "databases": [ ${exact} ] }`;
    expect((await show(body(text, view), { format: 'json' })).out).toBe(
      `{"total":1,"databases":[${exact}]}\n`,
    );
    expect((await show(body(text, view), { format: 'json' }, { columns: 80 })).out).toBe(
      String.raw`{
  "total": 1,
  "databases": [
    {
      "10": 9007199254740993,
      "2": [
        1e400,
        0.10000000000000000555
      ],
      "__proto__": {
        "a": 1.0
      },
      "s": "\/\u00e9"
    }
  ]
}
`,
    );
  });

  it('prints only the paths of --fields, and keeps the rest of a list’s body', async () => {
    const items = ['{"a":1,"b":{"c":1.0,"d":2,"e":3},"f":4}', '{"a":{"x":1}}'];
    const fields = ['f', 'b.d', 'a', 'b.c', 'a.x'];
    expect((await show(listBody(items, 7), { format: 'json', fields })).out).toBe(
      '{"total":7,"databases":[{"f":4,"b":{"d":2,"c":1.0},"a":1},{"a":{"x":1}}]}\n',
    );
    expect((await show(body(items[0]!), { format: 'json', fields: ['b.c'] })).out).toBe('{"b":{"c":1.0}}\n');
    expect((await show(body(`[${items[0]}]`), { format: 'json', fields: ['f'] })).out).toBe('[{"f":4}]\n');
  });

  it('joins pages into one document with all items and their count', async () => {
    const texts = [
      '{"total":9,"databases":[{"a":1.0},{"a":2}]}',
      '{"total":9,"databases":[]}',
      '{"databases":[3]}',
    ];
    const { out } = await show(pages(texts), { format: 'json' });
    expect(out).toBe('{"databases":[{"a":1.0},{"a":2},3],"total":3}\n');
    const terminal = await show(pages(texts), { format: 'json' }, { columns: 80 });
    expect(terminal.out).toBe(`${JSON.stringify(JSON.parse(out), null, 2).replace('"a": 1', '"a": 1.0')}\n`);
  });

  it.each([undefined, 80])(
    'of no page, or of empty ones, is a document too (%s columns)',
    async (columns) => {
      const place = columns === undefined ? {} : { columns };
      for (const texts of [[], ['{"databases":[]}']]) {
        const { out } = await show(pages(texts), { format: 'json' }, place);
        expect(JSON.parse(out)).toEqual({ databases: [], total: 0 });
        expect(JSON.parse((await show(pages(texts, {}), { format: 'json' }, place)).out)).toBeInstanceOf(
          Array,
        );
      }
    },
  );

  it('colours tokens on a terminal', async () => {
    const { out } = await show(body('{"a":[1,"x",null]}'), { format: 'json' }, { columns: 80, colour: true });
    expect(out).toContain('\x1b[36m"a"\x1b[39m: [');
    expect(out).toContain('\x1b[32m"x"\x1b[39m');
  });
});

describe('ndjson', () => {
  it('prints one line per item of a body or of all pages', async () => {
    expect((await show(listBody(['{"a": 1.0}', '[ ]'], 2), { format: 'ndjson' })).out).toBe(
      '{"a":1.0}\n[]\n',
    );
    expect((await show(body('{ "a": 1 }'), { format: 'ndjson' })).out).toBe('{"a":1}\n');
    const texts = ['{"databases":[1,2]}', '{"databases":[3]}'];
    expect((await show(pages(texts), { format: 'ndjson' })).out).toBe('1\n2\n3\n');
  });

  it('prints only the paths of --fields', async () => {
    const fields = ['b', 'a'];
    expect((await show(listBody(['{"a":1,"b":2,"c":3}'], 1), { format: 'ndjson', fields })).out).toBe(
      '{"b":2,"a":1}\n',
    );
  });
});

describe('markdown', () => {
  it('prints a list as a table, and an object as names and values', async () => {
    const items = ['{"a":"x|y","b":9007199254740993}', '{"a":"<i>","b":null}'];
    expect((await show(listBody(items, 2), { format: 'markdown' })).out).toBe(
      '| a | b |\n| --- | --- |\n| x\\|y | 9007199254740993 |\n| &lt;i&gt; |  |\n',
    );
    expect((await show(body(items[0]!), { format: 'markdown', fields: ['b'] })).out).toBe(
      '| name | value |\n| --- | --- |\n| b | 9007199254740993 |\n',
    );
  });

  it('keeps every text in its cell', async () => {
    await fc.assert(
      fc.asyncProperty(anyText(), async (text) => {
        const { out } = await show(listBody([JSON.stringify({ a: text, b: 1 })], 1), { format: 'markdown' });
        const lines = out.split('\n');
        expect(lines).toHaveLength(4);
        expect(lines[2]!.replaceAll(/\\./g, '').split('|')).toHaveLength(4);
      }),
    );
  });
});

describe('raw', () => {
  it('prints the body byte for byte', async () => {
    const text = ' {"a" : 1.0,\n"b":"\u0085\u202e"}';
    expect((await show(body(text), { format: 'raw' })).out).toBe(text);
    expect((await show(body(text), { format: 'raw' }, { columns: 80 })).out).toBe(
      ' {"a" : 1.0,\n"b":"\\x85\\u202e"}\n',
    );
    expect((await show(pages([text, '{}']), { format: 'raw' })).out).toBe(`${text}\n{}\n`);
  });

  it('prints bare values with --fields or --filter', async () => {
    const items = ['{"a":"x y","b":[1.0]}', '{"a":null,"b":"z"}'];
    expect((await show(listBody(items, 2), { format: 'raw', fields: ['b', 'a'] })).out).toBe(
      '[1.0]\tx y\nz\t\n',
    );
    expect((await show(listBody(items, 2), { format: 'raw', filter: 'databases[].a' })).out).toBe('x y\n');
    expect((await show(listBody(items, 2), { format: 'raw', filter: 'total' })).out).toBe('2\n');
  });
});

describe('text', () => {
  it('prints it unchanged in every format, with a line break at the end', async () => {
    const curl = `curl \\\n\t'http://x'`;
    for (const format of formats) {
      const result = { kind: 'text', text: curl } as const;
      expect((await show(result, { format, fields: ['a'], filter: 'b' })).out).toBe(`${curl}\n`);
    }
    expect((await show({ kind: 'text', text: 'a\x1b[2J\r\n' }, {}, { columns: 80 })).out).toBe(
      'a\\x1b[2J\r\n',
    );
    expect((await show({ kind: 'text', text: 'a\x1b[2J\n' })).out).toBe('a\x1b[2J\n');
  });
});

describe('a command without a result', () => {
  it('leaves a note on stderr', async () => {
    expect(await show({ kind: 'done', message: 'Deleted.' })).toEqual({ out: '', err: 'Deleted.\n' });
    expect(await show({ kind: 'done', message: 'Deleted.' }, { quiet: true, out: 'x' })).toEqual({
      out: '',
      err: '',
    });
  });
});

describe('text with control characters', () => {
  const hostile = 'a\x1b[31m\x07\x9b2J\u202e\u2066\u2028\x7f\nb\t"\u200e,\ud800';
  const result = listBody([`{"x":${JSON.stringify(hostile)}}`, `{"x":"raw \u009b2J \u202e"}`], 2);
  const drives = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

  it.each(formats)('is escaped on a terminal in %s', async (format: Format) => {
    const { out } = await show(result, { format }, { columns: 80 });
    expect(out).not.toMatch(drives);
    expect(out).toContain(String.raw`\u202e`);
  });

  it.each(['json', 'yaml'] as const)(
    'is the same value in %s on a terminal and in a pipe',
    async (format) => {
      const values = [];
      for (const place of [{ columns: 80 }, {}]) {
        const { out } = await show(result, { format }, place);
        values.push(parseAllDocuments(out)[0]!.toJS());
      }
      expect(values[0]).toEqual(values[1]);
      expect(values[0].databases[0].x).toBe(hostile);
    },
  );

  it('is not escaped in files and pipes', async () => {
    expect((await show(result, { format: 'json' })).out).toContain('raw \u009b2J \u202e');
    expect((await show(result, { format: 'csv' })).out).toContain('a\x1b[31m');
  });
});
