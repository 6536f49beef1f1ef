import { CliError, ExitCode } from '../errors.ts';
import { visible, visibleInQuotes, visibleLines } from '../lib/text/visible.ts';
import { wrapProse } from './prose.ts';
import type { Screen } from './screen.ts';

/** An error as it is reported. With `--json` these are the members, without the excerpt. */
export interface ErrorReport {
  readonly message: string;
  readonly status: number | null;
  readonly type: string | null;
  readonly exitCode: ExitCode;
  readonly hint: string | null;
  readonly excerpt?: string | undefined;
}

/** Creates the report of a thrown value. Anything but a CliError is a bug of this program. */
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

/** Returns the report as one line of JSON, without the line break. */
export function jsonReport({ excerpt: _, ...report }: ErrorReport): string {
  return visibleInQuotes(JSON.stringify({ error: report }));
}

/**
 * Returns a text after its label, such as `hint: `, wrapped at words on a terminal.
 * @param text without control characters
 */
export const labelledLine = (
  label: 'error' | 'warning' | 'hint',
  text: string,
  { width, paint }: Pick<Screen, 'width' | 'paint'>,
): string => `${paint(label, `${label}:`)} ${wrapProse(text, width, label.length + 2)}`;

/**
 * Returns the report as text: a line for the error, then the excerpt and the hint if there are any. On a terminal the
 * error and the hint are wrapped at words; the excerpt keeps its lines.
 */
export function textReport(
  { message, status, type, excerpt, hint }: ErrorReport,
  screen: Pick<Screen, 'width' | 'paint'>,
): string {
  const facts = [status, type].filter((fact) => fact !== null).join(' ');
  const lines = [labelledLine('error', `${visible(message)}${facts && ` (${visible(facts)})`}`, screen)];
  if (excerpt !== undefined) lines.push(visibleLines(excerpt));
  if (hint !== null) lines.push(labelledLine('hint', visible(hint), screen));
  return lines.join('\n');
}

/** Returns the stack of an error and of its causes. */
export function stackOf(error: unknown): string {
  const lines: string[] = [];
  for (let at = error; at instanceof Error && lines.length < 5; at = at.cause) {
    lines.push(`${lines.length === 0 ? '' : 'caused by '}${at.stack ?? at.message}`);
  }
  return visibleLines(lines.join('\n'));
}
