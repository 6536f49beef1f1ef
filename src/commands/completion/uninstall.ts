import { rm } from 'node:fs/promises';
import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult, textResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { writeFailure } from '../../lib/files/target.ts';
import { readText, writeFileAtomic } from './files.ts';
import { confirmRcEdit, withoutBlock } from './rc-file.ts';
import { chosenShell, setupOf } from './shell-setup.ts';

/**
 * Removes the script, and this program's lines from the user's rc file.
 * @throws CliError exit 2 if the rc file has to be changed, and there is no terminal or the user says no; nothing is
 * removed then
 */
export async function uninstall(
  { shell: given }: { readonly shell: string | undefined },
  services: Services,
): Promise<CommandResult> {
  const { context, globals, output } = services;
  const shell = chosenShell(given, context);
  const { script, rc } = await setupOf(shell, context);
  const hasScript = (await readText(script)) !== '';
  const before = await readText(rc);
  const after = withoutBlock(before);
  const changes = after !== before;

  if (!hasScript && !changes) return doneResult(`There is no completion for ${shell} to remove.`);
  if (globals.dryRun) {
    const plan = [
      ...(hasScript ? [`would remove ${script}`] : []),
      ...(changes ? [`would remove the lines of appwrite-cli from ${rc}`] : []),
    ];
    return textResult(plan.join('\n'));
  }
  if (changes && !(await confirmRcEdit('Remove the lines of appwrite-cli from', rc, services))) {
    throw usageError('cancelled: nothing was changed');
  }
  if (changes) {
    await writeFileAtomic(rc, after);
    output.note(`Removed the lines of appwrite-cli from ${rc}.`);
  }
  if (hasScript) {
    await rm(script).catch((error: unknown) => {
      throw writeFailure(script, error);
    });
    output.note(`Removed ${script}.`);
  }
  return doneResult(`An open ${shell} keeps completing until it is closed.`);
}
