import { readServerVersion } from '../../api/server-version.ts';
import { prepareSignOut, warnSecretLeftInKeyring } from '../../console/replaced-credential.ts';
import { isHumanOutput } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult, jsonResult } from '../../core/spec.ts';
import { listed } from '../../lib/text/words.ts';
import { credentialNames, isSet, readVariable } from '../../profile/credential.ts';
import { configPath, currentProfile, findProfile, readConfig } from '../../profile/read-config.ts';
import { loadKeyring, type NewCredential } from '../../profile/secret.ts';
import { addProfile, requireProfile, useProfile } from '../../profile/store.ts';

/** A completed login. */
export interface CompletedLogin {
  /** Name of the profile. */
  readonly name: string;
  readonly endpoint: string;
  /** Undefined if it is not known. */
  readonly serverVersion: string | undefined;
  readonly project: string | undefined;
  readonly credential: NewCredential;
  /** E-mail address of the account; undefined for an API key. */
  readonly user: string | undefined;
}

/**
 * Stores a login as the current profile, and ends the session that the profile had before.
 * @throws CliError if the config file can't be written; nothing has changed then
 */
export async function saveLogin(services: Services, login: CompletedLogin): Promise<CommandResult> {
  const { context, globals, output } = services;
  const { name, endpoint, serverVersion, project, credential, user } = login;
  const config = readConfig(context);
  const before = findProfile(config, name);
  const previous = currentProfile(config)?.name ?? name;
  const keyring = await loadKeyring(context);
  const endEarlier = before && (await prepareSignOut(services, before, keyring));
  const locale = globals.locale ?? before?.locale;
  const options = { keyring, replace: before !== undefined };
  const { oldSecretDeleted } = await addProfile(
    context,
    { name, endpoint, project, locale, user, serverVersion, credential },
    options,
  );
  await useProfile(context, name);
  if (!oldSecretDeleted) warnSecretLeftInKeyring(output, name);
  await endEarlier?.();
  warnAboutOverrides(services, login);

  const store = requireProfile(readConfig(context), name).credential?.store ?? 'file';
  const kind = credentialNames[credential.kind];
  if (!isHumanOutput(globals)) {
    const shown = {
      profile: name,
      endpoint,
      serverVersion: serverVersion ?? null,
      project: project ?? null,
      user: user ?? null,
      credential: kind,
      store,
    };
    return jsonResult(shown);
  }
  const place =
    store === 'keyring' ? 'the system keyring' : `${configPath(context)}, which only you can read`;
  output.note(`The ${kind} is stored in ${place}.`);
  const who = user === undefined ? '' : ` as ${user}`;
  const where =
    project === undefined ? 'no project yet: appwrite-cli init chooses one' : `project ${project}`;
  const done = `Logged in to ${endpoint}${who}, ${where}.`;
  if (previous === name) return doneResult(`${done} Using profile ${name}.`);
  output.note(done);
  return doneResult(`Using profile ${name} (before: ${previous}).`);
}

/** Warns about environment variables that override the new profile. */
function warnAboutOverrides(
  { context: { env }, output, apiVersion }: Services,
  { name, endpoint, project, serverVersion }: CompletedLogin,
): void {
  const differs = (variable: string, kept: string | undefined) => {
    const value = readVariable(env, variable);
    return value !== undefined && value !== kept ? [variable] : [];
  };
  const isOtherVersion =
    apiVersion.source?.from === 'environment' && apiVersion.version !== readServerVersion(serverVersion)?.api;
  const set = [
    ...differs('APPWRITE_PROFILE', name),
    ...differs('APPWRITE_ENDPOINT', endpoint),
    ...differs('APPWRITE_PROJECT_ID', project),
    ...(isOtherVersion ? ['APPWRITE_API_VERSION'] : []),
    ...['APPWRITE_API_KEY', 'APPWRITE_JWT', 'APPWRITE_SESSION'].filter((variable) => isSet(env, variable)),
  ];
  if (set.length > 0)
    output.warn(
      `${listed(set, 'and')} ${set.length > 1 ? 'are set and take' : 'is set and takes'} precedence over this profile`,
    );
}
