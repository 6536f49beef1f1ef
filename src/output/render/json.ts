import { compactJson, indentJson, type TokenStyle } from '../../lib/json/format.ts';
import type { JsonToken } from '../../lib/json/reader.ts';
import { visibleInQuotes } from '../../lib/text/visible.ts';
import type { Paint, Role } from '../colour.ts';
import { bodyText, pickFields, readPage } from '../page.ts';
import { blocks, type Renderer, type RenderInput } from './renderer.ts';

/**
 * The body with every token as the server wrote it: indented on a terminal, otherwise on one line. Pages become one
 * document: an object with the items of all pages in the list's member and their count in `total`, or an array if the
 * view names no such member. `total` comes last, because the server stops counting at 5000 and only the last page gives
 * the number.
 */
export const json: Renderer = async function* (input) {
  if (input.paged) return yield* onePage(input);
  for await (const body of input.bodies) {
    yield* jsonText(pickFields(bodyText(body), input.view, input.picker), input, 0);
    yield '\n';
  }
};

/** Writes nothing before the first page has arrived, so that a failure leaves no half document. */
async function* onePage(input: RenderInput): AsyncGenerator<string> {
  const member = input.view.items;
  const lineBreak = (depth: number) => (input.terminal ? `\n${'  '.repeat(depth)}` : '');
  const colon = input.terminal ? ': ' : ':';
  const depth = member === undefined ? 1 : 2;
  let count = 0;
  let before = member === undefined ? '[' : `{${lineBreak(1)}${JSON.stringify(member)}${colon}[`;
  for await (const body of input.bodies) {
    const { rows } = readPage(body, input.view);
    yield* blocks(itemTexts(rows, input, before, depth, lineBreak(depth)));
    count += rows.length;
    if (rows.length > 0) before = ',';
    input.counted(rows.length);
  }
  const after = count === 0 ? `${before}]` : `${lineBreak(depth - 1)}]`;
  yield member === undefined
    ? `${after}\n`
    : `${after},${lineBreak(1)}"total"${colon}${count}${lineBreak(0)}}\n`;
}

function* itemTexts(
  rows: readonly string[],
  input: RenderInput,
  before: string,
  depth: number,
  lineBreak: string,
): Generator<string> {
  for (const [index, row] of rows.entries()) {
    yield (index === 0 ? before : ',') + lineBreak;
    yield* jsonText(input.picker?.pick(row) ?? row, input, depth);
  }
}

function* jsonText(text: string, { terminal, paint }: RenderInput, depth: number): Generator<string> {
  if (terminal) yield* indentJson(text, terminalStyle(paint), depth);
  else yield compactJson(text);
}

const roles: Partial<Record<JsonToken, Role>> = {
  key: 'jsonKey',
  string: 'jsonString',
  number: 'jsonNumber',
  word: 'jsonWord',
};

/** Colours tokens and escapes control characters; the text stays valid JSON apart from the colours. */
function terminalStyle(paint: Paint): TokenStyle {
  return (token, text) => {
    const role = roles[token];
    return role ? paint(role, visibleInQuotes(text)) : text;
  };
}

/** One line per item, written as the pages arrive. */
export const ndjson: Renderer = async function* (input) {
  for await (const body of input.bodies) {
    const { rows } = readPage(body, input.view);
    yield* blocks(itemLines(rows, input));
    input.counted(rows.length);
  }
};

function* itemLines(rows: readonly string[], { picker, terminal }: RenderInput): Generator<string> {
  for (const row of rows) {
    const line = compactJson(picker?.pick(row) ?? row);
    yield `${terminal ? visibleInQuotes(line) : line}\n`;
  }
}
