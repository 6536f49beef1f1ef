// A module of its own, since a page of help loads no other code that writes results.
import { visibleLines } from '../lib/text/visible.ts';
import { createPaint } from './colour.ts';
import type { ResultSink } from './sink.ts';
import type { Result } from './types.ts';

/** Writes text, with a line break at its end. */
export async function writeLines(
  { text, style }: Extract<Result, { kind: 'text' }>,
  { terminal, colour, write }: Pick<ResultSink, 'terminal' | 'colour' | 'write'>,
): Promise<void> {
  const shown = terminal ? visibleLines(text) : text;
  const styled = style && colour ? style(shown, await createPaint(true)) : shown;
  await write(styled.endsWith('\n') ? styled : `${styled}\n`);
}
