import { CliError, ExitCode } from '../errors.ts';
import { visible, visibleInQuotes, visibleLines } from '../lib/text/visible.ts';
import type { Paint } from './colour.ts';

/** An error as it is told: with `--json` exactly these members, but for the excerpt, which is for people. */
export interface ErrorReport {
  readonly message: string;
  readonly status: number | null;
  readonly type: string | null;
  readonly exitCode: ExitCode;
  readonly hint: string | null;
  readonly excerpt?: string | undefined;
}

/** What there is to say about anything that was thrown; what is no CliError is a bug of ours. */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof CliError) {
    const { message, status = null, type = null, exitCode, hint = null, excerpt } = error;
    return { message, status, type, exitCode, hint, excerpt };
  }
  return {
    message: `unexpected: ${error instanceof Error ? error.message : String(error)}`,
    status: null,
    type: null,
    exitCode: ExitCode.failure,
    hint: 'this should not happen; run it again with -v -v to see where',
  };
}

/** The report as one line of JSON, without its line break. */
export function jsonReport({ excerpt: _, ...report }: ErrorReport): string {
  return visibleInQuotes(JSON.stringify({ error: report }));
}

/** The report for people: a line for the error, then the excerpt and the hint where there are some. */
export function textReport({ message, status, type, excerpt, hint }: ErrorReport, paint: Paint): string {
  const facts = [status, type].filter((fact) => fact !== null).join(' ');
  const lines = [`${paint('error', 'error:')} ${visible(message)}${facts && ` (${visible(facts)})`}`];
  if (excerpt !== undefined) lines.push(visibleLines(excerpt));
  if (hint !== null) lines.push(`${paint('hint', 'hint:')} ${visible(hint)}`);
  return lines.join('\n');
}

/** Where an error came from, with what caused it. */
export function stackOf(error: unknown): string {
  const lines: string[] = [];
  for (let at = error; at instanceof Error && lines.length < 5; at = at.cause) {
    lines.push(`${lines.length === 0 ? '' : 'caused by '}${at.stack ?? at.message}`);
  }
  return visibleLines(lines.join('\n'));
}
