import { visible } from '../../lib/text/visible.ts';
import { paintState } from '../../output/colour.ts';
import { wrapProse } from '../../output/prose.ts';
import type { Screen } from '../../output/screen.ts';
import type { Check } from './check.ts';

const statusLabels: Readonly<Record<Check['status'], string>> = {
  pass: 'ok',
  warn: 'warn',
  fail: 'FAIL',
  skip: 'skip',
};

const statusWidth = 6;
const nameWidth = 12;
/** On a narrower terminal the details stand below the name of the check. */
const minDetailWidth = 28;

/** Draws a line for each check, and below it the remedy if it did not pass. */
export function drawChecks(
  checks: readonly Check[],
  { width, paint }: Pick<Screen, 'width' | 'paint'>,
): string {
  const column = statusWidth + nameWidth;
  const isStacked = width !== undefined && width - column < minDetailWidth;
  const indent = isStacked ? statusWidth : column;
  const margin = ' '.repeat(indent);
  const lines = checks.flatMap(({ check, status, detail, fix }) => {
    const label = statusLabels[status];
    const start = `${paintState(paint, label)}${' '.repeat(statusWidth - label.length)}`;
    const text = wrapProse(visible(detail), width, indent);
    return [
      ...(isStacked ? [`${start}${check}`, margin + text] : [`${start}${check.padEnd(nameWidth)}${text}`]),
      ...(fix === undefined
        ? []
        : [`${margin}${paint('hint', 'fix:')} ${wrapProse(visible(fix), width, indent + 'fix: '.length)}`]),
    ];
  });
  return lines.map((line) => `${line}\n`).join('');
}
