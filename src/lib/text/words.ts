/** Splits a list of words at white space. */
export const splitWords = (text: string): readonly string[] => text.match(/\S+/g) ?? [];

/** Joins words as `a, b and c`. */
export function listed(words: readonly string[], conjunction: 'and' | 'or'): string {
  const last = words.at(-1)!;
  return words.length === 1 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** Joins some of the words as an example of all: `a, b, c …`. */
export function sampleOf(words: readonly string[], max = 3): string {
  return words.length > max ? `${words.slice(0, max).join(', ')} …` : words.join(', ');
}

/** Returns `1 row` or `2 rows`. @param noun in the plural, with a final s */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun.replace(/s$/, '') : noun}`;
}

/** Removes the full stop of a sentence, so that text can follow. */
export function unfinished(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

/** Breaks text between words into lines of at most `width` characters. */
export function wrap(text: string, width: number): string[] {
  return fill(text.split(' '), Math.max(width, 20));
}

/** Joins words into lines of at most `width` characters; a longer word gets its own line. */
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
