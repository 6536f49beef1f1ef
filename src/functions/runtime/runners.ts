import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolders } from '../../lib/files/folders.ts';
import { embeddedFile, isStandalone } from '../../lib/process/standalone.ts';

/** The built program has its runners beside it, the sources have them in a folder of their own. */
const folders = ['./runners/', '../runners/'];

/**
 * Returns the absolute path of a runner.
 * @param name of its file, such as `node.cjs`
 * @param codeFolder absolute path of the function's code, beside which the standalone executable writes the runner
 */
export function runnerPath(name: string, codeFolder: string): string {
  const embedded = embeddedFile(`runners/${name}`);
  if (embedded === undefined) return installedRunner(name);
  // In a folder of its own: Python also looks for modules in that of its program.
  const folder = runnerFolder(codeFolder);
  makeFolders(folder, 0o700);
  const path = join(folder, name);
  // Renamed, because another process may run the same build.
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, embedded, { mode: 0o600 });
  renameSync(draft, path);
  return path;
}

/** Returns the path of the folder beside a build's code that may hold its runner. */
export const runnerFolder = (codeFolder: string): string => `${codeFolder}.runner`;

/** Returns the arguments with which `process.execPath` runs a runner in the Node of this process. */
export const ownRunner = (name: string): string[] =>
  isStandalone ? ['__runner', name] : [installedRunner(name)];

function installedRunner(name: string): string {
  const paths = folders.map((folder) => fileURLToPath(new URL(`${folder}${name}`, import.meta.url)));
  return paths.find((path) => existsSync(path)) ?? paths[0]!;
}
