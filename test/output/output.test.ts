import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { CliError, ExitCode, usageError } from '../../src/errors.ts';
import { createOutput } from '../../src/output/output.ts';
import type { OutputOptions } from '../../src/output/types.ts';
import { ClosedPipe, writeText } from '../../src/output/write-stream.ts';
import { body, Capture, contextFor, defaults, listBody, pages, show } from './kit.ts';

const scratch = () => mkdtempSync(join(tmpdir(), 'output-'));

/** Returns the text on stderr after some calls of an output with these options. */
async function told(
  options: Partial<OutputOptions>,
  work: (output: ReturnType<typeof createOutput>) => unknown,
  stderr = new Capture(),
): Promise<string> {
  await work(createOutput(contextFor({ stderr }), { ...defaults, ...options }));
  return stderr.text;
}

describe('Output.error', () => {
  const missing = new CliError(ExitCode.notFound, 'no database "x\x1b[2J"\nhere', {
    status: 404,
    type: 'database_not_found',
    hint: 'run appwrite-cli databases list',
  });

  it.each([
    [
      missing,
      'error: no database "x\\x1b[2J"\\nhere (404 database_not_found)\nhint: run appwrite-cli databases list\n',
      4,
    ],
    [usageError('--x is wrong'), 'error: --x is wrong\n', 2],
    [new CliError(ExitCode.failure, 'bad gateway', { status: 502 }), 'error: bad gateway (502)\n', 1],
    [
      new TypeError('undefined is no function'),
      'error: unexpected: undefined is no function\nhint: this should not happen; run it again with -v -v to see where\n',
      1,
    ],
    [
      'thrown text',
      'error: unexpected: thrown text\nhint: this should not happen; run it again with -v -v to see where\n',
      1,
    ],
  ])('prints as text: %s', async (error, text, code) => {
    let exitCode: number | undefined;
    expect(await told({}, async (output) => (exitCode = await output.error(error)))).toBe(text);
    expect(exitCode).toBe(code);
  });

  it.each(['json', 'ndjson', 'yaml', 'csv', 'tsv', 'markdown', 'raw'] as const)(
    'are one JSON line with %s',
    async (format) => {
      const text = await told({ format, reportsJson: true }, (output) => output.error(missing));
      expect(text.endsWith('}\n')).toBe(true);
      expect(text.trimEnd()).not.toContain('\n');
      expect(JSON.parse(text)).toEqual({
        error: {
          message: 'no database "x\x1b[2J"\nhere',
          status: 404,
          type: 'database_not_found',
          exitCode: 4,
          hint: 'run appwrite-cli databases list',
        },
      });
      const bare = await told({ format, reportsJson: true }, (output) =>
        output.error(usageError('a\u202eb')),
      );
      expect(bare).toBe(
        '{"error":{"message":"a\\u202eb","status":null,"type":null,"exitCode":2,"hint":null}}\n',
      );
    },
  );

  it('prints the excerpt as text, but not in JSON', async () => {
    const error = new CliError(ExitCode.usage, '--where: a number is missing', {
      excerpt: 'price > \x1b[2J\n        ^',
      hint: "write it as --where 'price > 10'",
    });
    expect(await told({}, (output) => output.error(error))).toBe(
      'error: --where: a number is missing\nprice > \\x1b[2J\n        ^\n' +
        "hint: write it as --where 'price > 10'\n",
    );
    const json = JSON.parse(
      await told({ format: 'json', reportsJson: true }, (output) => output.error(error)),
    );
    expect(Object.keys(json.error)).toEqual(['message', 'status', 'type', 'exitCode', 'hint']);
  });

  it('prints the stack only with -v -v', async () => {
    const error = new CliError(ExitCode.failure, 'outer', { cause: new Error('inner') });
    expect(await told({ verbose: 1 }, (output) => output.error(error))).toBe('error: outer\n');
    const text = await told({ verbose: 2 }, (output) => output.error(error));
    expect(text).toMatch(/CliError: outer\n +at .*\ncaused by Error: inner\n +at /s);
  });

  it('colours an error on a terminal', async () => {
    const stderr = new Capture(80);
    const text = await told({}, (output) => output.error(usageError('wrong', 'do it right')), stderr);
    expect(text).toBe('\x1b[31m\x1b[1merror:\x1b[22m\x1b[39m wrong\n\x1b[36mhint:\x1b[39m do it right\n');
    const plain = await told(
      { noColor: true },
      (output) => output.error(usageError('wrong')),
      new Capture(80),
    );
    expect(plain).toBe('error: wrong\n');
  });
});

