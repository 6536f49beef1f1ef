import { sep } from 'node:path';
import ignore from 'ignore';

/** A pattern of paths below a folder; paths are relative to that folder, with slashes. */
export interface Glob {
  /** Whether it asks for names that begin with a dot. */
  readonly namesHidden: boolean;
  /** A file fits where its path does or that of a folder it is in. */
  fits(path: string): boolean;
  /** Whether a file below this folder may fit. */
  mayHold(folder: string): boolean;
}

const special = /[*?[]/;

/**
 * Reads a path as a pattern: `*` and `?` stand for what is between slashes, `**` for any number of folders, `[a-z]` for
 * one of some characters.
 * @returns the folder to look in and the pattern below it, or undefined where there is nothing to match
 */
export function readGlob(path: string): { readonly folder: string; readonly glob: Glob } | undefined {
  const parts = path.split(sep === '\\' ? /[\\/]/ : '/');
  const first = parts.findIndex((part) => special.test(part));
  if (first < 0) return undefined;
  const folder = parts.slice(0, first).join('/');
  const rest = parts.slice(first);
  // Written as a line of .gitignore, where spaces at the end mean nothing unless they are escaped.
  const line = `/${rest.join('/')}`.replace(/ +$/, (spaces) => '\\ '.repeat(spaces.length));
  const pattern = ignore({ ignorecase: false, allowRelativePaths: true }).add({ pattern: line });
  const isDeep = rest.includes('**');
  return {
    folder: folder === '' && path.startsWith('/') ? '/' : folder || '.',
    glob: {
      namesHidden: rest.some((part) => part.startsWith('.')),
      fits: (path) => pattern.ignores(path),
      mayHold: (folder) => isDeep || folder.split('/').length < rest.length || pattern.ignores(`${folder}/`),
    },
  };
}
