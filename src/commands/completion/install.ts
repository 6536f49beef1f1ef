import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { confirmRcEdit } from './confirm-rc-edit.ts';
import { readText, writeWhole } from './files.ts';
import { readScript } from './print.ts';
import { withBlock } from './rc-file.ts';
import { chosenShell, placeOf } from './shell-setup.ts';

/**
 * Puts the script where the shell looks, and lets the user's own file load it where the shell needs that.
 * @throws CliError exit 2 where that file would change and nobody can be asked; nothing is written then
 */
export async function install(
  { shell: given }: { readonly shell: string | undefined },
  services: Services,
): Promise<CommandResult> {
  const { context, globals, output } = services;
  const shell = chosenShell(given, context);
  const { script, rc, lines } = await placeOf(shell, context);
  const text = await readScript(shell, context);
  const before = await readText(rc);
  const after = lines.length > 0 ? withBlock(before, lines) : before;
  const changes = after !== before;
  const indented = lines.map((line) => `  ${line}`);

  if (globals.dryRun) {
    const plan = [`would write ${script}`, ...(changes ? [`would add to ${rc}:`, ...indented] : [])];
    return { result: { kind: 'text', text: plan.join('\n') } };
  }
  const agreed = changes && (await confirmRcEdit('Let the completion script be loaded by', rc, services));
  await writeWhole(script, text);
  output.note(`Wrote ${script}.`);
  if (agreed) {
    await writeWhole(rc, after);
    output.note(`Added to ${rc}, between two lines that name appwrite-cli:`);
  } else if (changes) output.note(`${rc} stays as it is. For completion it must say:`);
  if (changes) for (const line of indented) output.note(line);
  output.note(`It works in the next ${shell} that you open. Run this again after an update of appwrite-cli.`);
  return {
    result: { kind: 'done', message: `To undo it: appwrite-cli completion uninstall --shell ${shell}` },
  };
}
