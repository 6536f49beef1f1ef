import { JsonError } from '../../lib/json/error.ts';
import { checkJson } from '../../lib/json/format.ts';
import { kindOf, members } from '../../lib/json/slices.ts';
import { readJsonItems } from './json-items.ts';
import { readLines } from './lines.ts';
import type { Piece, Row } from './row.ts';

/** The rows of NDJSON: an object a line. A broken line is a broken row; empty lines are none. */
export async function* ndjsonRows(chunks: AsyncIterable<string>): AsyncGenerator<Row, void, void> {
  for await (const piece of readLines(chunks)) if (piece.text.trim() !== '') yield lineRow(piece);
}

/** The rows of a JSON array, or of an answer that holds one. */
export async function* jsonRows(
  chunks: AsyncIterable<string>,
  member: string,
): AsyncGenerator<Row, void, void> {
  for await (const piece of readJsonItems(chunks, member)) yield objectRow(piece);
}

function lineRow(piece: Piece): Row {
  try {
    checkJson(piece.text);
    return objectRow(piece);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return broken(piece, `broken JSON at column ${error.column}`);
  }
}

function objectRow(piece: Piece): Row {
  if (kindOf(piece.text) !== 'object') return broken(piece, 'not a JSON object');
  return { line: piece.line, fields: members(piece.text) };
}

/** What can't be read as fields is kept as text, so that it is there to be mended. */
function broken({ line, text }: Piece, problem: string): Row {
  return { line, fields: new Map([['$text', JSON.stringify(text)]]), problem };
}
