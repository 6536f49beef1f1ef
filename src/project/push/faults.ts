import { CliError, ExitCode } from '../../errors.ts';
import { problemLines } from '../file/read.ts';
import type { FileProblem } from '../model/state.ts';

/** Maximum number of faults that an error lists; `check` names them all. */
const maxListed = 20;

/**
 * Refuses files with faults, which are named with file and line.
 * @throws CliError exit 2
 */
export function refuseFaults(problems: readonly FileProblem[]): void {
  const [first, ...others] = problemLines(problems);
  if (first === undefined) return;
  const more = others.length - maxListed;
  const listed = others.slice(0, maxListed).join('\n');
  throw new CliError(ExitCode.usage, first, {
    ...(others.length > 0 && { excerpt: more > 0 ? `${listed}\nand ${more} more` : listed }),
    hint: 'nothing was sent; appwrite-cli check lists all faults of the file',
  });
}
