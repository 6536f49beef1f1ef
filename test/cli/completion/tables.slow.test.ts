import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  type ApiVersion,
  apiVersions,
  defaultApiVersion,
  newestApiVersion,
} from '../../../src/api/versions.ts';
import { generateScript } from '../../../src/cli/completion/generate.ts';
import { readTables, type TableRow } from '../../../src/cli/completion/tables.ts';
import { isGroup, loadAll } from '../../../src/cli/entry.ts';
import { topics } from '../../../src/cli/help/topics/index.ts';
import { entriesIn } from '../../../src/cli/registry.ts';
import { shellFacts, shells } from '../../../src/commands/completion/shells.ts';
import { scriptPath } from './shells.ts';

const tables = await readTables();
const markOf = (version: ApiVersion) =>
  tables.find(({ name }) => name === '@')!.rows.find(({ names }) => names === version)!.values;
/** The rows of a table that a script reads for a version. */
function rows(name: string, version: ApiVersion = defaultApiVersion): readonly TableRow[] {
  const mark = markOf(version);
  const read: TableRow[] = [];
  let reads = true;
  for (const row of tables.find((table) => table.name === name)!.rows) {
    const has = row.marks?.includes(mark) ?? true;
    if (!/^[:-]/.test(row.names)) reads = has;
    if (reads && has) read.push(row);
  }
  return read;
}
/** The rows of one command; the first is the command itself. */
function rowsOf(entry: string, command: string, version?: ApiVersion): readonly TableRow[] {
  const all = rows(entry, version);
  const start = all.findIndex(({ names }) => names.split(' ')[0] === command);
  const end = all.findIndex(({ names }, index) => index > start && !/^[:-]/.test(names));
  return all.slice(start, end < 0 ? undefined : end);
}
const valuesOf = (entry: string, command: string, name: string) =>
  rowsOf(entry, command).find(({ names }) => names === name)?.values;

describe.each(shells)('the completion script for %s', (shell) => {
  it('is up to date: if not, run npm run completions', async () => {
    const path = new URL(
      `../../../src/cli/completion/templates/${shellFacts[shell].scriptFile}`,
      import.meta.url,
    );
    const template = readFileSync(fileURLToPath(path), 'utf8');
    expect(readFileSync(scriptPath(shell), 'utf8')).toBe(await generateScript(shell, template));
  });
});

describe('readTables', () => {
  it.each(apiVersions)(
    'lists every command of %s with its aliases, arguments and visible flags',
    async (version) => {
      const entries = entriesIn(version);
      const firstWords = rows('', version).flatMap(({ names }) => (names.startsWith('-') ? [] : [names]));
      expect(firstWords).toEqual([...entries.map(({ name }) => name), 'help']);
      for (const entry of entries) {
        const loaded = await loadAll(entry);
        if (!isGroup(loaded)) continue;
        const commands = rows(entry.name, version).filter(({ names }) => !/^[:-]/.test(names));
        expect(new Set(commands.map(({ names }) => names.split(' ')[0]))).toEqual(
          new Set(loaded.map(({ name }) => name)),
        );
        for (const spec of loaded) {
          const [own, ...parts] = rowsOf(entry.name, spec.name, version);
          const names = [spec.name, ...(spec.aliases ?? [])].join(' ');
          expect(own).toMatchObject({ names, summary: spec.summary });
          const given = (kind: RegExp) =>
            parts.flatMap(({ names }) => (kind.test(names) ? [names.replace(/^:/, '').split(' ')[0]] : []));
          const positional = spec.arguments.map(({ key, name }) => {
            return spec.flags.find((flag) => flag.key === key)?.flag ?? name;
          });
          expect(given(/^:/)).toEqual(positional);
          const shown = spec.flags.filter(({ hidden }) => !hidden).map(({ flag }) => flag);
          expect(given(/-/)).toEqual(expect.arrayContaining(shown));
        }
      }
    },
  );

  it('says only once what all versions have', () => {
    const [first] = tables.find(({ name }) => name === 'databases')!.rows;
    expect(first).toEqual({ names: 'list', values: '#database', summary: 'List databases' });
    const inNewest = tables.flatMap(({ name }) => rows(name, newestApiVersion)).length;
    expect(tables.flatMap((table) => table.rows).length).toBeLessThan(1.3 * inNewest);
  });

  it.each([
    ['databases', 'create', '--database-id', '1'],
    ['databases', 'create', '--enabled', '?'],
    ['databases', 'create', '--no-enabled', ''],
    ['databases', 'get', ':--database-id', '1id'],
    ['databases', 'update-ip-attribute', '--no-default', ''],
    ['databases', 'create-boolean-attribute', '--no-default', undefined],
    ['databases', 'create-document', '--data', '=-pairs'],
    ['users', 'update-prefs', '--prefs', '=@file'],
    ['messaging', 'create-push', '--data', '=@file'],
    ['databases', 'create-document', '--permissions', '*'],
    ['databases', 'list', '--sort', '+ $id $createdAt $updatedAt name'],
    ['databases', 'list-documents', '--sort', '+id'],
    ['databases', 'list', '--where', '+- $id $createdAt $updatedAt name'],
    ['databases', 'list-documents', '--where', '+-id'],
    ['databases', 'delete-documents', '--where', '+-id'],
    ['databases', 'delete-documents', ':--document-ids', '*id'],
    ['databases', 'update-documents', '--set', '*-pairs'],
    ['functions', 'import-variables', ':file', '1file'],
    ['databases', 'export-documents', '--select', '1,id'],
    ['help', 'databases', ':command', '1commands'],
    ['help', 'login', ':command', undefined],
    ['help', 'environment', ':command', undefined],
    ['databases', 'list-documents', '--select', '1,id'],
    ['databases', 'list', '--all', ''],
    ['storage', 'create-file', '--file', '1file'],
    ['functions', 'create-deployment', '--code', '1file'],
    ['storage', 'upload', ':path', '*file'],
    ['users', 'import', ':--file', '1file'],
    ['databases', 'import-documents', ':--file', '1file'],
    ['sandbox', 'start', '--keep-processing', '+'],
    ['users', 'create', '--password-file', '1file'],
    ['messaging', 'create-sms', '--content', '1@file'],
    ['messaging', 'create-sms', '--users', '*id'],
    ['messaging', 'create-sms', '--message-id', '1'],
    ['sandbox', 'start', '--data', '1folder'],
    ['sandbox', 'run', ':command', '*command'],
    ['profile', 'use', ':name', '1profile'],
    ['completion', 'install', '--shell', '1 bash zsh fish powershell'],
  ])('describes %s %s %s as "%s"', (entry, command, name, values) => {
    expect(valuesOf(entry, command, name)).toBe(values);
  });

  it.each([
    ['databases', 'list', '#database'],
    ['databases', 'get', '#database'],
    ['databases', 'get-document', 'id'],
    ['databases', 'delete', ''],
    ['account', 'get-prefs', ''],
  ])('gives %s %s the fields "%s"', (entry, command, fields) => {
    expect(rowsOf(entry, command)[0]?.values).toBe(fields);
  });

  it('lists every topic and every entry after help', () => {
    const words = rows('help').map(({ names }) => names);
    for (const { name } of [...topics, ...entriesIn(defaultApiVersion)]) expect(words).toContain(name);
    expect(rows('').map(({ names }) => names)).toContain('help');
  });

  it('lists the fields of a model, the columns of its table first', () => {
    const database = rows('#').find(({ names }) => names === 'database');
    expect(database?.values).toBe(' $id name enabled $createdAt $updatedAt');
  });
});
