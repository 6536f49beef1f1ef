import type { Context } from '../context.ts';
import { ExitCode } from '../errors.ts';
import { visible } from '../lib/text/visible.ts';
import { createPaint, hasColour } from './colour.ts';
import { createProgress, noProgress, type Progress, type ProgressOptions } from './progress.ts';
import { jsonReport, reportOf, stackOf, textReport } from './report.ts';
import { bytesOnTerminal } from './target.ts';
import type { OutputOptions, Result } from './types.ts';
import { ClosedPipe, ignoreErrorEvents, writeBlock } from './write.ts';

/** Everything that a command says. Nothing else writes to stdout and stderr. */
export interface Output {
  /**
   * Refuses early what could not be delivered in the end, so that nothing is sent in vain.
   * @throws CliError exit 2: `--out` names a file that is there, `--filter` can't be read …
   */
  check(): Promise<void>;
  /**
   * Writes a result in the format that is wanted, as it comes.
   * @throws ClosedPipe when nobody reads it any more; CliError where it is broken or can't be written
   */
  result(result: Result): Promise<void>;
  /**
   * Where the bytes of a file go when they are wanted on stdout.
   * @throws CliError exit 2 where stdout is a terminal
   */
  bytes(): ByteSink;
  /** A line on stderr, unless `--quiet`. */
  note(text: string): void;
  /** A line on stderr about something that looks wrong. */
  warn(text: string): void;
  /** A line of the trace on stderr; whoever traces has masked secrets. */
  trace(text: string): void;
  /**
   * Tells what went wrong; a closed pipe is passed over.
   * @returns the code to exit with
   */
  error(error: unknown): Promise<ExitCode>;
  /** Empties the screen where stdout is a terminal, so that what comes next stands in the place of what was there. */
  clear(): void;
  /** Shows on a terminal that something goes on. */
  progress(options: ProgressOptions): Progress;
}

/** Takes bytes, as fast as their reader does. */
export interface ByteSink {
  /** @throws ClosedPipe when nobody reads them any more */
  write(chunk: Uint8Array): Promise<void>;
}

/**
 * @param context its streams are the only ones written to
 * @param options the output flags of the command line
 */
export function createOutput(context: Context, options: OutputOptions): Output {
  const { stdout, stderr, env } = context;
  ignoreErrorEvents(stdout);
  ignoreErrorEvents(stderr);
  const line = (text: string) => void stderr.write(`${text}\n`);
  const showsProgress = !options.quiet && isScreen(context);

  const output: Output = {
    async check() {
      const { checkDelivery } = await import('./write-result.ts');
      await checkDelivery(context, options);
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
      if (!options.quiet) line(visible(text));
    },
    warn: (text) => line(`warning: ${visible(text)}`),
    trace: (text) => line(visible(text)),
    async error(error) {
      if (error instanceof ClosedPipe) return ExitCode.done;
      const report = reportOf(error);
      if (options.format !== 'table') line(jsonReport(report));
      else line(textReport(report, await createPaint(hasColour(stderr, { env, noColor: options.noColor }))));
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
 * Whether stderr is a terminal on which a line can be drawn again. One that does not know its width says 0, and a line
 * there would be drawn on endless rows.
 */
function isScreen({ stderr, env }: Context): boolean {
  return stderr.isTTY === true && stderr.columns !== 0 && 'cursorTo' in stderr && env.TERM !== 'dumb';
}
