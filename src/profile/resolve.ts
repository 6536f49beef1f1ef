import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { Connection, Credential } from '../http/types.ts';
import { resolveApiVersion } from './api-version.ts';
import {
  type CollectedSettings,
  type ConnectionFlags,
  type ConnectionNeeds,
  collectSettings,
} from './collect-settings.ts';
import { preferredCredential, takesConsoleSession } from './credential.ts';
import { refuseEnvironment, refuseSecretsTo, refuseStored } from './credential-endpoint.ts';
import type { Keyring } from './keyring.ts';
import { missingError } from './missing.ts';
import { selectProfileFor } from './named-environment.ts';
import { overrideWarnings } from './override-warnings.ts';
import { readConfig } from './read-config.ts';
import { loadKeyring, readSecret } from './secret.ts';
import type { Source } from './sources.ts';

/** A connection and the sources of its values. */
export interface Resolved {
  readonly connection: Connection;
  readonly sources: {
    readonly endpoint: Source | undefined;
    readonly project: Source | undefined;
    readonly credential: Source | undefined;
    readonly locale: Source | undefined;
  };
  /** Name of the selected profile; undefined if none was needed. */
  readonly profile?: string | undefined;
  /** Lines for stderr. */
  readonly warnings: readonly string[];
}

/** Shown by a dry run for values that are not set. */
const placeholders = { endpoint: 'https://cloud.appwrite.io/v1', project: 'PROJECT_ID' };

/**
 * Resolves endpoint, project, locale and credential from the sources that {@link collectSettings} describes. A credential
 * of a variable replaces the profile's, unless `--profile` names that.
 * @param keyringOf loads the keyring; called only if it holds the secret
 * @throws CliError exit 2 for an invalid value or an unknown profile; exit 3 if something is missing or the credential
 *   belongs to another endpoint; exit 1 if the config file can't be used
 */
export async function resolveConnection(
  context: Context,
  flags: ConnectionFlags,
  needs: ConnectionNeeds,
  keyringOf: (context: Context) => Promise<Keyring | undefined> = loadKeyring,
): Promise<Resolved> {
  const settings = collectSettings(context, flags, needs);
  const { endpoint, project, locale, profile } = settings;
  const source = credentialSource(settings, needs);
  const warnings = [...settings.warnings];

  const problem = missing(settings, needs) ?? refused(settings, needs);
  if (problem && !needs.dryRun) throw withWarnings(problem, warnings);
  if (problem) warnings.push(`this can't be sent as it is: ${problem.message}`);
  warnings.push(
    ...overrideWarnings({ ...settings, credential: source, isNamed: flags.profile !== undefined }),
  );

  const credential = await credentialOf(settings, needs, () => keyringOf(context));
  const refuseSecrets = refuseSecretsTo(
    endpoint,
    () => profile ?? selectProfileFor(context, readConfig(context), flags),
  );
  return {
    connection: {
      endpoint: endpoint?.value ?? placeholders.endpoint,
      project: projectOf(settings, needs),
      locale: locale?.value,
      apiVersion: resolveApiVersion(context, flags).version,
      credential,
      ...(refuseSecrets && { refuseSecrets }),
    },
    sources: {
      endpoint: endpoint?.source,
      project: project?.source,
      locale: locale?.source,
      credential: source,
    },
    profile: profile?.name,
    warnings,
  };
}

/** The console itself counts as a project, and needs no setting. */
function projectOf(
  { project }: CollectedSettings,
  { auth, project: need }: ConnectionNeeds,
): string | undefined {
  if (auth.includes('Console')) return 'console';
  return project?.value ?? (need === 'required' ? placeholders.project : undefined);
}

/** Adds the warnings to the hint: a skipped file may be the one that has the missing value. */
function withWarnings(problem: CliError, warnings: readonly string[]): CliError {
  if (warnings.length === 0) return problem;
  const { exitCode, message, hint } = problem;
  return new CliError(exitCode, message, { hint: [...warnings, hint].join('; '), cause: problem });
}

function missing(settings: CollectedSettings, needs: ConnectionNeeds): CliError | undefined {
  const { endpoint, project, fromEnvironment, fromProfile } = settings;
  const hasCredential = fromEnvironment !== undefined || fromProfile !== undefined;
  const needsCredential = needs.auth.length > 0 && !needs.auth.includes('Guest') && !needs.dryRun;
  const lacksCredential = needsCredential && !hasCredential;
  const isConsole = takesConsoleSession(needs.auth);
  const lacking = {
    endpoint: !endpoint,
    project: needs.project === 'required' && !needs.auth.includes('Console') && !project,
    credential: lacksCredential && !isConsole ? preferredCredential(needs.auth).variable : undefined,
    consoleSession: lacksCredential && isConsole,
  };
  return missingError(lacking, settings);
}

function refused(
  { endpoint, fromEnvironment, profile, fromProfile }: CollectedSettings,
  { auth }: ConnectionNeeds,
): CliError | undefined {
  if (!endpoint || auth.length === 0) return undefined;
  if (fromEnvironment) return refuseEnvironment(fromEnvironment.variable, endpoint, profile);
  return profile && fromProfile && refuseStored(profile, endpoint);
}

async function credentialOf(
  { fromEnvironment, profile, fromProfile }: CollectedSettings,
  { auth, dryRun }: ConnectionNeeds,
  keyring: () => Promise<Keyring | undefined>,
): Promise<Credential | undefined> {
  if (auth.length === 0) return undefined;
  if (dryRun && !fromEnvironment && !fromProfile && auth.includes('Guest')) return undefined;
  if (dryRun && takesConsoleSession(auth)) return { kind: 'console', secret: '' };
  if (dryRun) return { kind: (fromEnvironment ?? fromProfile ?? preferredCredential(auth)).kind, secret: '' };
  if (fromEnvironment) return { kind: fromEnvironment.kind, secret: fromEnvironment.secret };
  if (!profile || !fromProfile) return undefined;
  const secret = await readSecret(
    profile,
    fromProfile,
    fromProfile.store === 'keyring' ? await keyring() : undefined,
  );
  return { kind: fromProfile.kind, secret };
}

function credentialSource(
  { fromEnvironment, profile, fromProfile }: CollectedSettings,
  { auth }: ConnectionNeeds,
): Source | undefined {
  if (auth.length === 0) return undefined;
  if (fromEnvironment) return { from: 'environment', detail: fromEnvironment.variable };
  return profile && fromProfile && { from: 'profile', detail: `profile "${profile.name}"` };
}
