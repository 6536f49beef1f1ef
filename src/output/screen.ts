import type { Context } from '../context.ts';
import type { Paint } from './colour.ts';

/** The destination of a drawing: a terminal, or a file or pipe. */
export interface Screen {
  /** Columns of the terminal; undefined elsewhere, where lines have no limit. */
  readonly width: number | undefined;
  /** True if blocks and lines can be shown; otherwise the drawing is ASCII. */
  readonly unicode: boolean;
  readonly paint: Paint;
}

/**
 * Draws a result for people.
 * @returns undefined to have the table of the format instead
 */
export type Draw = (screen: Screen) => Promise<string | undefined>;

/**
 * True if the terminal can be expected to show Unicode: by its locale, and on Windows, which sets none, by the
 * variables of the terminals that can. The console of Linux has letters in its font, but few blocks.
 */
export function hasUnicode({ env, platform }: Pick<Context, 'env' | 'platform'>): boolean {
  if (env.TERM === 'dumb' || env.TERM === 'linux') return false;
  if (platform === 'win32')
    return Boolean(env.WT_SESSION || env.TERM_PROGRAM || env.ConEmuTask || env.TERM?.startsWith('xterm'));
  // The first one that is set counts, as in the C library.
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /utf-?8/i.test(locale);
}
