// Generates the man page and docs/ from help. With --check it writes nothing, and exits 1 if a file is stale.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importSource } from './source.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { referenceFiles } = await importSource('src/cli/help/reference/files.ts');
const wanted = await referenceFiles();
const check = process.argv.includes('--check');

const there = (await Promise.all(['docs', 'man'].map(filesIn))).flat();
const superfluous = there.filter((path) => !wanted.has(path));
const stale = [];
for (const [path, text] of wanted) {
  const current = await readFile(join(root, path), 'utf8').catch(() => undefined);
  if (current !== text) stale.push(path);
}

if (check) {
  for (const path of [...stale, ...superfluous]) console.error(`${path} is stale: run npm run docs`);
  process.exitCode = stale.length + superfluous.length > 0 ? 1 : 0;
} else {
  for (const path of superfluous) await rm(join(root, path));
  for (const path of stale) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), wanted.get(path));
  }
  console.log(`${wanted.size} files, ${stale.length} written, ${superfluous.length} removed`);
}

async function filesIn(folder) {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  // Folders such as docs/decisions are written by hand.
  return entries.filter((entry) => entry.isFile()).map(({ name }) => `${folder}/${name}`);
}
