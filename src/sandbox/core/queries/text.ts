import { trimEndOf } from '../../../lib/text/trim.ts';

/** Text comparison of the real server's database, which ignores case, accents and trailing spaces. */

const plain = /^[\x00-\x7f]*$/;

/** Returns the collation key of a text: texts are equal, and sort, as their keys are and do. */
export function collationKey(text: string): string {
  return fold(trimEndOf(text, (unit) => unit === ' '));
}

/** Returns the key for searching one text in another, in which trailing spaces count. */
export function fold(text: string): string {
  return (plain.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '')).toUpperCase();
}

/** Shorter words are not indexed. */
const minWordLength = 3;
const word = /[\p{L}\p{N}_]+/gu;
const words = (text: string) => collationKey(text).match(word) ?? [];

/**
 * Fulltext search: matches any of the words, the last one as a prefix; a quoted phrase matches literally.
 * @returns a function that tests a text
 */
export function fulltext(query: string): (text: string) => boolean {
  if (/^".+"$/.test(query)) {
    const phrase = words(query).join(' ');
    return (text) => ` ${words(text).join(' ')} `.includes(` ${phrase} `);
  }
  const wanted = words(query);
  const beginning = wanted.pop();
  if (beginning === undefined) return () => false;
  const whole = new Set(wanted);
  return (text) =>
    words(text).some(
      (each) => each.length >= minWordLength && (whole.has(each) || each.startsWith(beginning)),
    );
}
