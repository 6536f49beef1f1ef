/**
 * The first file of the package that runs, before any compiled code is at hand: it holds only what finds that code. It is
 * bundled alone, so that it shares no file with the rest of the program.
 */
import { statSync } from 'node:fs';
import { openCodeCache } from './cli/code-cache.ts';
import { homeFolder } from './lib/process/home-folder.ts';
import { asksForVersion, printVersion } from './lib/process/print-version.ts';
import { createFolderLoader, stampOf } from './loader.ts';

const mainFile = 'main.cjs';

/**
 * Runs the command line of this process.
 * @param folder of the files of the bundle, absolute
 * @param require of the launcher
 */
export function boot(folder: string, require: (id: string) => unknown): void {
  if (asksForVersion(process.argv.slice(2))) {
    printVersion();
    return;
  }
  const loader = createFolderLoader(folder, require);
  const { env, platform } = process;
  const context = { env, platform, home: homeFolder(), uid: process.geteuid?.() };
  const code = openCodeCache(context, stampOf(statSync(`${folder}/${mainFile}`)));
  loader.cache = code;
  const { start } = loader.load(mainFile) as typeof import('./main.ts');
  start({ loader, code });
}
