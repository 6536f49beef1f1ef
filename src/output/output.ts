import type { Context } from '../context.ts';
import { ExitCode } from '../errors.ts';
import { visible } from '../lib/text/visible.ts';
import { createPaint, hasColour, type Paint, plainPaint } from './colour.ts';
import { createProgress, noProgress } from './progress.ts';
import { wrapProse } from './prose.ts';
import { jsonReport, labelledLine, reportOf, stackOf, textReport } from './report.ts';
import { hasUnicode } from './screen.ts';
import { bytesOnTerminal } from './sink.ts';
import type { Output, OutputOptions } from './types.ts';
import { ClosedPipe, ignoreErrorEvents, writeBlock } from './write-stream.ts';

/**
 * @param context its streams are the only ones written to
 * @param options the output flags of the command line
 */
export function createOutput(context: Context, options: OutputOptions): Output {
  const { stdout, stderr, env } = context;
  ignoreErrorEvents(stdout);
  ignoreErrorEvents(stderr);
  const line = (text: string) => void stderr.write(`${text}\n`);
  /** Columns of the terminal; one of unknown width reports 0. */
  const width = () => (stderr.isTTY ? stderr.columns || undefined : undefined);
  const hasPaint = hasColour(stderr, { env, noColor: options.noColor });
  /** Loaded by `check`, before a command writes its first line. */
  let paint: Paint = plainPaint;
  const labelled = (role: 'error' | 'warning' | 'hint', text: string) =>
    line(labelledLine(role, visible(text), { width: width(), paint }));
  const showsProgress = !options.quiet && isScreen(context);

  const output: Output = {
    async check() {
      paint = await createPaint(hasPaint);
      const { checkOutputOptions } = await import('./write-result.ts');
      await checkOutputOptions(context, options);
    },
    async result(result) {
      if (result.kind === 'done') return output.note(result.message);
      const { writeResult } = await import('./write-result.ts');
      await writeResult(result, context, options, output);
    },
    bytes() {
      if (stdout.isTTY) throw bytesOnTerminal();
      return { write: (chunk) => writeBlock(stdout, chunk) };
    },
    note(text) {
      if (!options.quiet) line(wrapProse(visible(text), width()));
    },
    verbatim(text) {
      if (!options.quiet) line(visible(text));
    },
    async sketch(draw) {
      if (options.quiet) return;
      const screen = { width: width(), unicode: hasUnicode(context), paint: await createPaint(hasPaint) };
      stderr.write((await draw(screen)) ?? '');
    },
    warn(text) {
      if (!options.quiet) labelled('warning', text);
    },
    failed(text, hint) {
      labelled('error', text);
      if (hint !== undefined) labelled('hint', hint);
    },
    trace: (text) => line(visible(text)),
    async error(error) {
      if (error instanceof ClosedPipe) return ExitCode.done;
      const report = reportOf(error);
      if (options.reportsJson) line(jsonReport(report));
      else line(textReport(report, { width: width(), paint: await createPaint(hasPaint) }));
      if (options.verbose >= 2) line(stackOf(error));
      return report.exitCode;
    },
    clear() {
      if (stdout.isTTY && env.TERM !== 'dumb') stdout.write('\x1b[H\x1b[J');
    },
    progress: (progress) => (showsProgress ? createProgress(context, progress) : noProgress),
  };
  return output;
}

/**
 * True if stderr is a terminal that can redraw a line. A terminal of unknown width reports 0 columns, and a line drawn
 * there would wrap for ever.
 */
function isScreen({ stderr, env }: Context): boolean {
  return stderr.isTTY === true && stderr.columns !== 0 && 'cursorTo' in stderr && env.TERM !== 'dumb';
}
