/** Splits at white space: a short way to write long lists of plain words. */
export const splitWords = (text: string): readonly string[] => text.match(/\S+/g) ?? [];

/** `a, b and c`. */
export function listed(words: readonly string[], conjunction: 'and' | 'or'): string {
  const last = words.at(-1)!;
  return words.length === 1 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** `1 row`, `2 rows`. @param noun in the plural, which ends with an s */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun.replace(/s$/, '') : noun}`;
}

/** A sentence that goes on: without its full stop. */
export function unfinished(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

/** Text in lines of at most `width` characters, broken between words. */
export function wrap(text: string, width: number): string[] {
  return fill(text.split(' '), Math.max(width, 20));
}

/** The words in lines of at most `width` characters; a longer word has a line of its own. */
export function fill(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}
