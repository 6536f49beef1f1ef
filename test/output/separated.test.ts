import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../kit/arbitraries.ts';
import { body, listBody, pages, show } from './kit.ts';

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
