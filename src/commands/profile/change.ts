import { prepareSignOut, warnSecretLeftInKeyring } from '../../console/replaced-credential.ts';
import { createQuestions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult } from '../../core/spec.ts';
import { type CliError, usageError } from '../../errors.ts';
import { readConfig } from '../../profile/read-config.ts';
import { loadKeyring } from '../../profile/secret.ts';
import { removeProfile, requireProfile, useProfile } from '../../profile/store.ts';
import { removeEndedSandboxes } from './ended-sandboxes.ts';

interface NameValues {
  readonly name: string | undefined;
}

/** Makes a profile the current one. */
export async function profileUse(input: NameValues, services: Services): Promise<CommandResult> {
  const { context, globals } = services;
  await removeEndedSandboxes(services);
  const name = await chooseName(input, services, 'Profile to use:');
  requireProfile(readConfig(context), name);
  if (globals.dryRun) return doneResult(`Profile ${name} would become the current one.`);
  await useProfile(context, name);
  return doneResult(`Using profile ${name}.`);
}

/** Deletes a profile after asking, and ends its session on the server. */
export async function profileRemove(input: NameValues, services: Services): Promise<CommandResult> {
  const { context, globals, confirm, output } = services;
  await removeEndedSandboxes(services);
  const name = await chooseName(input, services, 'Profile to delete:');
  const profile = requireProfile(readConfig(context), name);
  if (globals.dryRun) return doneResult(`Profile ${name} and its secret would be deleted.`);
  await confirm(`Delete the profile ${name} and its secret`);
  const keyring = profile.credential?.store === 'keyring' ? await loadKeyring(context) : undefined;
  const endSession = await prepareSignOut(services, profile, keyring);
  const { oldSecretDeleted } = await removeProfile(context, name, { keyring });
  if (!oldSecretDeleted) warnSecretLeftInKeyring(output, name);
  await endSession?.();
  const { current, profiles } = readConfig(context);
  const isOpen = current === undefined && profiles.length > 0;
  const next = isOpen ? ' No profile is current now: appwrite-cli profile use NAME chooses one.' : '';
  return doneResult(`Deleted profile ${name}.${next}`);
}

/** Returns the name on the command line, otherwise the user's choice from a list. */
async function chooseName(
  { name: given }: NameValues,
  { context, globals }: Services,
  message: string,
): Promise<string> {
  if (given !== undefined) return given;
  const ask = createQuestions(context, globals);
  const { profiles, current } = readConfig(context);
  if (ask.possible && profiles.length === 0) throw noProfiles();
  return ask.choose({
    message,
    flag: '<name>',
    choices: profiles.map(({ name, endpoint, project }) => ({
      name: `${name} (${endpoint}${project === undefined ? '' : `, project ${project}`})`,
      value: name,
    })),
    default: current,
  });
}

function noProfiles(): CliError {
  return usageError('there are no profiles yet', 'create one with appwrite-cli login');
}
