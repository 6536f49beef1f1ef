// Bundles and imports a TypeScript module of src, for scripts that generate files from the program.
import { mkdtemp, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @param module such as `src/cli/help/reference/files.ts` */
export async function importSource(module) {
  // In node_modules, so that imports of packages resolve.
  const folder = await mkdtemp(join(root, 'node_modules', '.appwrite-cli-'));
  try {
    await build({
      cwd: root,
      input: module,
      platform: 'node',
      external: (id) => !id.startsWith('.') && !isAbsolute(id) && id !== module,
      logLevel: 'warn',
      // One file: a chunk that is loaded later would be missing, since the folder is removed.
      output: { dir: folder, format: 'esm', entryFileNames: 'module.mjs', codeSplitting: false },
    });
    return await import(pathToFileURL(join(folder, 'module.mjs')).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
