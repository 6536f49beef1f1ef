import { describe, expect, it } from 'vitest';
import { apiVersions } from '../../src/api/versions.ts';
import { isGroup, loadAll } from '../../src/cli/entry.ts';
import { entriesIn } from '../../src/cli/registry.ts';
import { flagSynonyms, nouns, phrases, verbs } from '../../src/cli/synonyms.ts';
import { globalFlags } from '../../src/core/globals.ts';
import { runLine } from '../kit/in-process.ts';

async function hintOf(line: string): Promise<string> {
  const { code, stdout, stderr } = await runLine(line.split(' '));
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  return /^hint: (.*)$/m.exec(stderr)?.[1] ?? stderr;
}

describe('the word of another program', () => {
  it.each([
    ['create-doc shop products', 'databases create-document'],
    ['documents create', 'databases create-document'],
    ['collections', 'databases list-collections'],
    ['collection create', 'databases create-collection'],
    ['list documents', 'databases list-documents'],
    ['get user ada', 'users get'],
    ['rm user ada', 'users delete'],
    ['create-database', 'databases create'],
    ['delete-file', 'storage delete-file'],
    ['version', '--version'],
    ['hlep', 'help'],
    ['ls', 'databases list, storage list-buckets or commands'],
    ['me', 'whoami or account get'],
    ['sign-out', 'logout'],
    ['config', 'profile or init'],
    ['env', 'functions list-variables or help environment'],
    ['dev', 'sandbox start'],
    ['keys', 'projects list-keys'],
    ['run functions', 'functions run'],
    ['functions serve', 'run'],
    ['databases ls', 'list'],
    ['databases collections list', 'list-collections'],
    ['databases documents delete', 'delete-document or delete-documents'],
    ['databases createDoc', 'create-document'],
    ['databases rm-doc', 'delete-document'],
    ['databases fields', 'list-attributes'],
    ['databases get-team', 'teams get'],
    ['functions invoke', 'create-execution'],
    ['storage rm', 'delete-bucket, delete-file or delete-files'],
    ['users ban', 'block'],
    ['teams members', 'list-memberships'],
    ['messaging sms', 'create-sms'],
    ['profile switch', 'use'],
    ['--api-version 1.8 create-row', 'tables-db create-row'],
    ['--api-version 1.8 tables-db import', 'import-rows'],
    ['--api-version 1.9 documents-db insert', 'create-document'],
  ])('leads to its command: %s', async (line, meant) => {
    expect(await hintOf(line)).toBe(`did you mean ${meant}?`);
  });

  it.each(['frobnicate', 'xy', 'zz list', '1234'])('leads nowhere if nothing is near: %s', async (line) => {
    expect(await hintOf(line)).toBe('appwrite-cli --help lists what there is');
  });
});

describe('an argument too many', () => {
  it.each([
    [
      'databases create-string-attribute shop products isbn --size 13',
      'create-string-attribute takes these arguments: <database-id> <collection-id>; did you mean --key isbn?',
    ],
    [
      'users update-labels ada vip',
      'update-labels takes these arguments: <user-id>; did you mean --labels vip?',
    ],
    [
      'databases create-document shop products title=Mug',
      'create-document takes these arguments: <database-id> <collection-id>; did you mean --data title=Mug?',
    ],
    [
      'databases create-document shop products mug --data title=Mug',
      'create-document takes these arguments: <database-id> <collection-id>',
    ],
    ['users get ada more', 'get takes these arguments: <user-id>'],
  ])('leads to a flag that is missing: %s', async (line, hint) => {
    expect(await hintOf(line)).toBe(hint);
  });
});

