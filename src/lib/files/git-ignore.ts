/** Reads which files Git ignores, without running Git. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore from 'ignore';
import { gitFolderOf, repositoryOf } from './git-index.ts';

/**
 * True if the repository that contains a file ignores it, by its .gitignore files and its own exclusions, or if no
 * repository contains it. The settings of the user are not read.
 * @param path absolute; the file need not exist
 */
export function isIgnoredByGit(path: string): boolean {
  const root = repositoryOf(dirname(path));
  if (root === undefined) return true;
  const own = gitFolderOf(root);
  let isIgnored = own !== undefined && matchIn(join(own, 'info', 'exclude'), root, path) === true;
  // Lower files come later, and override.
  for (const folder of foldersBetween(root, dirname(path)))
    isIgnored = matchIn(join(folder, '.gitignore'), folder, path) ?? isIgnored;
  return isIgnored;
}

/** @returns undefined if no rule of the file is about the path */
function matchIn(rules: string, base: string, path: string): boolean | undefined {
  const text = textOf(rules);
  if (text === undefined) return undefined;
  const { ignored, unignored } = ignore().add(text).test(relative(base, path).split(sep).join('/'));
  return ignored || unignored ? ignored : undefined;
}

function foldersBetween(root: string, folder: string): string[] {
  return folder === root ? [root] : [...foldersBetween(root, dirname(folder)), folder];
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
