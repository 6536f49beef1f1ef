import { BrokenFile, maxRowBytes, type Piece } from './row.ts';

/**
 * The lines of a text, without their ends (LF or CRLF), as they come.
 * @param chunks the text, cut anywhere
 * @throws BrokenFile for a line that never ends
 */
export async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<Piece, void, void> {
  let line = 1;
  let begun = '';
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      yield { line: line++, text: withoutReturn(begun + chunk.slice(start, end)) };
      begun = '';
      start = end + 1;
    }
    begun += chunk.slice(start);
    if (begun.length > maxRowBytes) throw new BrokenFile('a line of more than 16 MiB', line);
  }
  if (begun !== '') yield { line, text: withoutReturn(begun) };
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
