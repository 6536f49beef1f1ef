import { isoText } from '../../lib/text/instants.ts';
import { visible } from '../../lib/text/visible.ts';
import type { Paint } from '../../output/colour.ts';
import { exitCodeOf } from './execution.ts';

/** The members of an execution that its text is made from. */
export interface LoggedExecution {
  readonly $id: string;
  readonly $createdAt: string;
  readonly trigger: string;
  readonly status: string;
  readonly requestMethod: string;
  readonly requestPath: string;
  readonly responseStatusCode: number;
  readonly logs: string;
  readonly errors: string;
  /** In seconds. */
  readonly duration: number;
}

const errorMark = '! ';

/**
 * Returns a line about an execution, and below it what it logged.
 * @param offsetMinutes of local time from UTC
 */
export function executionText(execution: LoggedExecution, offsetMinutes: (atMs: number) => number): string {
  const { $id, $createdAt, trigger, status, requestMethod, requestPath } = execution;
  const { responseStatusCode: code, duration, logs, errors } = execution;
  const atMs = Date.parse($createdAt);
  const time = Number.isNaN(atMs) ? $createdAt : localText(atMs + offsetMinutes(atMs) * 60_000);
  const parts = [
    time,
    trigger,
    code > 0 ? `${status} ${code}` : status,
    `${Number(duration.toFixed(3))} s`,
    ...(trigger === 'http' ? [`${requestMethod} ${requestPath}`] : []),
    $id,
  ];
  return [visible(parts.join('  ')), ...linesOf(logs, '  '), ...linesOf(errors, errorMark)].join('\n');
}

/** Colours the text of an execution. */
export const paintExecution =
  (execution: LoggedExecution) =>
  (text: string, paint: Paint): string => {
    const [head = '', ...lines] = text.split('\n');
    const { status } = execution;
    const role = exitCodeOf({ ...execution, functionId: '' }) === 0 ? 'good' : 'bad';
    return [
      head.replace(`  ${status}`, () => `  ${paint(role, status)}`),
      ...lines.map((line) => (line.startsWith(errorMark) ? paint('bad', line) : line)),
    ].join('\n');
  };

/** @param wallMs time on local clocks, as if their zone were UTC */
const localText = (wallMs: number) => isoText(wallMs).slice(0, 19).replace('T', ' ');

function linesOf(text: string, mark: string): string[] {
  const trimmed = text.trimEnd();
  return trimmed === '' ? [] : trimmed.split(/\r?\n/).map((line) => `${mark}${line}`);
}
