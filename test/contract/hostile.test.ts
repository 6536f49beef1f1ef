import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { apiError, type Behaviour, json, raw, startFaults, text } from '../kit/faults.ts';
import { runProgram, sharedFolder } from '../kit/program.ts';
import { hasScript, needsScript, runOnTerminal } from '../kit/pty.ts';

/** What a terminal must never get: everything that moves it, and what turns text around. */
const driving = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

const home = sharedFolder();
const surroundings = (endpoint: string) => ({ ...envFor(endpoint), HOME: home });

/** What a terminal was sent, without the line ends that it makes itself. */
const shownText = (bytes: string) => bytes.replace(/\r+\n/g, '\n');

const names = {
  'clears the screen': 'a\x1b[2J\x1b[Hb',
  'sets the title': 'a\x1b]0;owned\x07b',
  'makes a link': '\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\',
  'writes the clipboard': '\x1b]52;c;cm0gLXJm\x07',
  'asks the terminal': '\x1b[6n\x1bP+q544e\x1b\\',
  'uses C1 controls': 'a\x9b2Jb\x90c\x9c',
  'goes back': 'secret\b\b\b\b\b\bpublic\r',
  'has line ends': 'a\nerror: b\r\nc\u2028d\u2029e',
  'has tabs': 'a\tb\x0bc\x0cd',
  'turns around': 'cod\u202egnp.exe\u202c \u2066x\u2069 \u200ey\u200f',
  'ends nothing': 'a\x00b\x7f',
  'has half a character': 'a\ud800b',
  'is wide': '日本語のデータベース',
  'is drawn': '👩‍👩‍👧‍👦 👍🏽 🇨🇭',
  'has no width': 'a\u200bb\u200cc\u200dd\ufeffe',
  'has marks': 'e\u0301\u0323 n\u0303',
};
const list = {
  total: Object.keys(names).length,
  databases: Object.values(names).map((name, index) => ({ $id: `id${index}`, name, enabled: true })),
};
const red = '\x1b[31mred\x1b[0m';

describe.skipIf(!hasScript)(`a terminal${needsScript}`, () => {
  const formats = ['table', 'json', 'ndjson', 'yaml', 'csv', 'tsv', 'raw'];
  const lines: [name: string, line: string[], behaviour: Behaviour][] = [
    ...formats.map((format): [string, string[], Behaviour] => [
      `list -f ${format}`,
      ['databases', 'list', '-f', format],
      json(list),
    ]),
    ...formats.map((format): [string, string[], Behaviour] => [
      `get -f ${format}`,
      ['databases', 'get', 'shop', '-f', format],
      json(names),
    ]),
    ['--fields', ['databases', 'list', '--fields', 'name', '-f', 'raw'], json(list)],
    ['--filter', ['databases', 'list', '--filter', 'databases[].name'], json(list)],
    ['--all', ['databases', 'list', '--all'], json(list)],
    ['names of fields', ['databases', 'get', 'shop'], json({ 'a\x1b[2J\u202e': 1, b: { 'c\x9b': 2 } })],
    ['an error', ['databases', 'get', 'shop'], apiError(400, 'evil\x1b[2J', `no ${names['sets the title']}`)],
    ['an error -f json', ['databases', 'get', 'shop', '--json'], apiError(400, 'evil\x9b', `${red}\u202e`)],
    ['a page of HTML', ['databases', 'get', 'shop'], text(`<h1>${red}\u202e</h1>`, 502)],
    [
      'a status and its headers in a trace',
      ['databases', 'get', 'shop', '-v', '-v'],
      raw(
        `HTTP/1.1 400 Bad\x1b[2J\x9b Request\r\nx-evil: ${red}\x07\u202e\r\ncontent-length: 7\r\n\r\n${red.slice(0, 7)}`,
      ),
    ],
    [
      'where a redirect leads',
      ['databases', 'create', '--name', 'a'],
      raw(`HTTP/1.1 302 Found\r\nlocation: http://evil.example/\x1b[2J\u202e\r\ncontent-length: 0\r\n\r\n`),
    ],
    ['what failed of a query', ['graphql', 'query', '--query', '{a}'], json({ errors: [{ message: red }] })],
    ['the words of the line itself', ['databases', red], json({})],
    ['a value of the line itself', ['databases', 'list', '--limit', `${red}\u202e`], json({})],
    ['what a dry run prints', ['databases', 'create', '--name', `${red}\u202e`, '--dry-run'], json({})],
  ];

  it.concurrent.for(lines)('is never driven: %s', async ([, line, behaviour], { expect }) => {
    await using server = await startFaults(behaviour);
    const env = { ...surroundings(server.endpoint), NO_COLOR: '1' };
    const { bytes } = await runOnTerminal([...line, '--retries', '0', '-q'], { env });
    expect(shownText(bytes)).not.toBe('');
    expect(shownText(bytes)).not.toMatch(driving);
  });

  it.concurrent.for(formats)(
    'gets no other sequence than that of a colour: %s',
    async (format, { expect }) => {
      await using server = await startFaults(json(list));
      const { bytes } = await runOnTerminal(['databases', 'list', '-f', format, '-q'], {
        env: surroundings(server.endpoint),
      });
      expect(shownText(bytes).replace(/\x1b\[\d{1,2}m/g, '')).not.toMatch(driving);
    },
  );

  it.concurrent('keeps its columns straight whatever stands in them', async ({ expect }) => {
    await using server = await startFaults(json(list));
    const { bytes } = await runOnTerminal(['databases', 'list', '--fields', 'name,$id', '-q', '--no-color'], {
      env: surroundings(server.endpoint),
    });
    const starts = shownText(bytes)
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => stringWidth(line.replace(/id\d+$/, '')));
    expect(starts).toHaveLength(list.total);
    expect(new Set(starts).size).toBe(1);
  });

  it.concurrent.for([20, 80])('of %d columns cuts a megabyte to its width', async (columns, { expect }) => {
    await using server = await startFaults(
      json({ total: 1, databases: [{ $id: 'x', name: '日'.repeat(350_000) }] }),
    );
    for (const format of ['table', 'csv']) {
      const { bytes, code } = await runOnTerminal(['databases', 'list', '-f', format, '-q'], {
        env: { ...surroundings(server.endpoint), NO_COLOR: '1' },
        columns,
      });
      expect(code).toBe(0);
      if (format === 'csv') continue;
      for (const line of shownText(bytes).trimEnd().split('\n'))
        expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    }
  });
});

