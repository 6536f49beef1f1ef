// Generates completions/ from the specs of the commands. With --check it writes nothing, and exits 1 if one is stale.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importSource } from './source.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { generateScript } = await importSource('src/cli/completion/generate.ts');
const { shellFacts, shells } = await importSource('src/commands/completion/shells.ts');

const stale = new Map();
for (const shell of shells) {
  const file = shellFacts[shell].scriptFile;
  const template = await readFile(join(root, 'src/cli/completion/templates', file), 'utf8');
  const text = await generateScript(shell, template);
  const current = await readFile(join(root, 'completions', file), 'utf8').catch(() => undefined);
  if (current !== text) stale.set(file, text);
}

if (process.argv.includes('--check')) {
  for (const file of stale.keys()) console.error(`completions/${file} is stale: run npm run completions`);
  process.exitCode = stale.size > 0 ? 1 : 0;
} else {
  await mkdir(join(root, 'completions'), { recursive: true });
  for (const [file, text] of stale) await writeFile(join(root, 'completions', file), text);
  console.log(`${shells.length} scripts, ${stale.size} written`);
}
