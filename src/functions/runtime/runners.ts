import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built program has its runners beside it, the sources have them in a folder of their own. */
const folders = ['./runners/', '../runners/'];

/**
 * Returns the absolute path of a runner.
 * @param name of its file, such as `node.cjs`
 */
export function runnerPath(name: string): string {
  const paths = folders.map((folder) => fileURLToPath(new URL(`${folder}${name}`, import.meta.url)));
  return paths.find((path) => existsSync(path)) ?? paths[0]!;
}
