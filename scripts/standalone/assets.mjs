// The files inside the standalone executable.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the files that the executable is made of.
 * @param dist folder of the bundle
 * @param folder that gets `main.cjs` and the assets
 */
export function writeAssets(dist, folder) {
  mkdirSync(join(folder, 'chunks'));
  for (const name of readdirSync(dist).filter((name) => name.endsWith('.cjs')))
    writeFileSync(join(folder, 'chunks', name), functionOf(readFileSync(join(dist, name), 'utf8')));
  cpSync(join(dist, 'runners'), join(folder, 'runners'), { recursive: true });
  cpSync('completions', join(folder, 'completions'), { recursive: true });
  const ofBundle = readFileSync(join(dist, 'loader.cjs'), 'utf8');
  const loader = `'use strict';
const { createLoader } = ((exports) => {${ofBundle}
return exports; })({});
${readFileSync('scripts/standalone/loader.cjs', 'utf8')}`;
  writeFileSync(join(folder, 'loader.cjs'), loader);
  writeFileSync(join(folder, 'main.cjs'), loader + readFileSync('scripts/standalone/main.cjs', 'utf8'));
}

/** Returns the text of a chunk as the loader wants it: a function of what CommonJS code finds. */
const functionOf = (text) => `(function (exports, require, module, __filename) {${text}\n})`;

/** Returns the paths of the assets by their names, as Node's configuration of an executable wants them. */
export function assetsIn(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(
    paths
      .filter((path) => path !== join(folder, 'main.cjs'))
      .map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), path]),
  );
}