describe('notes, warnings and the trace', () => {
  const work = (output: ReturnType<typeof createOutput>) => {
    const { note, warn, failed, verbatim, trace } = output;
    note('a\x1b[2J');
    warn('b\nc');
    failed('line 3: d');
    verbatim('  cmd');
    trace('> GET /v1');
  };

  it('prints lines on stderr, of which --quiet leaves errors and the trace', async () => {
    expect(await told({}, work)).toBe('a\\x1b[2J\nwarning: b\\nc\nerror: line 3: d\n  cmd\n> GET /v1\n');
    expect(await told({ quiet: true }, work)).toBe('error: line 3: d\n> GET /v1\n');
  });

  it('wraps sentences at the words of a terminal, but neither commands nor the trace', async () => {
    const words = 'one two three four five six seven eight';
    const text = await told(
      {},
      (output) => {
        output.note(words);
        output.warn(words);
        output.failed(words);
        output.verbatim(words);
        output.trace(words);
        return output.error(usageError(words, words));
      },
      new Capture(30),
    );
    const [note, warning, error, hint] = ['', 'warning: ', 'error: ', 'hint: '].map((label) => {
      const rest = label === '' ? '  ' : ' '.repeat(label.length);
      return { label, rest };
    });
    expect(text.replace(/\x1b\[\d+m/g, '')).toBe(
      [
        `${note!.label}one two three four five six`,
        `${note!.rest}seven eight`,
        `${warning!.label}one two three four`,
        `${warning!.rest}five six seven eight`,
        `${error!.label}one two three four five`,
        `${error!.rest}six seven eight`,
        words,
        words,
        `${error!.label}one two three four five`,
        `${error!.rest}six seven eight`,
        `${hint!.label}one two three four five`,
        `${hint!.rest}six seven eight`,
        '',
      ].join('\n'),
    );
  });

  it('colours the label of a warning, once the command is checked', async () => {
    const text = await told(
      {},
      async (output) => {
        await output.check();
        output.warn('b');
      },
      new Capture(80),
    );
    expect(text).toBe('\x1b[35m\x1b[1mwarning:\x1b[22m\x1b[39m b\n');
  });
});

describe('Output.check', () => {
  const check = (options: Partial<OutputOptions>, cwd = '/') =>
    createOutput(contextFor({ cwd }), { ...defaults, ...options }).check();

  it('accepts options that can be met', async () => {
    await check({});
    await check({ out: '-', filter: 'a.b', csvSafe: true, format: 'tsv' });
    await check({ out: 'new.json' }, scratch());
  });

  it('refuses an invalid filter', async () => {
    await expect(check({ filter: 'a[' })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^--filter is not valid JMESPath: /),
    });
  });

  it('refuses --csv-safe without CSV', async () => {
    await expect(check({ csvSafe: true, format: 'json' })).rejects.toMatchObject({ exitCode: 2 });
  });

  it('refuses an existing file without --yes', async () => {
    const folder = scratch();
    writeFileSync(join(folder, 'old'), 'old');
    await expect(check({ out: 'old' }, folder)).rejects.toMatchObject({
      exitCode: 2,
      message: `${join(folder, 'old')} already exists`,
      hint: expect.stringContaining('--yes'),
    });
    await check({ out: 'old', yes: true }, folder);
  });
});