describe('a pipe', () => {
  it.concurrent('gets what the server wrote, to the letter', async ({ expect }) => {
    await using server = await startFaults(json(list));
    const env = surroundings(server.endpoint);
    const whole = await runProgram(['databases', 'list', '--json'], { env });
    expect(JSON.parse(whole.stdout)).toEqual(list);
    const lines = await runProgram(['databases', 'list', '-f', 'ndjson'], { env });
    expect(
      lines.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(list.databases);
    const csv = await runProgram(['databases', 'list', '-f', 'csv', '--fields', 'name'], { env });
    expect(csv.stdout).toContain(names['sets the title']);
    expect(csv.stdout).toContain('"a\nerror: b\r\nc\u2028d\u2029e"');
  });

  it.concurrent('gets tables whose rows are lines and whose columns are straight', async ({ expect }) => {
    await using server = await startFaults(json(list));
    const ran = await runProgram(['databases', 'list', '--fields', 'name,$id'], {
      env: surroundings(server.endpoint),
    });
    const rows = ran.stdout.trimEnd().split('\n').slice(1);
    expect(rows).toHaveLength(list.total);
    expect(ran.stdout).not.toMatch(driving);
    expect(new Set(rows.map((row) => stringWidth(row.replace(/id\d+$/, '')))).size).toBe(1);
  });

  it.concurrent('gets a megabyte whole in every format', async ({ expect }) => {
    const name = 'x'.repeat(1024 * 1024);
    await using server = await startFaults(json({ total: 1, databases: [{ $id: 'x', name }] }));
    for (const format of ['table', 'json', 'ndjson', 'yaml', 'csv', 'tsv', 'raw']) {
      const ran = await runProgram(['databases', 'list', '-f', format], {
        env: surroundings(server.endpoint),
      });
      expect(ran.code).toBe(0);
      expect(ran.stdout.includes(name), format).toBe(true);
    }
  });

  it.concurrent('gets errors of one line without anything that drives a terminal', async ({ expect }) => {
    await using server = await startFaults(apiError(400, 'evil\x1b', `a\nhint: run rm -rf\r\n${red}\u202e`));
    const ran = await runProgram(['databases', 'list'], { env: surroundings(server.endpoint) });
    expect(ran.stderr).toBe('error: a\\nhint: run rm -rf\\r\\n\\x1b[31mred\\x1b[0m\\u202e (400 evil)\n');
    const asJson = await runProgram(['databases', 'list', '--json'], { env: surroundings(server.endpoint) });
    expect(asJson.stderr).not.toMatch(driving);
    expect(JSON.parse(asJson.stderr).error.message).toBe(`a\nhint: run rm -rf\r\n${red}\u202e`);
  });
});

describe('--csv-safe', () => {
  const cells = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://evil.example","x")'];
  const documents = cells.map((cell, index) => ({ $id: `d${index}`, cell, n: -5 }));

  it.concurrent.for(['csv', 'tsv'])(
    'defuses what a spreadsheet would run: %s',
    async (format, { expect }) => {
      await using server = await startFaults(json({ total: 7, documents }));
      const line = [
        'databases',
        'list-documents',
        'a',
        'b',
        '-f',
        format,
        '--fields',
        'cell,n',
        '--csv-safe',
      ];
      const ran = await runProgram(line, { env: surroundings(server.endpoint) });
      const rows = ran.stdout.trimEnd().split('\n').slice(1);
      expect(rows).toHaveLength(cells.length);
      for (const row of rows) expect(row).toMatch(/^"?'[=+\-@\t\r].*[,\t]-5$/s);
    },
  );
});

describe('the name of a downloaded file', () => {
  const hostile: [given: string, kept: string][] = [
    ['../../etc/passwd', 'passwd'],
    ['/etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['..', 'file-download-cat'],
    ['.bashrc', 'bashrc'],
    ['-rf', '_-rf'],
    ['~root', '_~root'],
    ['a\u202egnp.exe', 'agnp.exe'],
    ['nul.txt', '_nul.txt'],
    ['a|b>c:d.txt', 'a_b_c_d.txt'],
  ];

  it.concurrent.for(hostile)('%j becomes %j', async ([given, kept], { expect }) => {
    const disposition = `content-disposition: attachment; filename="${given}"`;
    await using server = await startFaults([
      json({ $id: 'cat', sizeOriginal: 4 }),
      raw(`HTTP/1.1 200 OK\r\n${disposition}\r\ncontent-length: 4\r\n\r\nmeow`),
    ]);
    const folder = mkdtempSync(join(home, 'download-'));
    const ran = await runProgram(['storage', 'get-file-download', 'photos', 'cat'], {
      env: surroundings(server.endpoint),
      cwd: folder,
    });
    expect(ran.code, ran.stderr).toBe(0);
    expect(readdirSync(folder)).toEqual([kept]);
    expect(readFileSync(join(folder, kept), 'utf8')).toBe('meow');
    expect(ran.stderr).not.toMatch(driving);
  });
});
