// Records which files a build was made of, so that the tests after `npm ci` do not build the same once more.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('..', import.meta.url));
const recordIn = (root) => join(root, 'node_modules', '.cache', 'appwrite-cli', 'build');

/** Returns a hash of the names and contents of folders and files. */
function hashOf(root, folders, files = []) {
  const hash = createHash('sha256').update(process.version);
  for (const file of [...folders.flatMap((folder) => filesIn(root, folder)), ...files]) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

const filesIn = (root, folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();

/** Returns a hash of everything that a build reads. `package-lock.json` stands for the packages. */
export const hashOfSources = (root = repository) =>
  hashOf(root, ['src', 'scripts'], ['package.json', 'package-lock.json', 'tsconfig.json']);

const hashOfBuild = (root) => hashOf(root, ['dist']);

/**
 * Records that `dist` is the build of these sources.
 * @param {string} sources the hash of the sources before the build
 */
export function recordBuild(sources, root = repository) {
  const recordPath = recordIn(root);
  mkdirSync(dirname(recordPath), { recursive: true });
  const draft = `${recordPath}.${process.pid}`;
  writeFileSync(draft, `${sources} ${hashOfBuild(root)}`);
  renameSync(draft, recordPath);
}

/** Returns true if `dist` is the build of the current sources, unchanged. */
export function isBuilt(root = repository) {
  try {
    return readFileSync(recordIn(root), 'utf8') === `${hashOfSources(root)} ${hashOfBuild(root)}`;
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}
