import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Document, type DocumentOptions, parseAllDocuments, type SchemaOptions } from 'yaml';
import { type Format, formats, type View } from '../../src/output/types.ts';
import { anyText } from '../kit/arbitraries.ts';
import { body, listBody, pages, show } from './kit.ts';

const view = { items: 'databases', noun: 'databases' };
const exact =
  '{"10":9007199254740993,"2":[1e400,0.10000000000000000555],"__proto__":{"a":1.0},"s":"\\/\\u00e9"}';

interface Pages {
  readonly view?: View;
  readonly fields?: readonly string[];
}

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

describe('csv and tsv', () => {
  it('print a header, quotes if needed, and JSON for nested values', async () => {
    const items = [
      '{"a":"x,\\"y\\"","b":null,"c":{ "d" : 1.0 }}',
      '{"a":"line\\nbreak","b":1e400,"e":"tab\\t"}',
    ];
    expect((await show(listBody(items, 2), { format: 'csv' })).out).toBe(
      'a,b,c,e\n"x,""y""",,"{""d"":1.0}",\n"line\nbreak",1e400,,tab\t\n',
    );
    expect((await show(listBody(items, 2), { format: 'tsv' })).out).toBe(
      'a\tb\tc\te\n"x,""y"""\t\t"{""d"":1.0}"\t\n"line\nbreak"\t1e400\t\t"tab\t"\n',
    );
  });

  it.each([
    ['another order', '{"b":3,"a":"y"}', 'y,3'],
    ['a member less', '{"a":"y"}', 'y,'],
    ['a name with an escape', '{"\\u0061":"y","b":3}', 'y,3'],
    ['a name twice', '{"a":"x","a":"y","b":3}', 'y,3'],
    ['a name of the same length', '{"a":"y","c":3}', 'y,'],
  ])('put the members of a row with %s into their columns', async (_, row, line) => {
    const { out: paged } = await show(
      pages([`{"rows":[{"a":"x","b":1}]}`, `{"rows":[${row}]}`], { items: 'rows' }),
      {
        format: 'csv',
      },
    );
    expect(paged).toBe(`a,b\nx,1\n${line}\n`);
  });

  it('take a name for what it says, not for how it is written', async () => {
    const rows = ['{"\\\\u0061":1}', '{"\\u0061":2}'];
    const { out } = await show(
      pages(
        rows.map((row) => `{"rows":[${row}]}`),
        { items: 'rows' },
      ),
      { format: 'csv' },
    );
    expect(out).toBe('\\u0061\n1\n\n');
  });

  it('distinguish an empty text from null', async () => {
    const { out } = await show(listBody(['{"a":"","b":null}'], 1), { format: 'csv' });
    expect(out).toBe('a,b\n"",\n');
  });

  it('print every member, not only the columns of a table', async () => {
    const { out } = await show(listBody(['{"a":1,"b":2}'], 1, { columns: ['a'] }), { format: 'csv' });
    expect(out).toBe('a,b\n1,2\n');
  });

  it('print a single object as one row, and plain values as one column', async () => {
    expect((await show(body('{"a":1,"b":"x"}'), { format: 'csv' })).out).toBe('a,b\n1,x\n');
    expect((await show(body('["x",2]'), { format: 'csv' })).out).toBe('value\nx\n2\n');
    expect(await show(body('[]'), { format: 'csv' })).toEqual({ out: '', err: '' });
  });

  it.each([
    [
      'a list, without secrets',
      {},
      'name,note\nAda,"a,b"\n',
      'left out: password, hash; --fields or --all-fields includes them\n',
    ],
    ['the secrets that are named', { fields: ['password'] }, 'password\n$2y$10\n', ''],
    [
      'the secrets with every field',
      { allFields: true },
      'name,password,hash,note\nAda,$2y$10,bcrypt,"a,b"\n',
      '',
    ],
  ])('print %s', async (_, options, text, note) => {
    const item = '{"name":"Ada","password":"$2y$10","hash":"bcrypt","note":"a,b"}';
    const view = { items: 'users', unlisted: ['password', 'hash', 'secret'] };
    const list = body(`{"total":1,"users":[${item}]}`, view);
    expect(await show(list, { format: 'csv', ...options })).toEqual({ out: text, err: note });
    const twoPages = pages([`{"users":[${item}]}`, `{"users":[${item}]}`], view);
    expect((await show(twoPages, { format: 'csv', ...options })).err).toBe(note);
    expect((await show(list, { format: 'json', ...options })).out).toContain('$2y$10');
  });

  it('print a single object with its secrets', async () => {
    const { out } = await show(body('{"name":"Ada","password":"p"}', { unlisted: ['password'] }), {
      format: 'tsv',
    });
    expect(out).toBe('name\tpassword\nAda\tp\n');
  });

  it('print one header for all pages, and report members that only later pages have', async () => {
    const texts = ['{"databases":[{"a":1}]}', '{"databases":[{"a":2,"b":3}]}'];
    const { out, err } = await show(pages(texts), { format: 'csv' });
    expect(out).toBe('a\n1\n2\n');
    expect(err).toBe(
      'warning: left out fields that the first page does not have: b; --fields includes them\n',
    );
    expect((await show(pages(texts), { format: 'csv', fields: ['b', 'a'] })).out).toBe('b,a\n,1\n3,2\n');
  });

  it('defuse formulas with --csv-safe, but not numbers', async () => {
    const items = ['{"=a":"=1+1","b":"@x","c":"-2","d":-2,"e":"+3","f":"a=b","g":"\\t=1"}'];
    expect((await show(listBody(items, 1), { format: 'csv', csvSafe: true })).out).toBe(
      "'=a,b,c,d,e,f,g\n'=1+1,'@x,'-2,-2,'+3,a=b,'\t=1\n",
    );
    expect((await show(listBody(items, 1), { format: 'csv' })).out).toContain('\n=1+1,@x,-2,-2,+3');
  });

  it.each(['\n=1', '\r=1', '\t=1', ' =1', '\ufeff=1', '＝1', '＋1', '－1', '＠x', '\n'])(
    'defuse %j with --csv-safe',
    async (text) => {
      const { out } = await show(listBody([JSON.stringify({ [text]: text })], 1), {
        format: 'csv',
        csvSafe: true,
      });
      expect(parseSeparated(out, ',')).toEqual([[`'${text}`], [`'${text}`]]);
    },
  );

  it.each([
    ['csv', ','],
    ['tsv', '\t'],
  ] as const)('print %s that parses back to the same cells', async (format, separator) => {
    const rows = fc.array(fc.array(anyText(), { minLength: 2, maxLength: 2 }), {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(rows, async (cells) => {
        const items = cells.map(([a, b]) => JSON.stringify({ a, b }));
        const { out } = await show(listBody(items, 1), { format });
        expect(parseSeparated(out, separator)).toEqual([['a', 'b'], ...cells]);
      }),
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

/** A parser of RFC 4180 for one line end, the line feed. */
function parseSeparated(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      const quoted = /"((?:[^"]|"")*)"/y;
      quoted.lastIndex = at;
      cell = quoted.exec(text)![1]!.replaceAll('""', '"');
      at = quoted.lastIndex;
    } else {
      const end = text.slice(at).search(separator === ',' ? /[,\n]/ : /[\t\n]/) + at;
      cell = text.slice(at, end);
      at = end;
    }
    rows.at(-1)!.push(cell);
    if (text[at] === '\n' && at + 1 < text.length) rows.push([]);
    at++;
  }
  return rows;
}
