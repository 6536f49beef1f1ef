import ignore, { type Ignore } from 'ignore';

/** What never belongs into an archive, whatever .gitignore says; secrets in upper and lower case. */
const always = ['.git', 'node_modules', '.[eE][nN][vV]*'];

/**
 * What is left out of an archive, in one folder of it: what the .gitignore files of the folder and of those above it
 * say, then what is always left out, then what the user says. Where two disagree, the later one holds; so the user can
 * take back anything with `!pattern`.
 */
export class Rules {
  readonly #lines: readonly string[];
  readonly #own: readonly string[];
  readonly #matcher: Ignore;

  /**
   * @param own patterns of the user, written as in .gitignore, relative to the packed folder
   * @param lines of .gitignore files, already made relative to the packed folder
   */
  constructor(own: readonly string[], lines: readonly string[] = []) {
    this.#own = own;
    this.#lines = lines;
    this.#matcher = ignore({ ignorecase: false, allowRelativePaths: true }).add(
      [...lines, ...always, ...own].map((pattern) => ({ pattern })),
    );
  }

  /**
   * The rules in a folder that has a .gitignore.
   * @param folder relative to the packed folder, with slashes; '' for that itself
   */
  within(folder: string, gitignore: string): Rules {
    const lines = gitignore.replace(/^\ufeff/, '').split(/\r?\n/);
    return new Rules(this.#own, [...this.#lines, ...lines.flatMap((line) => anchored(line, folder))]);
  }

  /** @param path relative to the packed folder; that of a folder ends with a slash */
  leaveOut(path: string): boolean {
    return this.#matcher.ignores(path);
  }
}

/** A line of a folder's .gitignore as it would stand in the one at the top. */
function anchored(line: string, folder: string): string[] {
  if (line.trim() === '' || line.startsWith('#')) return [];
  if (folder === '') return [line];
  const [, sign, body] = /^(!?)(.*)$/.exec(line)!;
  const pattern = body!.replace(/^\\(?=[!#])/, '');
  const place = `/${folder.replace(/[\\*?[\]]/g, '\\$&')}/`;
  const isRooted = /\/(?!\s*$)/.test(pattern);
  return [`${sign}${place}${isRooted ? pattern.replace(/^\//, '') : `**/${pattern}`}`];
}
