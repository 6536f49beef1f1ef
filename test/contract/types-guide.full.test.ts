/** Runs the commands of docs/guides/types.md, compiles its files against node-appwrite, and runs those of other languages. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../api/transcript.ts';
import { filesIn, guide, shellLinesIn } from '../kit/guide.ts';
import { runLine } from '../kit/in-process.ts';
import {
  hasGo,
  hasPhp,
  hasPydantic,
  needsGo,
  needsPhp,
  needsPydantic,
  outputOf,
  pydanticPython,
} from '../kit/languages.ts';
import { temporaryFolder } from '../kit/program.ts';
import { typeErrors } from '../kit/tsc.ts';

const page = guide('types');
const files = filesIn(page);
const commands = shellLinesIn(page);
const [, check] = /run: npx (appwrite-cli .*)/.exec(page)!;

/** Runs all commands in a folder with the project file. */
async function generate(): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'appwrite.json'), files.get('appwrite.json')!);
  mkdirSync(join(folder, 'appwrite'));
  const run = async (command: string) => {
    const [, ...argv] = splitWords(command);
    const { code, stderr } = await runLine(argv, { cwd: folder, home: folder });
    return { command, code, stderr };
  };
  expect(commands.length).toBeGreaterThan(1);
  for (const command of [...commands, check!])
    expect(await run(command)).toEqual({ command, code: 0, stderr: '' });
  return folder;
}

it('compiles the files of the guide with the types that its commands write', async () => {
  const folder = await generate();
  const sources = ['typed.ts', 'main.ts', 'form.ts'].map((name) => [name, files.get(name)!] as const);
  const generated = ['appwrite.ts', 'appwrite.zod.ts'].map(
    (name) => [name, readFileSync(join(folder, name), 'utf8')] as const,
  );
  const errors = await typeErrors(
    {
      ...Object.fromEntries([...sources, ...generated]),
      'console.d.ts': 'declare const console: { log(...all: unknown[]): void };',
    },
    ['node-appwrite', 'zod'],
  );
  expect(errors).toEqual([]);
});

const programs = [
  {
    title: `Python${needsPydantic}`,
    isThere: hasPydantic,
    file: 'main.py',
    program: pydanticPython ?? '',
    args: ['main.py'],
  },
  { title: `PHP${needsPhp}`, isThere: hasPhp, file: 'main.php', program: 'php', args: ['-n', 'main.php'] },
  { title: `Go${needsGo}`, isThere: hasGo, file: 'main.go', program: 'go', args: ['run', '.'] },
] as const;

describe.each(programs)('the program of the guide in $title', (language) => {
  it.skipIf(!language.isThere)('writes a document, and a change with null', async () => {
    const folder = await generate();
    writeFileSync(join(folder, 'go.mod'), 'module blog\n\ngo 1.18\n');
    writeFileSync(join(folder, language.file), files.get(language.file)!);
    const lines = outputOf(language.program, { args: language.args, cwd: folder }).trim().split('\n');
    // Python prints its own form of the same data.
    const json = lines.map((line) => line.replaceAll("'", '"').replaceAll('None', 'null'));
    expect(json.map((line) => JSON.parse(line))).toEqual([
      { title: 'Hello', author: { name: 'Ada' } },
      { status: 'published', views: null },
    ]);
  });
});
