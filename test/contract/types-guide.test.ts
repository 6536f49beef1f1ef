/** Runs the commands of docs/guides/types.md, and compiles its files against node-appwrite. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { splitWords } from '../api/transcript.ts';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';
import { typeErrors } from '../kit/tsc.ts';

const page = readFileSync(new URL('../../docs/guides/types.md', import.meta.url), 'utf8');
const files = new Map(
  [...page.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(([, name, text]) => [name!, text!]),
);
const commands = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, text]) => text!.trim().split('\n'));
const [, check] = /run: npx (appwrite-cli .*)/.exec(page)!;

it('compiles the files of the guide with the types that its commands write', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'appwrite.json'), files.get('appwrite.json')!);
  const run = async (command: string) => {
    const [, ...argv] = splitWords(command);
    const { code, stderr } = await runLine(argv, { cwd: folder, home: folder });
    return { command, code, stderr };
  };
  expect(commands.length).toBeGreaterThan(1);
  for (const command of [...commands, check!])
    expect(await run(command)).toEqual({ command, code: 0, stderr: '' });
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
