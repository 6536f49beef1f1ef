import type { Services } from '../core/services.ts';

/** Reports a part that is done, unless the same terminal shows the result, which names all of them. */
export function notePart(
  line: string,
  { context: { stdout, stderr }, globals, output }: Pick<Services, 'context' | 'globals' | 'output'>,
): void {
  const isShownAgain = stdout.isTTY === true && stderr.isTTY === true && globals.out === undefined;
  if (!isShownAgain) output.note(line);
}
