import ignore, { type Ignore } from 'ignore';

/** Excluded even if .gitignore includes it; secrets in upper and lower case. */
const alwaysExcluded = ['.git', 'node_modules', '.[eE][nN][vV]*'];

/**
 * Exclusions from an archive in one of its folders: the .gitignore files of the folder and those above it, then the
 * fixed exclusions, then the user's patterns. Later rules override earlier ones, so that the user can include anything with
 * `!pattern`.
 */
export class Rules {
  readonly #lines: readonly string[];
  readonly #userPatterns: readonly string[];
  readonly #matcher: Ignore;

  /**
   * @param userPatterns in the syntax of .gitignore, relative to the packed folder
   * @param lines lines of .gitignore files, relative to the packed folder
   */
  constructor(userPatterns: readonly string[], lines: readonly string[] = []) {
    this.#userPatterns = userPatterns;
    this.#lines = lines;
    this.#matcher = ignore({ ignorecase: false, allowRelativePaths: true }).add(
      [...lines, ...alwaysExcluded, ...userPatterns].map((pattern) => ({ pattern })),
    );
  }

  /**
   * Returns the rules in a folder that has a .gitignore.
   * @param folder relative to the packed folder, with slashes; '' for the packed folder
   */
  within(folder: string, gitignore: string): Rules {
    const lines = gitignore.replace(/^\ufeff/, '').split(/\r?\n/);
    return new Rules(this.#userPatterns, [
      ...this.#lines,
      ...lines.flatMap((line) => anchored(line, folder)),
    ]);
  }

  /** @param path relative to the packed folder; that of a folder ends with a slash */
  excludes(path: string): boolean {
    return this.#matcher.ignores(path);
  }
}

/** Rewrites a line of a nested .gitignore for the packed folder. */
function anchored(line: string, folder: string): string[] {
  if (line.trim() === '' || line.startsWith('#')) return [];
  if (folder === '') return [line];
  const [, sign, body] = /^(!?)(.*)$/.exec(line)!;
  const pattern = body!.replace(/^\\(?=[!#])/, '');
  const prefix = `/${folder.replace(/[\\*?[\]]/g, '\\$&')}/`;
  const isRooted = /\/(?!\s*$)/.test(pattern);
  return [`${sign}${prefix}${isRooted ? pattern.replace(/^\//, '') : `**/${pattern}`}`];
}
