// Writes dist: the bundle, and the licences of what is in it.
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { bundledPackages, licensesText } from './licenses.mjs';

// Built beside dist and moved in whole, so that a program that is just starting finds the old files or the new ones.
const draft = `dist.${process.pid}`;
try {
  const chunks = await bundle(draft);
  const packages = bundledPackages(chunks.flatMap(({ moduleIds }) => moduleIds));
  await writeFile(join(draft, 'THIRD_PARTY_LICENSES'), licensesText(packages));
  await rm('dist', { recursive: true, force: true });
  await rename(draft, 'dist');
} finally {
  await rm(draft, { recursive: true, force: true });
}
