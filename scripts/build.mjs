// Writes dist: the bundle, and the licences of what is in it.
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { bundledPackages, licensesText } from './licenses.mjs';

// Built beside dist and moved in whole, so that nobody finds half of it.
const draft = `dist.${process.pid}`;
const old = `${draft}.old`;
try {
  const chunks = await bundle(draft);
  const packages = bundledPackages(chunks.flatMap(({ moduleIds }) => moduleIds));
  await writeFile(join(draft, 'THIRD_PARTY_LICENSES'), licensesText(packages));
  await rename('dist', old).catch(() => {});
  await rename(draft, 'dist');
} finally {
  for (const folder of [draft, old]) await rm(folder, { recursive: true, force: true });
}
