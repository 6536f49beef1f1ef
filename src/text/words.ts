/** `a, b and c`. */
export function listed(words: readonly string[], conjunction: 'and' | 'or'): string {
  const last = words.at(-1)!;
  return words.length === 1 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
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
