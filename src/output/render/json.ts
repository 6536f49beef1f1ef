import { compactJson, indentJson, type TokenStyle } from '../../lib/json/format.ts';
import type { JsonToken } from '../../lib/json/reader.ts';
import { visibleInQuotes } from '../../lib/text/visible.ts';
import type { Paint, Role } from '../colour.ts';
import { pickFields, readPage } from '../page.ts';
import { blocks, type Renderer, type RenderInput } from './renderer.ts';

/**
 * The body, every token as the server wrote it: indented on a terminal, else in one line. Pages become one document:
 * an object with the list's member, holding the items of all pages, and `total`, which counts them; or an array,
 * where pages are no lists of their own. `total` comes last: the server's stops at 5000, so only the end knows it.
 */
export const json: Renderer = async function* (job) {
  if (job.paged) return yield* onePage(job);
  for await (const body of job.bodies) {
    yield* written(pickFields(body, job.view, job.picker), job, 0);
    yield '\n';
  }
};

/** Nothing is written before the first page is there: when it fails, there is no half document. */
async function* onePage(job: RenderInput): AsyncGenerator<string> {
  const member = job.view.items;
  const lineBreak = (depth: number) => (job.terminal ? `\n${'  '.repeat(depth)}` : '');
  const colon = job.terminal ? ': ' : ':';
  const depth = member === undefined ? 1 : 2;
  let count = 0;
  let before = member === undefined ? '[' : `{${lineBreak(1)}${JSON.stringify(member)}${colon}[`;
  for await (const body of job.bodies) {
    const { rows } = readPage(body, job.view);
    yield* blocks(itemTexts(rows, job, before, depth, lineBreak(depth)));
    count += rows.length;
    if (rows.length > 0) before = ',';
    job.counted(rows.length);
  }
  const after = count === 0 ? `${before}]` : `${lineBreak(depth - 1)}]`;
  yield member === undefined
    ? `${after}\n`
    : `${after},${lineBreak(1)}"total"${colon}${count}${lineBreak(0)}}\n`;
}

function* itemTexts(
  rows: readonly string[],
  job: RenderInput,
  before: string,
  depth: number,
  lineBreak: string,
): Generator<string> {
  for (const [index, row] of rows.entries()) {
    yield (index === 0 ? before : ',') + lineBreak;
    yield* written(job.picker?.pick(row) ?? row, job, depth);
  }
}

function* written(text: string, { terminal, paint }: RenderInput, depth: number): Generator<string> {
  if (terminal) yield* indentJson(text, terminalStyle(paint), depth);
  else yield compactJson(text);
}

const roles: Partial<Record<JsonToken, Role>> = {
  key: 'key',
  string: 'string',
  number: 'number',
  word: 'word',
};

/** Colours tokens and writes out what could drive the terminal; both leave valid JSON. */
function terminalStyle(paint: Paint): TokenStyle {
  return (token, text) => {
    const role = roles[token];
    return role ? paint(role, visibleInQuotes(text)) : text;
  };
}

/** A line for each item, written as it comes. */
export const ndjson: Renderer = async function* (job) {
  for await (const body of job.bodies) {
    const { rows } = readPage(body, job.view);
    yield* blocks(itemLines(rows, job));
    job.counted(rows.length);
  }
};

function* itemLines(rows: readonly string[], { picker, terminal }: RenderInput): Generator<string> {
  for (const row of rows) {
    const line = compactJson(picker?.pick(row) ?? row);
    yield `${terminal ? visibleInQuotes(line) : line}\n`;
  }
}
