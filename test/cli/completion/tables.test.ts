import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultApiVersion } from '../../../src/api/versions.ts';
import { generateScript } from '../../../src/cli/completion/generate.ts';
import { readTables, type TableRow } from '../../../src/cli/completion/tables.ts';
import { isGroup, loadAll } from '../../../src/cli/entry.ts';
import { topics } from '../../../src/cli/help/topics/index.ts';
import { entriesIn } from '../../../src/cli/registry.ts';
import { shellFacts, shells } from '../../../src/commands/completion/shells.ts';
import { scriptPath } from './shells.ts';

const entries = entriesIn(defaultApiVersion);

const tables = await readTables();
const rows = (name: string) => tables.find((table) => table.name === name)!.rows;
/** The rows of one command; the first is the command itself. */
function rowsOf(entry: string, command: string): readonly TableRow[] {
  const all = rows(entry);
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
  it('lists every command with its aliases, and every visible flag', async () => {
    expect(rows('').map(({ names }) => names)).toEqual(
      expect.arrayContaining(entries.map(({ name }) => name)),
    );
    for (const entry of entries) {
      const loaded = await loadAll(entry);
      for (const spec of isGroup(loaded) ? loaded : []) {
        const [own, ...parts] = rowsOf(entry.name, spec.name);
        expect(own).toMatchObject({
          names: [spec.name, ...(spec.aliases ?? [])].join(' '),
          summary: spec.summary,
        });
        const named = parts.map(({ names }) => names.replace(/^:/, '').split(' ')[0]);
        const shown = spec.flags.filter(({ hidden }) => !hidden).map(({ flag }) => flag);
        expect(named).toEqual(expect.arrayContaining(shown));
      }
    }
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
    ['databases', 'export-documents', '--select', '1,id'],
    ['help', 'databases', ':command', '1commands'],
    ['help', 'login', ':command', undefined],
    ['help', 'environment', ':command', undefined],
    ['databases', 'list-documents', '--select', '1,id'],
    ['databases', 'list', '--all', ''],
    ['storage', 'create-file', '--file', '1file'],
    ['functions', 'create-deployment', '--code', '1file'],
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
    for (const { name } of [...topics, ...entries]) expect(words).toContain(name);
    expect(rows('').map(({ names }) => names)).toContain('help');
  });

  it('lists the fields of a model, the columns of its table first', () => {
    const database = rows('#').find(({ names }) => names === 'database');
    expect(database?.values).toBe(' $id name enabled $createdAt $updatedAt');
  });
});
