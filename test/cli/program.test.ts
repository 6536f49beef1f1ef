import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/program.ts';
import { tokenise } from '../../src/cli/scan.ts';
import { globalFlags } from '../../src/core/globals.ts';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';

const split = (line: string) => line.split(' ');

describe('flags that every command takes stand anywhere on the line', () => {
  it.each([
    'databases get shop -q -f json -o x',
    '-q -f json -o x databases get shop',
    '-qf json databases -o x get shop',
    '-qfjson -ox databases get shop',
    '--format=json databases -qo x get shop',
    'databases get -qf json -o x -- shop',
    'databases get --databaseId shop --quiet --json --destination x',
  ])('%s', async (line) => {
    const understood = await parseCommandLine(tokenise(split(line), globalFlags), 80);
    expect(understood).toMatchObject({
      command: { name: 'get' },
      input: { databaseId: ['shop'] },
      globals: { quiet: true, format: 'json', out: 'x' },
    });
  });
});

describe('help', () => {
  it.each(['--help', 'databases --help', 'databases list -h', 'help queries', 'help', 'help databases list'])(
    '%s goes to the file that --out names',
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

  it('is on stdout with --out -, whatever else is wrong with the line', async () => {
    const { stdout } = await runLine(split('databases list --help'));
    const cwd = temporaryFolder();
    const ran = await runLine(split('databases list --help -o - -f yml --limit none'), { cwd });
    expect(ran).toEqual({ code: 0, stdout, stderr: '' });
    expect(existsSync(join(cwd, '-'))).toBe(false);
  });
});
