// Writes dist: the bundle, the pages of help, the runners of functions, the licences of the bundled packages, and
// chunks.json, which lists the modules of each file for the tests. The package leaves chunks.json out.
import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { hashOfSources, recordBuild } from './build-record.mjs';
import { bundle } from './bundle.mjs';
import { bundledPackages, licensesText } from './licenses.mjs';
import { importSource } from './source.mjs';

const slashes = (path) => path.replaceAll('\\', '/');

/** The modules of each file, by paths relative to the working directory; without rolldown's virtual modules. */
function chunkList(chunks) {
  return chunks.map(({ fileName, moduleIds }) => ({
    fileName,
    moduleIds: moduleIds.filter(isAbsolute).map((id) => slashes(relative('.', id))),
  }));
}

/** Writes the ES module of the library, and its types for `import` and `require`: TypeScript reads a file for each. */
async function writeLibrary(folder) {
  const types = await readFile('src/library/api.ts', 'utf8');
  const module = "import library from './library.cjs';\nexport const { startSandbox } = library;\n";
  await writeFile(join(folder, 'library.mjs'), module);
  for (const ending of ['d.mts', 'd.cts']) await writeFile(join(folder, `library.${ending}`), types);
}

const sources = hashOfSources();
// Built beside dist and renamed, so that no other process ever sees half of it.
const draft = `dist.${process.pid}`;
const old = `${draft}.old`;
try {
  const chunks = chunkList(await bundle(draft));
  await writeLibrary(draft);
  const { storedPages } = await importSource('src/cli/help/store-pages.ts');
  await writeFile(join(draft, 'help-pages'), await storedPages());
  const packages = bundledPackages(chunks.flatMap(({ moduleIds }) => moduleIds));
  await writeFile(join(draft, 'THIRD_PARTY_LICENSES'), licensesText(packages));
  // Other programs run these, as they are.
  await cp('src/functions/runners', join(draft, 'runners'), { recursive: true });
  await writeFile(join(draft, 'chunks.json'), `${JSON.stringify(chunks, null, 2)}\n`);
  await rename('dist', old).catch(() => {});
  await rename(draft, 'dist');
  recordBuild(sources);
} finally {
  for (const folder of [draft, old]) await rm(folder, { recursive: true, force: true });
}