describe('an unknown flag', () => {
  it.each([
    ['databases create-document a b --title x', 'attributes go in --data: --data title=VALUE'],
    ['databases create-document a b --date x', 'did you mean --data, or --data date=VALUE?'],
    ['--api-version 1.8 tables-db create-row a b --title x', 'columns go in --data: --data title=VALUE'],
    ['users update-prefs ada --theme=dark', 'preferences go in --prefs: --prefs theme=VALUE'],
    ['databases list-documents a b --title x', "to choose by a value, use --where: --where 'title = VALUE'"],
    ['databases create-document a b --session x', 'attributes go in --data: --data session=VALUE'],
    ['api POST /databases --name x', 'values go in --data: --data name=VALUE'],
    ['functions create-execution f --foo x', 'add --help to see what there is'],
    ['databases get-document a b c --title x', 'add --help to see what there is'],
    ['databases list --page-size 5', 'did you mean --limit?'],
    ['databases list --host x', 'did you mean --endpoint?'],
    ['users get ada --debug', 'did you mean --verbose?'],
    ['users create --mail a', 'did you mean --email?'],
    ['users list --databaseid a', 'add --help to see what there is'],
    ['--versoin', 'did you mean --version?'],
    ['databases list --versoin', 'add --help to see what there is'],
    ['users list --api-key canary', expect.stringMatching(/^set APPWRITE_API_KEY instead: (?!.*canary)/)],
  ])('leads to what is meant: %s', async (line, hint) => {
    expect(await hintOf(line)).toEqual(hint);
  });
});

describe('a character that is not what it looks like', () => {
  it.each([
    ['databases list —json', '"—json" begins with an em dash (U+2014), not a hyphen', 'did you mean --json?'],
    ['databases list –limit=5', '"–limit" begins with an en dash (U+2013)', 'did you mean --limit?'],
    ['databases get shop −q', '"−q" begins with a minus sign (U+2212)', 'did you mean -q?'],
    ['storage upload b x --permissions read —json', '"—json" begins', 'did you mean --json?'],
    [
      'databases list‑documents a b',
      'unknown command',
      'a non-breaking hyphen (U+2011), not a hyphen; did you mean',
    ],
    [
      'ԁatabases list',
      'unknown command',
      'a Cyrillic letter (U+0501), not the ASCII d; did you mean databases',
    ],
    [
      'databases\u00a0list',
      'unknown command',
      'a no-break space (U+00A0), not a space; did you mean databases list?',
    ],
    [
      'databases list --lim‐it 3',
      'unknown flag',
      'a Unicode hyphen (U+2010), not a hyphen; did you mean --limit?',
    ],
    ['databases create --name “My nice shop”', 'unexpected argument "shop”"', 'a typographic quote (U+201D)'],
    [
      'databases create-document a b --data {“t”:1}',
      '--data is not valid JSON',
      'a typographic quote (U+201C)',
    ],
    ['databases create --name x --database-id shоp', '--database-id', 'a Cyrillic letter (U+043E)'],
    ['databases list -f јson', '--format', 'a Cyrillic letter (U+0458), not the ASCII j; did you mean'],
  ])('is named: %s', async (line, message, hint) => {
    const { code, stderr } = await runLine(line.split(' '));
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  it('is left alone in a value that may hold it', async () => {
    const { stderr } = await runLine(['profile', 'show', 'Москва']);
    expect(stderr).not.toContain('U+');
  });
});

describe('the tables of synonyms', () => {
  it('name commands that some version has', async () => {
    const known = new Set(['--version', 'help', 'help environment']);
    for (const entry of apiVersions.flatMap(entriesIn)) {
      known.add(entry.name);
      const loaded = await loadAll(entry);
      if (isGroup(loaded)) for (const { name } of loaded) known.add(`${entry.name} ${name}`);
      else for (const selector of ['functions', 'sites']) known.add(`${entry.name} ${selector}`);
    }
    const targets = Object.values(phrases).flat();
    expect(targets.filter((target) => !known.has(target))).toEqual([]);
  });

  it('replace no word by one that is replaced again', () => {
    const again = [verbs, nouns].flatMap((table) =>
      Object.values(table).filter((word) => Object.hasOwn(table, word)),
    );
    expect(again).toEqual([]);
  });

  it('name flags that some command has', async () => {
    const known = new Set<string>(globalFlags.map(({ flag }) => flag));
    for (const entry of entriesIn('1.5'))
      for (const spec of [await loadAll(entry)].flat()) for (const { flag } of spec.flags) known.add(flag);
    expect(
      Object.values(flagSynonyms)
        .flat()
        .filter((flag) => !known.has(flag)),
    ).toEqual([]);
  });
});
