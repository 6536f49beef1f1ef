import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { visibleLines } from '../lib/text/visible.ts';
import { counted, listed } from '../lib/text/words.ts';
import { createPaint } from './colour.ts';
import { FieldPicker } from './fields.ts';
import type { RenderInput } from './render/renderer.ts';
import { renderers } from './render/renderers.ts';
import { bytesOnTerminal, openTarget, outPath, type Target } from './sink.ts';
import type { Output, OutputOptions, Result } from './types.ts';

type Written = Exclude<Result, { kind: 'done' }>;
type Data = Exclude<Written, { kind: 'text' | 'bytes' }>;

/** @throws CliError exit 2 where the options can't be met */
export async function checkDelivery(context: Context, options: OutputOptions): Promise<void> {
  if (options.csvSafe && options.format !== 'csv' && options.format !== 'tsv') {
    throw usageError('--csv-safe is for CSV only', 'add --format csv or --format tsv');
  }
  if (options.filter !== undefined) await filterFor(options.filter);
  const path = outPath(context, options);
  if (path !== undefined) {
    const { checkTarget } = await import('../lib/files/target.ts');
    await checkTarget(path, options.yes);
  }
}

/** Writes a result to stdout or to the file that `--out` names. */
export async function writeResult(
  result: Written,
  context: Context,
  options: OutputOptions,
  output: Output,
): Promise<void> {
  const isPrivate = result.kind === 'pages' && result.isPrivate === true;
  const target = await openTarget(context, options, isPrivate);
  try {
    let count = 0;
    if (result.kind === 'text') await target.write(wholeLines(result.text, target));
    else if (result.kind === 'bytes') await writeBytes(result.bytes, target);
    else count = await deliverData(result, target, options, output);
    await target.commit();
    if (result.kind === 'pages' && result.isExport && target.path !== undefined)
      output.note(`Saved ${target.path} (${counted(count, result.view.noun ?? 'items')}).`);
  } finally {
    await target.discard();
  }
}

function writeBytes(bytes: Uint8Array, { terminal, write }: Target): Promise<void> {
  if (terminal) throw bytesOnTerminal();
  return write(bytes);
}

function wholeLines(text: string, { terminal }: Target): string {
  const shown = terminal ? visibleLines(text) : text;
  return shown.endsWith('\n') ? shown : `${shown}\n`;
}

/** @returns how many items it has written */
async function deliverData(
  result: Data,
  target: Target,
  options: OutputOptions,
  output: Output,
): Promise<number> {
  const paged = result.kind === 'pages';
  const filtered = options.filter !== undefined;
  const picker = options.fields && new FieldPicker(options.fields);
  const label = result.view.noun ?? 'items';
  const progress = paged && !target.terminal ? output.progress({ label, unit: 'items' }) : undefined;
  let count = 0;
  const job: RenderInput = {
    bodies: bodiesOf(result, options.filter),
    paged,
    view: filtered ? { noun: result.view.noun } : result.view,
    filtered,
    picker,
    terminal: target.terminal,
    paint: await createPaint(target.colour),
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
    for await (const text of render(job)) await target.write(text);
  } finally {
    progress?.stop();
  }
  if (picker) warnOfMissing(picker, output);
  return count;
}

function warnOfMissing(picker: FieldPicker, { warn }: Output): void {
  const missing = picker.missing();
  if (missing.length === 0) return;
  const meant = picker.suggestions();
  const question =
    meant.length > 0 ? `; did you mean ${listed(meant, 'and')}? Quote a $, as in '${meant[0]}'` : '';
  warn(`there is no ${missing.join(', ')} in the answer${question}`);
}

/** The bodies, filtered if `--filter` is set. */
async function* bodiesOf(result: Data, expression: string | undefined): AsyncGenerator<string> {
  const filter = expression === undefined ? undefined : await filterFor(expression);
  for await (const body of result.kind === 'pages' ? result.pages : [result.text]) {
    yield filter ? filter(body) : body;
  }
}

async function filterFor(expression: string) {
  const { createFilter } = await import('./filter.ts');
  return createFilter(expression);
}
