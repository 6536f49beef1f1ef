/** The lines that mark what belongs to this program in a file of the user's. Every shell here comments with `#`. */
const first = '# >>> appwrite-cli completion >>>';
const last = '# <<< appwrite-cli completion <<<';

/** A file with this program's lines in it, in the place where they were, else at the end. */
export function withBlock(text: string, lines: readonly string[]): string {
  const block = [first, ...lines, last].join('\n');
  const place = find(text);
  if (place) return text.slice(0, place.start) + block + text.slice(place.end);
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${gap}${text === '' ? '' : '\n'}${block}\n`;
}

/** A file without this program's lines, and without the empty line in front of them. */
export function withoutBlock(text: string): string {
  const place = find(text);
  if (!place) return text;
  const before = text.slice(0, place.start).replace(/\n\r?\n$/, '\n');
  return before + text.slice(place.end).replace(/^\r?\n/, '');
}

function find(text: string): { start: number; end: number } | undefined {
  const start = text.indexOf(first);
  const end = text.indexOf(last, start);
  return start < 0 || end < 0 ? undefined : { start, end: end + last.length };
}
