import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultApiVersion } from '../../src/api/versions.ts';
import { parseCommandLine } from '../../src/cli/program.ts';
import { tokenise } from '../../src/cli/scan.ts';
import { globalFlags } from '../../src/core/globals.ts';
import { envFor } from '../kit/env.ts';
import { json, startFaults } from '../kit/faults.ts';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';

const split = (line: string) => line.split(' ');

describe('parseCommandLine', () => {
  it.each([
    'databases get shop -q -f json -o x',
    '-q -f json -o x databases get shop',
    '-qf json databases -o x get shop',
    '-qfjson -ox databases get shop',
    '--format=json databases -qo x get shop',
    'databases get -qf json -o x -- shop',
    'databases get --databaseId shop --quiet --json --destination x',
  ])('reads global flags anywhere on the line: %s', async (line) => {
    const invocation = await parseCommandLine(tokenise(split(line), globalFlags), {
      version: defaultApiVersion,
      source: undefined,
    });
    expect(invocation).toMatchObject({
      command: { name: 'get' },
      values: { databaseId: 'shop' },
      globals: { quiet: true, format: 'json', out: 'x' },
    });
  });
});

describe('--out', () => {
  it.each([
    ['a.csv', 'name\nMain\n'],
    ['a.TSV', 'name\nMain\n'],
    ['a.yml', 'total: 1\n'],
    ['a.ndjson', '{"name":"Main"}\n'],
    ['a.json', '{"total":1,'],
    ['a.md', '| name |'],
    ['a.txt', 'NAME\nMain\n'],
    ['json', 'NAME\nMain\n'],
    ['a.csv -f json', '{"total":1,'],
  ])('writes the format that the ending asks for, unless the line names one: %s', async (out, start) => {
    const cwd = temporaryFolder();
    await using server = await startFaults(json({ total: 1, databases: [{ $id: 'main', name: 'Main' }] }));
    const line = split(`databases list --fields name -o ${out}`);
    expect((await runLine(line, { cwd, home: cwd, env: envFor(server.endpoint) })).code).toBe(0);
    expect(readFileSync(join(cwd, split(out)[0]!), 'utf8').slice(0, start.length)).toBe(start);
  });

  it('leaves errors as text for people', async () => {
    const cwd = temporaryFolder();
    const { code, stderr } = await runLine(['databases', 'list', '-o', 'a.json'], { cwd, home: cwd });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: /);
  });
});

describe('help', () => {
  it.each(['--help', 'databases --help', 'databases list -h', 'help queries', 'help', 'help databases list'])(
    'writes the page of %s to the file of --out',
    async (line) => {
      const cwd = temporaryFolder();
      const file = join(cwd, 'help.txt');
      const { stdout: text } = await runLine(split(line));
      const written = [...split(line), '-o', 'help.txt'];
      expect(await runLine(written, { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(readFileSync(file, 'utf8')).toBe(text);

      const again = await runLine(written, { cwd });
      expect(again).toMatchObject({ code: 2, stdout: '' });
      expect(again.stderr).toContain('already exists');
      expect(await runLine(['-y', ...written], { cwd })).toMatchObject({ code: 0, stderr: '' });
    },
  );

  it('prints to stdout with --out -, even if values of flags are wrong', async () => {
    const { stdout } = await runLine(split('databases list --help'));
    const cwd = temporaryFolder();
    const ran = await runLine(split('databases list --help -o - -f yml --limit none'), { cwd });
    expect(ran).toEqual({ code: 0, stdout, stderr: '' });
    expect(existsSync(join(cwd, '-'))).toBe(false);
  });
});

describe('an unknown name or flag', () => {
  it.each([
    ['databses list', 'unknown command "databses"', 'did you mean databases?'],
    ['databases lst --help', 'unknown command "lst"', 'did you mean list?'],
    ['functions get-usge', 'unknown command "get-usge"', 'did you mean get-usage?'],
    ['buckets list', 'unknown command "buckets"', 'did you mean storage list-buckets?'],
    ['buckets', 'unknown command "buckets"', 'did you mean storage list-buckets?'],
    ['tables list', 'unknown command "tables"', 'did you mean databases list-collections?'],
    ['databases list-rows --help', 'unknown command "list-rows"', 'did you mean list-documents?'],
    ['databases ls-columns a b', 'unknown command "ls-columns"', 'did you mean list-attributes?'],
    ['databases list-files', 'unknown command "list-files"', 'did you mean storage list-files?'],
    ['databases get-document --table-id=t', 'unknown flag "--table-id=t"', 'did you mean --collection-id?'],
    ['users zzz', 'unknown command "zzz"', 'appwrite-cli users --help lists what there is'],
    ['databases list --limt=5', 'unknown flag "--limt=5"', 'did you mean --limit?'],
    ['databases list --no-format', 'unknown flag "--no-format"', 'did you mean --format?'],
    ['databases get --help=1', 'unknown flag "--help=1"', 'did you mean --help?'],
    ['databases -qz list', 'unknown flag "-z"', 'add --help to see what there is'],
    ['databases list -zq', 'unknown flag "-zq"', 'add --help to see what there is'],
    ['databases -- list', 'unexpected argument "list"', 'the name of a command stands before --'],
  ])('refuses %s', async (line, message, hint) => {
    const ran = await runLine(split(line));
    expect(ran).toEqual({ code: 2, stdout: '', stderr: `error: ${message}\nhint: ${hint}\n` });
  });
});

describe('an argument that is not UTF-8', () => {
  it.each([
    [['storage', 'upload', 'b', 'caf\udce9'], 'an argument is not UTF-8: caf\\xe9'],
    [['caf\udce9'], 'an argument is not UTF-8: caf\\xe9'],
    [['users', 'create', '--password', 'caf\udce9'], 'an argument of --password is not UTF-8'],
    [['users', 'create', '--password=caf\udce9'], 'an argument of --password is not UTF-8'],
  ])('is refused by name: %j', async (argv, message) => {
    const { stderr, code } = await runLine([...argv, '--json']);
    expect(JSON.parse(stderr).error.message).toBe(message);
    expect(code).toBe(2);
  });
});
