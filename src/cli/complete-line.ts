/** Completes lines that lack required values. Loaded only for such lines. */
import type { FlagValues } from '../core/flags.ts';
import { isIncomplete, missingError, missingIn } from '../core/missing.ts';
import type { Services } from '../core/services.ts';
import type { CommandCall } from './entry.ts';

/**
 * Returns the values of a line with everything that its command requires.
 * @throws CliError exit 2 that names everything that is missing
 */
export async function completeLine(call: CommandCall, _services: Services): Promise<FlagValues> {
  const { path, command, values, globals } = call;
  const missing = missingIn(command, { ...values, project: values.project ?? globals.project });
  if (!isIncomplete(missing)) return values;
  const name = path.join(' ');
  const { examplesOf } = await import('./help/examples.ts');
  const [example] = command.examples ?? examplesOf(name);
  throw missingError(name, command, missing, example);
}
