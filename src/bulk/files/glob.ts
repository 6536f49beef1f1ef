/** Patterns of paths. In a file of its own so that picomatch is loaded only for a path that is one. */
import { sep } from 'node:path';
import picomatch from 'picomatch';
import { usageError } from '../../errors.ts';

/** A pattern of paths below a folder. Paths are relative to that folder, with slashes. */
export interface Glob {
  /** True if it names files or folders that begin with a dot. */
  readonly matchesHidden: boolean;
  /** True if the path of a file matches, or that of a folder that contains it. */
  matches(path: string): boolean;
  /** True if a file below this folder may match. */
  mayContainMatch(folder: string): boolean;
}

const globForm = /[*?[]|\{.*,.*\}/s;

/**
 * picomatch compiles a pattern to one regular expression, which backtracks: on an adversarial name, each asterisk or
 * brace multiplies the time. Four of each in a name, and four `**`, bound it to seconds.
 */
const maxRepetitions = 4;
const maxPatternLength = 4096;

/**
 * Reads a path as a pattern: `*` and `?` match within a name, `**` any number of folders, `[a-z]` one of some
 * characters, `{a,b}` one of some texts. A backslash takes the meaning from the next character, except on Windows.
 * @returns the folder to search and the pattern below it, or undefined if the path is no pattern
 * @throws CliError exit 2 for a pattern that could take too long
 */
export function readGlob(path: string): { readonly folder: string; readonly glob: Glob } | undefined {
  if (!globForm.test(path)) return undefined;
  const parts = path.split(sep === '\\' ? /[\\/]/ : '/');
  const first = parts.findIndex((part) => /[*?[{]/.test(part));
  const folder = parts.slice(0, first).join('/');
  const rest = parts.slice(first);
  checkRepetitions(path, rest);
  const isMatch = compile(rest.join('/'));
  const matches = (below: string) => withAncestors(below).some((candidate) => isMatch(candidate));
  // Braces may contain slashes, so that the pattern has more or fewer parts than the paths it matches.
  const isAnyDepth = rest.includes('**') || !rest.every(isBalanced);
  return {
    folder: folder === '' && path.startsWith('/') ? '/' : folder || '.',
    glob: {
      matchesHidden: rest.some((part) => /(^|[{,])\./.test(part)),
      matches,
      mayContainMatch: (below) => isAnyDepth || below.split('/').length < rest.length || matches(below),
    },
  };
}

function checkRepetitions(path: string, parts: readonly string[]): void {
  const isTooMany =
    path.length > maxPatternLength ||
    parts.filter((part) => part === '**').length > maxRepetitions ||
    parts.some((part) => count(part, /\*+/g) > maxRepetitions || count(part, /\{/g) > maxRepetitions);
  if (isTooMany)
    throw usageError(`the pattern ${path.slice(0, 60)}… is too complex`, 'use fewer * and { in it');
}

const count = (text: string, form: RegExp) => text.match(form)?.length ?? 0;

function compile(pattern: string): (path: string) => boolean {
  // Only braces and brackets group; for picomatch parentheses would, too.
  const escaped = pattern.replace(/\\.|[()|+]/gs, (found) => (found.length > 1 ? found : `\\${found}`));
  return picomatch(escaped, {
    dot: true,
    keepQuotes: true,
    nobrace: !isBalanced(pattern),
    noextglob: true,
    nonegate: true,
    posix: true,
    windows: false,
  });
}

/** True if every brace is closed; otherwise braces have no meaning. */
function isBalanced(pattern: string): boolean {
  let depth = 0;
  for (const [brace] of pattern.matchAll(/\\.|[{}]/gs)) {
    if (brace === '{') depth++;
    if (brace === '}' && --depth < 0) return false;
  }
  return depth === 0;
}

/** Returns the path, and those of all folders that contain it. */
function withAncestors(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
