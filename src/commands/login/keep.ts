import type { Runtime } from '../../command/runtime.ts';
import type { Outcome } from '../../command/spec.ts';
import { signOut } from '../../console/session.ts';
import { CliError } from '../../errors.ts';
import type { StoredProfile } from '../../profile/config.ts';
import { readVariable } from '../../profile/credential.ts';
import type { Keyring } from '../../profile/keyring.ts';
import { listed } from '../../profile/missing.ts';
import { configPath, findProfile, readConfig } from '../../profile/read.ts';
import { loadKeyring, type NewCredential, readSecret } from '../../profile/secret.ts';
import { addProfile, requireProfile, useProfile } from '../../profile/store.ts';
import { isForPeople } from '../for-people.ts';
import { credentialNames } from '../profile/credential-names.ts';

/** A login that has worked. */
export interface Login {
  /** The name of the profile. */
  readonly name: string;
  readonly endpoint: string;
  readonly project: string | undefined;
  readonly credential: NewCredential;
  /** The e-mail address, where it is somebody's session. */
  readonly user: string | undefined;
}

/**
 * Keeps a login as the current profile, and ends the session that the profile had before.
 * @throws CliError where it can't be written; nothing has changed then
 */
export async function keepLogin(runtime: Runtime, login: Login): Promise<Outcome> {
  const { context, globals, output } = runtime;
  const { name, endpoint, project, credential, user } = login;
  const before = findProfile(readConfig(context), name);
  const keyring = await loadKeyring(context);
  const endEarlier = before && (await earlierSession(runtime, before, keyring));
  const locale = globals.locale ?? before?.locale;
  const options = { keyring, replace: before !== undefined };
  const { forgotten } = await addProfile(context, { name, endpoint, project, locale, credential }, options);
  await useProfile(context, name);
  if (!forgotten) output.warn('the system keyring did not answer and may still hold the earlier secret');
  await endEarlier?.();
  warnOfStronger(runtime, name);

  const store = requireProfile(readConfig(context), name).credential?.store ?? 'file';
  const kind = credentialNames[credential.kind];
  if (!isForPeople(globals)) {
    const shown = {
      profile: name,
      endpoint,
      project: project ?? null,
      user: user ?? null,
      credential: kind,
      store,
    };
    return { result: { kind: 'json', text: JSON.stringify(shown), view: {} } };
  }
  const place =
    store === 'keyring' ? 'the system keyring' : `${configPath(context)}, which only you can read`;
  output.note(`The ${kind} is kept in ${place}.`);
  const who = user === undefined ? '' : ` as ${user}`;
  const where =
    project === undefined ? 'no project yet: appwrite-cli init chooses one' : `project ${project}`;
  return {
    result: {
      kind: 'done',
      message: `Logged in to ${endpoint}${who}, ${where}. ${name} is the current profile.`,
    },
  };
}

/** How to end the session that a profile has now; its secret is read while it is still there. */
async function earlierSession(
  runtime: Runtime,
  profile: StoredProfile,
  keyring: Keyring | undefined,
): Promise<(() => Promise<void>) | undefined> {
  const { credential, endpoint, name } = profile;
  if (credential?.kind !== 'console') return undefined;
  const secret = await readSecret(profile, credential, keyring).catch(() => undefined);
  return async () => {
    try {
      if (secret === undefined) throw new CliError(1, 'its secret could not be read');
      await signOut(runtime, endpoint, secret);
      runtime.output.note(`The session that ${name} had before was ended.`);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      runtime.output.warn(
        `the session that ${name} had before may still be open: ${error.message}; the console lists it under Account, Sessions`,
      );
    }
  };
}

/** Variables that go before the profile would make the next command surprise. */
function warnOfStronger({ context: { env }, output }: Runtime, name: string): void {
  const set = [
    'APPWRITE_ENDPOINT',
    'APPWRITE_PROJECT_ID',
    'APPWRITE_API_KEY',
    'APPWRITE_JWT',
    'APPWRITE_SESSION',
  ].filter((variable) => readVariable(env, variable) !== undefined);
  const chosen = readVariable(env, 'APPWRITE_PROFILE');
  if (chosen !== undefined && chosen !== name) set.push('APPWRITE_PROFILE');
  if (set.length > 0)
    output.warn(
      `${listed(set, 'and')} ${set.length > 1 ? 'are set and go' : 'is set and goes'} before this profile`,
    );
}
