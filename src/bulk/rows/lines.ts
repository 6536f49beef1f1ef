import { BrokenFile, maxRowLength, type Piece } from './row.ts';

/**
 * Splits a text into lines, without LF or CRLF.
 * @param chunks the text, split anywhere
 * @throws BrokenFile for a line that is too long
 */
export async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<Piece, void, void> {
  let line = 1;
  let partial = '';
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      yield { line: line++, text: withoutReturn(partial + chunk.slice(start, end)) };
      partial = '';
      start = end + 1;
    }
    partial += chunk.slice(start);
    if (partial.length > maxRowLength) throw new BrokenFile('a line of more than 16 MiB', line);
  }
  if (partial !== '') yield { line, text: withoutReturn(partial) };
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
