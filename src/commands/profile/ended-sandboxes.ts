import type { Services } from '../../core/services.ts';
import { CliError } from '../../errors.ts';
import { removeLeftOvers } from '../../profile/sandbox-profile.ts';

/**
 * Removes the profiles of sandboxes that have been killed, and notes which. A config file that can't be written is no
 * reason to fail: commands that use such a profile refuse to.
 */
export async function removeEndedSandboxes({ context, globals, output }: Services): Promise<void> {
  if (globals.dryRun) return;
  try {
    const { removed, current } = await removeLeftOvers(context);
    if (removed.length === 0) return;
    const again = current === undefined ? '' : `; ${current} is the current profile again`;
    output.note(`Removed the profile ${removed.join(', ')}: its sandbox has ended${again}.`);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
  }
}
