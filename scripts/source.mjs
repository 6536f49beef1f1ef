// Loads a module of src, TypeScript as it is, for scripts that write files from what the program knows.
import { mkdtemp, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @param module such as `src/cli/help/reference/files.ts` */
export async function importSource(module) {
  // In node_modules, so that packages are found from there.
  const folder = await mkdtemp(join(root, 'node_modules', '.appwrite-cli-'));
  try {
    await build({
      cwd: root,
      input: module,
      platform: 'node',
      external: (id) => !id.startsWith('.') && !isAbsolute(id) && id !== module,
      logLevel: 'warn',
      // In one file, so that nothing is loaded later, when the folder is gone.
      output: { dir: folder, format: 'esm', entryFileNames: 'module.mjs', codeSplitting: false },
    });
    return await import(pathToFileURL(join(folder, 'module.mjs')).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
