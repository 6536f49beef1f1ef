import { createSources } from '../../command/read.ts';
import type { Runtime } from '../../command/runtime.ts';
import { type Input, isOn, type Outcome, word } from '../../command/spec.ts';
import { usageError } from '../../errors.ts';
import { checkCredential } from '../../profile/credential.ts';
import { normaliseEndpoint } from '../../profile/endpoint.ts';
import { readConfig } from '../../profile/read.ts';
import { loadKeyring } from '../../profile/secret.ts';
import { addProfile, removeProfile, requireProfile, useProfile } from '../../profile/store.ts';

/** Makes a profile the current one. */
export async function useNamed(input: Input, { context }: Runtime): Promise<Outcome> {
  const name = nameOf(input);
  await useProfile(context, name);
  return done(`${name} is the current profile.`);
}

/**
 * Keeps a new profile. It asks the server nothing, so it works offline.
 * @throws CliError exit 2 where something is missing, or the name is taken and --yes is not given
 */
export async function addNamed(input: Input, { context, globals, output }: Runtime): Promise<Outcome> {
  const name = nameOf(input);
  const { endpoint, project, locale } = globals;
  if (endpoint === undefined) throw usageError('--endpoint is required: where the profile leads');
  const withKey = isOn(input, 'apiKeyStdin');
  if (withKey && context.stdin.isTTY) {
    throw usageError(
      '--api-key-stdin reads a pipe, and stdin is a terminal',
      'add it as in: … --api-key-stdin < key.txt',
    );
  }
  const profile = { name, endpoint: normaliseEndpoint(endpoint, '--endpoint'), project, locale };
  const secret = withKey
    ? checkCredential(await createSources(context).stdin('--api-key-stdin'), '--api-key-stdin')
    : undefined;
  const credential = secret === undefined ? undefined : ({ kind: 'key', secret } as const);
  const keyring = credential && (await loadKeyring(context));
  await addProfile(context, { ...profile, credential }, { keyring, replace: globals.yes });
  if (!credential)
    output.note('The profile has no credential: set APPWRITE_API_KEY, or add it again with --api-key-stdin.');
  const isCurrent = readConfig(context).current === name;
  return done(`${name} is kept${isCurrent ? ' and is the current profile' : ''}.`);
}

/** Forgets a profile, after asking. */
export async function removeNamed(input: Input, { context, confirm, output }: Runtime): Promise<Outcome> {
  const name = nameOf(input);
  const { credential } = requireProfile(readConfig(context), name);
  await confirm(`Forget the profile ${name} and its secret`);
  const keyring = credential?.store === 'keyring' ? await loadKeyring(context) : undefined;
  const { forgotten } = await removeProfile(context, name, { keyring });
  if (!forgotten) output.warn(`the system keyring did not answer and may still hold the secret of ${name}`);
  return done(`${name} is forgotten.`);
}

function nameOf(input: Input): string {
  const name = word(input, 'name');
  if (name === undefined) throw usageError('missing argument <name>: name of the profile');
  return name;
}

function done(message: string): Outcome {
  return { result: { kind: 'done', message } };
}
