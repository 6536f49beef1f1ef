import { warnSecretLeftInKeyring } from '../../console/replaced-credential.ts';
import { consoleConnection, endSession } from '../../console/requests.ts';
import { signOut } from '../../console/session.ts';
import { contradiction } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult, textResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { toCurl } from '../../http/curl.ts';
import { listed } from '../../lib/text/words.ts';
import type { StoredProfile } from '../../profile/config.ts';
import { isSet } from '../../profile/credential.ts';
import { readConfig, selectProfile } from '../../profile/read-config.ts';
import { loadKeyring, readSecret } from '../../profile/secret.ts';
import { updateProfile } from '../../profile/store.ts';

type LoggedIn = StoredProfile & { readonly credential: NonNullable<StoredProfile['credential']> };

/**
 * Ends sessions on the server and deletes stored credentials. If a session can't be ended, its credential is deleted
 * anyway, and the command fails.
 * @throws CliError exit 2 for an unknown profile
 */
export async function logout({ all }: { readonly all: boolean }, services: Services): Promise<CommandResult> {
  const { globals, context, output } = services;
  if (all && globals.profile !== undefined) throw contradiction('--all', '--profile');
  const config = readConfig(context);
  const selected = all ? config.profiles : [selectProfile(context, config, globals.profile)];
  const profiles = selected.filter(isLoggedIn);
  if (globals.dryRun) return dryRun(profiles, services);

  const failures: CliError[] = [];
  for (const profile of profiles) {
    const failure = await logOutOf(profile, services);
    if (failure) failures.push(failure);
  }
  const set = ['APPWRITE_API_KEY', 'APPWRITE_JWT', 'APPWRITE_SESSION'].filter((variable) =>
    isSet(context.env, variable),
  );
  if (set.length > 0)
    output.warn(
      `${listed(set, 'and')} still ${set.length > 1 ? 'log' : 'logs'} you in: unset ${set.length > 1 ? 'them' : 'it'}`,
    );
  const names = profiles.map(({ name }) => name);
  const message = names.length === 0 ? 'No profile was logged in.' : `Logged out of ${listed(names, 'and')}.`;
  const failure = profiles.length > 1 && failures.length > 0 ? someFailed(failures) : failures[0];
  return { ...doneResult(message), ...(failure && { failure }) };
}

function isLoggedIn(profile: StoredProfile | undefined): profile is LoggedIn {
  return profile?.credential !== undefined;
}

/** @returns the error if the session may still be open on the server */
async function logOutOf(profile: LoggedIn, services: Services): Promise<CliError | undefined> {
  const { context, output } = services;
  const { name, credential } = profile;
  const keyring = credential.store === 'keyring' ? await loadKeyring(context) : undefined;
  let failure: CliError | undefined;
  if (credential.kind === 'console') {
    try {
      await signOut(services, profile.endpoint, await readSecret(profile, credential, keyring));
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      failure = stillOpen(profile, error);
    }
  } else output.note(`The API key of ${name} stays valid until it is deleted in the console.`);
  const { oldSecretDeleted } = await updateProfile(context, name, { credential: null }, { keyring });
  if (!oldSecretDeleted) warnSecretLeftInKeyring(output, name);
  return failure;
}

function stillOpen({ name }: StoredProfile, { exitCode, message, status, type }: CliError): CliError {
  return new CliError(exitCode, `the session of ${name} may still be open on the server: ${message}`, {
    hint: 'end it in the console, under Account, Sessions',
    status,
    type,
  });
}

function someFailed(failures: readonly CliError[]): CliError {
  return new CliError(ExitCode.partial, failures.map(({ message }) => message).join('; '), {
    hint: 'end them in the console, under Account, Sessions',
  });
}

function dryRun(profiles: readonly LoggedIn[], { globals }: Services): CommandResult {
  const requests = profiles
    .filter(({ credential }) => credential.kind === 'console')
    .map(({ endpoint }) => toCurl(endSession, consoleConnection(endpoint, ''), globals));
  if (requests.length === 0) return doneResult('No request would be sent.');
  return textResult(requests.join('\n'));
}
