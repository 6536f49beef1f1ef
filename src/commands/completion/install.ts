import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult, textResult } from '../../core/spec.ts';
import { readText, writeFileAtomic } from './files.ts';
import { readScript } from './print.ts';
import { confirmRcEdit, withBlock } from './rc-file.ts';
import { chosenShell, setupOf } from './shell-setup.ts';

/**
 * Writes the script, and lines that load it into the user's rc file if the shell needs them.
 * @throws CliError exit 2 if the rc file has to be changed and there is no terminal; nothing is written then
 */
export async function install(
  { shell: given }: { readonly shell: string | undefined },
  services: Services,
): Promise<CommandResult> {
  const { context, globals, output } = services;
  const shell = chosenShell(given, context);
  const { script, rc, lines } = await setupOf(shell, context);
  const text = await readScript(shell, context);
  const before = await readText(rc);
  const after = lines.length > 0 ? withBlock(before, lines) : before;
  const changes = after !== before;
  const indented = lines.map((line) => `  ${line}`);

  if (globals.dryRun) {
    const plan = [`would write ${script}`, ...(changes ? [`would add to ${rc}:`, ...indented] : [])];
    return textResult(plan.join('\n'));
  }
  const agreed = changes && (await confirmRcEdit('Load the completion script from', rc, services));
  await writeFileAtomic(script, text);
  output.note(`Wrote ${script}.`);
  if (agreed) {
    await writeFileAtomic(rc, after);
    output.note(`Added to ${rc}, between two lines that name appwrite-cli:`);
  } else if (changes) output.note(`${rc} is unchanged. For completion it needs these lines:`);
  if (changes) for (const line of indented) output.verbatim(line);
  output.note(`It works in the next ${shell} that you open. Run this again after an update of appwrite-cli.`);
  return doneResult(`To undo it: appwrite-cli completion uninstall --shell ${shell}`);
}
