import type { Context } from '../../context.ts';
import type { Services } from '../../core/services.ts';
import { reasonOf } from '../../lib/files/fs-error.ts';
import { shellWord } from '../../lib/text/shell-quote.ts';
import { checkProfileName } from '../../profile/names.ts';
import { readConfig } from '../../profile/read-config.ts';
import { addSandboxProfile, refuseTaken, removeSandboxProfile } from '../../profile/sandbox-profile.ts';
import type { SandboxServer } from '../../sandbox/server.ts';
import { sandboxVersion } from '../../version.ts';
import { removeEndedSandboxes } from '../profile/ended-sandboxes.ts';

/**
 * Checks that a sandbox can have this profile, after those of killed sandboxes are removed.
 * @throws CliError exit 2 for a bad name, or one that exists
 */
export async function prepareProfile(given: string, services: Services): Promise<string> {
  const name = checkProfileName(given);
  await removeEndedSandboxes(services);
  refuseTaken(readConfig(services.context), name);
  return name;
}

export interface KeptProfile {
  /** Line for the user. */
  readonly note: string;
  remove(): Promise<void>;
}

/**
 * Stores the profile of a sandbox.
 * @throws CliError exit 2 if another process has taken the name meanwhile, exit 1 if the config file can't be written
 */
export async function keepProfile(
  name: string,
  { endpoint, project, apiKey }: SandboxServer,
  { context, output }: Pick<Services, 'context' | 'output'>,
): Promise<KeptProfile> {
  const profile = { name, endpoint, project, serverVersion: sandboxVersion };
  const { isCurrent } = await addSandboxProfile(context, profile, apiKey);
  const flag = isCurrent ? '' : ` --profile ${shellWord(name)}`;
  return {
    note: `Or, as the ${isCurrent ? 'current ' : ''}profile ${name} while it runs: appwrite-cli databases list${flag}`,
    async remove() {
      try {
        const { current } = await removeSandboxProfile(afterTheEnd(context), profile);
        if (current !== undefined) output.note(`${current} is the current profile again.`);
      } catch (error) {
        output.failed(`the profile ${name} could not be removed: ${reasonOf(error)}`);
      }
    },
  };
}

/** The context of a command that is being stopped, with a sleep that its signal does not cut short. */
function afterTheEnd(context: Context): Context {
  const sleep = (delayMs: number) => new Promise((resolve) => setTimeout(resolve, delayMs));
  return Object.create(context, { sleep: { value: sleep } });
}
