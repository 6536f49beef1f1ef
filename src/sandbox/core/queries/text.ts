/** How the real server's database compares text: without regard to case, accents and trailing spaces. */

const plain = /^[\x00-\x7f]*$/;

/** A text's key for comparing: two texts are equal when their keys are, and sort as they do. */
export function collationKey(text: string): string {
  return fold(text.endsWith(' ') ? text.replace(/ +$/, '') : text);
}

/** A text's key for looking for one in another, where trailing spaces count. */
export function fold(text: string): string {
  return (plain.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '')).toUpperCase();
}

/** Words shorter than this are not indexed. */
const minWordLength = 3;
const word = /[\p{L}\p{N}_]+/gu;
const words = (text: string) => collationKey(text).match(word) ?? [];

/**
 * Fulltext search: any of the words is found, the last one as the beginning of a word; a quoted phrase is found as
 * it stands.
 * @returns whether a text matches
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
