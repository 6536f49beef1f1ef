import { rm } from 'node:fs/promises';
import type { Runtime } from '../../core/services.ts';
import { type Input, type Outcome, word } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { writeFailure } from '../../lib/files/target.ts';
import { mayChange } from './confirm-rc-edit.ts';
import { readText, writeWhole } from './files.ts';
import { chosenShell, placeOf } from './places.ts';
import { withoutBlock } from './rc-block.ts';

/**
 * Removes the script, and this program's lines from the user's own file.
 * @throws CliError exit 2 where that file would change, and nobody can be asked or the answer is no; nothing is
 * removed then
 */
export async function uninstall(input: Input, runtime: Runtime): Promise<Outcome> {
  const { context, globals, output } = runtime;
  const shell = chosenShell(word(input, 'shell'), context);
  const { script, rc } = await placeOf(shell, context);
  const hasScript = (await readText(script)) !== '';
  const before = await readText(rc);
  const after = withoutBlock(before);
  const changes = after !== before;

  if (!hasScript && !changes) return done(`There is no completion for ${shell} to remove.`);
  if (globals.dryRun) {
    const plan = [
      ...(hasScript ? [`would remove ${script}`] : []),
      ...(changes ? [`would remove the lines of appwrite-cli from ${rc}`] : []),
    ];
    return { result: { kind: 'text', text: plan.join('\n') } };
  }
  if (changes && !(await mayChange('Remove the lines of appwrite-cli from', rc, runtime))) {
    throw usageError('nothing was done: the answer was no');
  }
  if (changes) {
    await writeWhole(rc, after);
    output.note(`Removed the lines of appwrite-cli from ${rc}.`);
  }
  if (hasScript) {
    await rm(script).catch((error: unknown) => {
      throw writeFailure(script, error);
    });
    output.note(`Removed ${script}.`);
  }
  return done(`An open ${shell} keeps completing until it is closed.`);
}

function done(message: string): Outcome {
  return { result: { kind: 'done', message } };
}
