/** Completes lines that lack required values. Loaded only for such lines. */
import { type FlagValues, parseFlagValues } from '../core/flags.ts';
import { isIncomplete, missingError, missingIn } from '../core/missing.ts';
import { createQuestions } from '../core/prompts/questions.ts';
import type { Services } from '../core/services.ts';
import type { CommandCall } from './entry.ts';

/**
 * Returns the values of a line with everything that its command requires. On a terminal the user chooses arguments that
 * are missing from lists; flags are not asked for, and nothing is if the line is a dry run, which sends nothing.
 * @throws CliError exit 2 that names everything that is missing; as pickArguments
 */
export async function completeLine(call: CommandCall, services: Services): Promise<FlagValues> {
  const { path, command, texts, values, globals } = call;
  const name = path.join(' ');
  const missing = missingIn(command, { ...values, project: values.project ?? globals.project });
  if (!isIncomplete(missing)) return values;
  const { context, output } = services;
  const ask = createQuestions(context, globals);
  // The result of a line in a pipe may be awaited by a program.
  const isInteractive = ask.possible && context.stdout.isTTY === true && !globals.dryRun;
  if (isInteractive && missing.flags.length === 0) {
    const { pickArguments } = await import('./pick.ts');
    const picked = await pickArguments(call, missing.arguments, ask, services);
    if (picked) {
      const { lineText } = await import('./line-text.ts');
      const complete = { ...texts, ...picked };
      const line = lineText(name, command, complete);
      await output.sketch(
        async ({ unicode, paint }) => `${paint('hint', `${unicode ? '→' : '->'} ${line}`)}\n`,
      );
      return parseFlagValues(command.flags, command.arguments, complete);
    }
  }
  const { examplesOf } = await import('./help/examples.ts');
  const [example] = command.examples ?? examplesOf(name);
  throw missingError(name, command, missing, example);
}
