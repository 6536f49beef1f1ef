import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTables, type TableRow } from '../../../src/cli/completion/tables.ts';
import { scriptPath } from './shells.ts';

// Debian has no PowerShell, so these tests inspect the script's text instead of running it.
const script = readFileSync(scriptPath('powershell'), 'utf8');
const hereString = /^ {4}'([^']*)' = @'\n([\s\S]*?)\n'@$/gm;
const code = script.replace(hereString, '').replace(/^\s*#.*$/gm, '');

const tableLine = ({ names, values, summary, marks }: TableRow) =>
  `${names}${marks ? ` @${marks}` : ''}|${values}|${summary}`;

describe('the script for PowerShell', () => {
  it('registers a native completer', () => {
    expect(script).toMatch(
      /^Register-ArgumentCompleter -Native -CommandName 'appwrite-cli' -ScriptBlock \{$/m,
    );
    expect(code).toContain('param($wordToComplete, $commandAst, $cursorPosition)');
  });

  it('holds every table in a string that is never expanded', async () => {
    const held = [...script.matchAll(hereString)].map(([, name, text]) => [name, text]);
    const tables = (await readTables()).map(({ name, rows }) => [name, rows.map(tableLine).join('\n')]);
    expect(held).toEqual(tables);
    expect(script.match(/^'@/gm)).toHaveLength(tables.length);
  });

  it('balances its brackets and quotes', () => {
    const open: string[] = [];
    const partner: Readonly<Record<string, string>> = { ')': '(', '}': '{', ']': '[' };
    const bare = code.replace(/'(?:[^'\n]|'')*'|"(?:[^"`\n]|`.)*"/g, '');
    for (const [, character] of bare.matchAll(/([()[\]{}'"])/g)) {
      if ('([{'.includes(character!)) open.push(character!);
      else expect(open.pop()).toBe(partner[character!]);
    }
    expect(open).toEqual([]);
  });

  it('evaluates nothing', () => {
    expect(code).not.toMatch(/Invoke-Expression|\biex\b|ExpandString|\[scriptblock\]|Add-Type/i);
    expect(code).toContain('EscapeSingleQuotedStringContent');
  });

  it('calls every function that it defines, and no unknown ones', () => {
    const defined = [...code.matchAll(/function ([A-Z]\w+-\w+)/g)].map(([, name]) => name!);
    const own = [
      'Register-ArgumentCompleter',
      'Where-Object',
      'ForEach-Object',
      'Select-Object',
      'Get-ChildItem',
      'Get-History',
      'Set-StrictMode',
    ];
    const used = new Set(
      [...code.matchAll(/(?<!function )\b([A-Z][A-Za-z]+-[A-Z][A-Za-z]+)\b/g)].map(([, name]) => name!),
    );
    expect([...used].sort()).toEqual([...defined, ...own].sort());
  });
});
