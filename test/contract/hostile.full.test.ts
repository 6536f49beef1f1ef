import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { apiError, type FaultServer, json, raw, startFaults } from '../kit/faults.ts';
import { runLine } from '../kit/in-process.ts';
import { sharedFolder } from '../kit/program.ts';
import {
  control,
  formats,
  hostileLines,
  hostileList,
  hostileNames,
  red,
  withPlainLineEnds,
} from './hostile-responses.ts';

const home = sharedFolder();
const around = ({ endpoint }: FaultServer) => ({ env: envFor(endpoint), home, cwd: home });

/** Runs a line on a terminal of 80 columns. @returns everything that the terminal receives */
async function showOnTerminal(
  line: readonly string[],
  { endpoint }: FaultServer,
  variables: Record<string, string> = {},
): Promise<string> {
  const env = { ...envFor(endpoint), TERM: 'xterm-256color', ...variables };
  const { stdout, stderr } = await runLine(line, { env, home, cwd: home, terminal: true });
  return withPlainLineEnds(`${stdout}${stderr}`);
}

describe('a terminal', () => {
  it.for(hostileLines)('is never controlled by %s', async ([, line, behaviour], { expect }) => {
    await using server = await startFaults(behaviour);
    const shown = await showOnTerminal([...line, '--retries', '0', '-q'], server, { NO_COLOR: '1' });
    expect(shown).not.toBe('');
    expect(shown).not.toMatch(control);
  });

  it.for(formats)('receives no other sequence than that of a colour as %s', async (format, { expect }) => {
    await using server = await startFaults(json(hostileList));
    const shown = await showOnTerminal(['databases', 'list', '-f', format, '-q'], server);
    expect(shown.replace(/\x1b\[\d{1,2}m/g, '')).not.toMatch(control);
  });

  it('shows straight columns whatever is in them', async ({ expect }) => {
    await using server = await startFaults(json(hostileList));
    const line = ['databases', 'list', '--fields', 'name,$id', '-q', '--no-color'];
    const starts = (await showOnTerminal(line, server))
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((row) => stringWidth(row.replace(/id\d+$/, '')));
    expect(starts).toHaveLength(hostileList.total);
    expect(new Set(starts).size).toBe(1);
  });
});

describe('a pipe', () => {
  it.concurrent('receives what the server wrote, unchanged', async ({ expect }) => {
    await using server = await startFaults(json(hostileList));
    const whole = await runLine(['databases', 'list', '--json'], around(server));
    expect(JSON.parse(whole.stdout)).toEqual(hostileList);
    const lines = await runLine(['databases', 'list', '-f', 'ndjson'], around(server));
    expect(
      lines.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(hostileList.databases);
    const csv = await runLine(['databases', 'list', '-f', 'csv', '--fields', 'name'], around(server));
    expect(csv.stdout).toContain(hostileNames['sets the title']);
    expect(csv.stdout).toContain('"a\nerror: b\r\nc\u2028d\u2029e"');
  });

  it.concurrent('receives tables of one line a row, in straight columns', async ({ expect }) => {
    await using server = await startFaults(json(hostileList));
    const result = await runLine(['databases', 'list', '--fields', 'name,$id'], around(server));
    const rows = result.stdout.trimEnd().split('\n').slice(1);
    expect(rows).toHaveLength(hostileList.total);
    expect(result.stdout).not.toMatch(control);
    expect(new Set(rows.map((row) => stringWidth(row.replace(/id\d+$/, '')))).size).toBe(1);
  });

  it.concurrent('receives a megabyte whole in every format', async ({ expect }) => {
    const name = 'x'.repeat(1024 * 1024);
    await using server = await startFaults(json({ total: 1, databases: [{ $id: 'x', name }] }));
    for (const format of formats) {
      const result = await runLine(['databases', 'list', '-f', format], around(server));
      expect(result.code).toBe(0);
      expect(result.stdout.includes(name), format).toBe(true);
    }
  });

  it.concurrent('receives errors of one line without anything that controls a terminal', async ({
    expect,
  }) => {
    await using server = await startFaults(apiError(400, 'evil\x1b', `a\nhint: run rm -rf\r\n${red}\u202e`));
    const result = await runLine(['databases', 'list'], around(server));
    expect(result.stderr).toBe('error: a\\nhint: run rm -rf\\r\\n\\x1b[31mred\\x1b[0m\\u202e (400 evil)\n');
    const asJson = await runLine(['databases', 'list', '--json'], around(server));
    expect(asJson.stderr).not.toMatch(control);
    expect(JSON.parse(asJson.stderr).error.message).toBe(`a\nhint: run rm -rf\r\n${red}\u202e`);
  });
});

describe('--csv-safe', () => {
  const cells = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://evil.example","x")'];
  const documents = cells.map((cell, index) => ({ $id: `d${index}`, cell, n: -5 }));

  it.concurrent.for(['csv', 'tsv'])(
    'defuses what a spreadsheet would run as %s',
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
      const result = await runLine(line, around(server));
      const rows = result.stdout.trimEnd().split('\n').slice(1);
      expect(rows).toHaveLength(cells.length);
      for (const row of rows) expect(row).toMatch(/^"?'[=+\-@\t\r].*[,\t]-5$/s);
    },
  );
});

describe('the name of a downloaded file', () => {
  const hostile: [given: string, saved: string][] = [
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

  it.concurrent.for(hostile)('is changed from %j to %j', async ([given, saved], { expect }) => {
    const disposition = `content-disposition: attachment; filename="${given}"`;
    await using server = await startFaults([
      json({ $id: 'cat', sizeOriginal: 4 }),
      raw(`HTTP/1.1 200 OK\r\n${disposition}\r\ncontent-length: 4\r\n\r\nmeow`),
    ]);
    const folder = mkdtempSync(join(home, 'download-'));
    const result = await runLine(['storage', 'get-file-download', 'photos', 'cat', '--out', '.'], {
      ...around(server),
      cwd: folder,
    });
    expect(result.code, result.stderr).toBe(0);
    expect(readdirSync(folder)).toEqual([saved]);
    expect(readFileSync(join(folder, saved), 'utf8')).toBe('meow');
    expect(result.stderr).not.toMatch(control);
  });
});
