import type { CliError } from '../errors.ts';
import type { Output } from '../output/types.ts';

/** Tells what went wrong to somebody who can try again. */
export function tellProblem(output: Output, { message, hint }: CliError): void {
  output.warn(message);
  if (hint !== undefined) output.note(`hint: ${hint}`);
}
