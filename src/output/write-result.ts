import { type Context, workOnText } from '../context.ts';
import { usageError } from '../errors.ts';
import { counted, listed } from '../lib/text/words.ts';
import { createPaint } from './colour.ts';
import { FieldPicker } from './fields.ts';
import { bodyText } from './page.ts';
import type { RenderInput } from './render/renderer.ts';
import { renderers } from './render/renderers.ts';
import { hasUnicode } from './screen.ts';
import { bytesOnTerminal, openSink, outPath, type ResultSink } from './sink.ts';
import type { Body, Output, OutputOptions, Result } from './types.ts';
import { writeLines } from './write-lines.ts';

type StdoutResult = Exclude<Result, { kind: 'done' }>;
type JsonResult = Exclude<StdoutResult, { kind: 'text' | 'bytes' }>;

/** @throws CliError exit 2 if the options contradict each other, or the file of `--out` can't be written */
export async function checkOutputOptions(context: Context, options: OutputOptions): Promise<void> {
  if (options.csvSafe && options.format !== 'csv' && options.format !== 'tsv') {
    throw usageError('--csv-safe is for CSV only', 'add --format csv or --format tsv');
  }
  if (options.filter !== undefined) await compileFilter(options.filter);
  const path = outPath(context, options);
  if (path !== undefined) {
    const { checkTarget } = await import('../lib/files/target.ts');
    await checkTarget(path, { overwrite: options.yes });
  }
}

/** Writes a result to stdout or to the file that `--out` names. */
export async function writeResult(
  result: StdoutResult,
  context: Context,
  options: OutputOptions,
  output: Output,
): Promise<void> {
  const isPrivate = 'isPrivate' in result && result.isPrivate === true;
  const sink = await openSink(context, options, { isPrivate });
  try {
    let count = 0;
    if (result.kind === 'text') await writeLines(result, sink);
    else if (result.kind === 'bytes') await writeBytes(result.bytes, sink);
    else if (!(await writeDrawing(result, sink, context, options)))
      count = await writeData(result, sink, context, options, output);
    await sink.commit();
    if (result.kind === 'pages' && result.isExport) {
      const exported = counted(count, result.view.noun ?? 'items');
      output.note(sink.path === undefined ? `Exported ${exported}.` : `Saved ${sink.path} (${exported}).`);
    }
  } finally {
    await sink.discard();
  }
}

function writeBytes(bytes: Uint8Array, { terminal, write }: ResultSink): Promise<void> {
  if (terminal) throw bytesOnTerminal();
  return write(bytes);
}

/** @returns false if the result has no drawing, or another format is asked for */
async function writeDrawing(
  result: JsonResult,
  { terminal, colour, write }: ResultSink,
  context: Context,
  { format, fields, filter }: OutputOptions,
): Promise<boolean> {
  if (result.kind !== 'json' || fields || filter !== undefined) return false;
  if (format === 'markdown' && result.markdown) {
    await write(result.markdown());
    return true;
  }
  if (format !== 'table' || !result.draw) return false;
  const paint = await createPaint(colour);
  const text = await result.draw({ width: terminal?.width, unicode: hasUnicode(context), paint });
  if (text === undefined) return false;
  await write(text);
  return true;
}

/** @returns the number of items written */
async function writeData(
  result: JsonResult,
  sink: ResultSink,
  context: Context,
  options: OutputOptions,
  output: Output,
): Promise<number> {
  const paged = result.kind === 'pages';
  const filtered = options.filter !== undefined;
  const picker = options.fields && new FieldPicker(options.fields);
  const label = result.view.noun ?? 'items';
  const progress = paged && !sink.terminal ? output.progress({ label, unit: 'items' }) : undefined;
  let count = 0;
  const input: RenderInput = {
    bodies: filteredBodies(result, options.filter),
    paged,
    view: filtered ? { noun: result.view.noun } : result.view,
    filtered,
    picker,
    allFields: options.allFields,
    terminal: sink.terminal && { ...sink.terminal, unicode: hasUnicode(context), now: context.now() },
    paint: await createPaint(sink.colour),
    csvSafe: options.csvSafe,
    counted(items) {
      count += items;
      progress?.update(count);
    },
    note: output.note,
    warn: output.warn,
  };
  try {
    const render = await renderers[(paged && result.format) || options.format]();
    const pieces = render(input);
    const shown = result.kind === 'json' ? prepared(pieces, result.text, context) : pieces;
    for await (const text of shown) await sink.write(text);
  } finally {
    progress?.stop();
  }
  if (picker) await warnAboutMissing(picker, output);
  return count;
}

/** Yields the pieces of one body. Before the first of them, the whole body has to be parsed. */
async function* prepared(
  pieces: AsyncIterable<string>,
  { length }: string,
  context: Context,
): AsyncGenerator<string> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await workOnText(context, length, () => iterator.next());
  if (first.done) return;
  yield first.value;
  yield* { [Symbol.asyncIterator]: () => iterator };
}

async function warnAboutMissing(picker: FieldPicker, { warn }: Output): Promise<void> {
  const missing = picker.missing();
  if (missing.length === 0) return;
  const { closestMatch } = await import('../lib/text/suggest.ts');
  const suggestions = picker.suggestions(closestMatch);
  const question = suggestions.length > 0 ? `; did you mean ${listed(suggestions, 'and')}?` : '';
  const toQuote = suggestions.find((path) => path.includes('$'));
  const advice = toQuote === undefined ? '' : ` Quote a $, as in '${toQuote}'`;
  warn(`there is no ${missing.join(', ')} in the answer${question}${advice}`);
}

/** Yields the bodies, filtered if `--filter` is set. */
async function* filteredBodies(result: JsonResult, expression: string | undefined): AsyncGenerator<Body> {
  const filter = expression === undefined ? undefined : await compileFilter(expression);
  for await (const body of result.kind === 'pages' ? result.pages : [result.text]) {
    yield filter ? filter(bodyText(body)) : body;
  }
}

async function compileFilter(expression: string) {
  const { createFilter } = await import('./filter.ts');
  return createFilter(expression);
}
