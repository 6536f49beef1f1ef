import { JsonError } from '../../lib/json/error.ts';
import { checkJson } from '../../lib/json/format.ts';
import { kindOf, members } from '../../lib/json/slices.ts';
import { originalText } from './dollar-names.ts';
import { readJsonItems } from './json-items.ts';
import { readLines } from './lines.ts';
import type { Piece, Row } from './row.ts';

/** Reads rows of NDJSON. A malformed line is a row with a problem; empty lines are skipped. */
export async function* ndjsonRows(chunks: AsyncIterable<string>): AsyncGenerator<Row, void, void> {
  for await (const piece of readLines(chunks)) if (piece.text.trim() !== '') yield lineRow(piece);
}

/** Reads rows of a JSON array, or of a list response. */
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
    return malformed(piece, `broken JSON at column ${error.column}`);
  }
}

function objectRow(piece: Piece): Row {
  if (kindOf(piece.text) !== 'object') return malformed(piece, 'not a JSON object');
  return { line: piece.line, fields: members(piece.text) };
}

/** Stores the text, so that the file of rejects has it to be fixed. */
function malformed({ line, text }: Piece, problem: string): Row {
  return { line, fields: new Map([[originalText, JSON.stringify(text)]]), problem };
}