describe('--out', () => {
  it('writes the result to the file as to a pipe: no colour, no cuts, no escapes', async () => {
    const cwd = scratch();
    const result = listBody(['{"a":"\u009b\u202e","status":"failed"}'], 1);
    const { out, err } = await show(result, { out: 'list.txt' }, { columns: 20, colour: true, cwd });
    expect(out).toBe('');
    expect(err).toBe('1 database\n');
    expect(readFileSync(join(cwd, 'list.txt'), 'utf8')).toBe('A           STATUS\n\\x9b\\u202e  failed\n');
    await show(result, { out: 'list.txt', format: 'json', yes: true }, { columns: 20, cwd });
    expect(readFileSync(join(cwd, 'list.txt'), 'utf8')).toBe(
      '{"total":1,"databases":[{"a":"\u009b\u202e","status":"failed"}]}\n',
    );
  });

  it('leaves no file behind when the result fails half-way', async () => {
    const cwd = scratch();
    async function* failing() {
      yield '{"databases":[{"a":1}]}';
      throw new CliError(ExitCode.network, 'reset');
    }
    const result = { kind: 'pages', pages: failing(), view: { items: 'databases' } } as const;
    await expect(show(result, { out: 'x', format: 'json' }, { cwd })).rejects.toMatchObject({ exitCode: 6 });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('writes to stdout for -', async () => {
    expect((await show(body('1'), { out: '-', format: 'json' })).out).toBe('1\n');
  });
});

describe('--filter', () => {
  const text = '{"total":2,"databases":[{"$id":"a","n":9007199254740993},{"$id":"b","n":1.0}]}';
  const view = { items: 'databases', columns: ['$id'], noun: 'databases' };

  it.each([
    ['json', '[9007199254740993,1.0]\n'],
    ['ndjson', '9007199254740993\n1.0\n'],
    ['table', '9007199254740993\n1.0\n'],
    ['yaml', '- 9007199254740993\n- 1.0\n'],
    ['csv', 'value\n9007199254740993\n1.0\n'],
  ] as const)('applies before %s', async (format, expected) => {
    expect((await show(body(text, view), { format, filter: 'databases[].n' })).out).toBe(expected);
  });

  it('replaces the columns of a table by those of its result', async () => {
    const filter = 'databases[].{id:"$id",m:n}';
    expect((await show(body(text, view), { filter })).out).toBe(
      'ID                 M\na   9007199254740993\nb                1.0\n',
    );
    expect((await show(body(text, view), { filter, fields: ['m', 'id'] })).out).toBe(
      '               M  ID\n9007199254740993  a\n             1.0  b\n',
    );
  });

  it('filters each page, and joins the results', async () => {
    const texts = [text, text];
    expect((await show(pages(texts), { format: 'json', filter: 'databases[]."$id"' })).out).toBe(
      '["a","b","a","b"]\n',
    );
    expect((await show(pages(texts), { format: 'json', filter: 'total' })).out).toBe('[2,2]\n');
    expect((await show(pages(texts), { filter: '{n:total}' })).out).toBe('N\n2\n2\n');
  });
});

describe('back-pressure', () => {
  it('waits until the stream has accepted a page before it asks for the next', async () => {
    let taken = 0;
    const stdout = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        taken++;
        setImmediate(done);
      },
    });
    let ahead = 0;
    async function* endless() {
      for (let page = 0; page < 20; page++) {
        ahead = Math.max(ahead, page - taken);
        yield `{"databases":[{"page":${page}}]}`;
      }
    }
    const result = { kind: 'pages', pages: endless(), view: { items: 'databases' } } as const;
    await createOutput(contextFor({ stdout }), { ...defaults, format: 'ndjson' }).result(result);
    expect(taken).toBe(20);
    expect(ahead).toBe(0);
  });

  it('writes a long text in blocks that split no character', async () => {
    const stdout = new Capture();
    const text = `x${'😀'.repeat(100_000)}`;
    await writeText(stdout, text, new AbortController().signal);
    expect(stdout.text).toBe(text);
  });
});

describe('an interruption', () => {
  it('stops a long text between two blocks', async () => {
    const stdout = new Capture();
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    const written = writeText(stdout, 'x'.repeat(10_000_000), controller.signal);
    await expect(written).rejects.toMatchObject({ name: 'AbortError' });
    expect(stdout.text.length).toBeLessThan(10_000_000);
  });
});

describe('a closed pipe', () => {
  it('stops the paging and is no error', async () => {
    const stdout = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    });
    let asked = 0;
    let ended = false;
    async function* endless() {
      try {
        for (;;) yield `{"databases":[{"page":${asked++}}]}`;
      } finally {
        ended = true;
      }
    }
    const stderr = new Capture();
    const output = createOutput(contextFor({ stdout, stderr }), { ...defaults, format: 'ndjson' });
    const result = { kind: 'pages', pages: endless(), view: { items: 'databases' } } as const;
    const error = await output.result(result).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ClosedPipe);
    expect({ asked, ended }).toEqual({ asked: 1, ended: true });
    expect(await output.error(error)).toBe(ExitCode.done);
    await expect(output.result(body('1'))).rejects.toBeInstanceOf(ClosedPipe);
    expect(stderr.text).toBe('');
  });
});

describe('Output.clear', () => {
  it.each([
    [80, {}, '\x1b[H\x1b[J'],
    [80, { TERM: 'dumb' }, ''],
    [undefined, {}, ''],
  ])('with %s columns and %j, writes %j', (columns, env, written) => {
    const stdout = new Capture(columns);
    createOutput(contextFor({ stdout, env: { ...env } }), defaults).clear();
    expect(stdout.text).toBe(written);
  });
});
