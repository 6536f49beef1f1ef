import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { Connection, Credential } from '../http/types.ts';
import { type ConnectionFlags, collectSettings, type Gathered, type Needs } from './collect-settings.ts';
import { preferredCredential } from './credential.ts';
import { refuseEnvironment, refuseStored } from './credential-endpoint.ts';
import type { Keyring } from './keyring.ts';
import { missingError } from './missing.ts';
import { overrideWarnings } from './override-warnings.ts';
import { loadKeyring, readSecret } from './secret.ts';
import type { Source } from './sources.ts';

/** A connection, and how it came about. */
export interface Resolved {
  readonly connection: Connection;
  readonly sources: {
    readonly endpoint: Source | undefined;
    readonly project: Source | undefined;
    readonly credential: Source | undefined;
    readonly locale: Source | undefined;
  };
  /** The name of the profile, where one had a say. */
  readonly profile?: string | undefined;
  /** Lines for stderr. */
  readonly warnings: readonly string[];
}

/** What a dry run shows where nothing is set. */
const placeholders = { endpoint: 'https://cloud.appwrite.io/v1', project: 'PROJECT_ID' };

/**
 * Works out where to send a request and as whom. Each value comes from the first of these that has it: flag,
 * environment, `appwrite.json`, profile. A credential of the environment takes the place of the profile's.
 * @param keyringOf finds the keyring; called only where a secret is in it
 * @throws CliError exit 2 for a value that can't be right or an unknown profile; exit 3 where something is missing or
 *   the credential belongs to another endpoint; exit 1 where the config file can't be used
 */
export async function resolveConnection(
  context: Context,
  flags: ConnectionFlags,
  needs: Needs,
  keyringOf: (context: Context) => Promise<Keyring | undefined> = loadKeyring,
): Promise<Resolved> {
  const gathered = collectSettings(context, flags, needs);
  const { endpoint, project, locale, profile } = gathered;
  const source = credentialSource(gathered, needs);
  const warnings = [...gathered.warnings];

  const problem = missing(gathered, needs) ?? refused(gathered, needs);
  if (problem && !needs.dryRun) throw withWarnings(problem, warnings);
  if (problem) warnings.push(`as it stands this can't be sent: ${problem.message}`);
  warnings.push(
    ...overrideWarnings({ ...gathered, credential: source, chosen: flags.profile !== undefined }),
  );

  const credential = await credentialFor(gathered, needs, () => keyringOf(context));
  return {
    connection: {
      endpoint: endpoint?.value ?? placeholders.endpoint,
      project: project?.value ?? (needs.project === 'required' ? placeholders.project : undefined),
      locale: locale?.value,
      credential,
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

/** What was passed over may be just what is missing. */
function withWarnings(problem: CliError, warnings: readonly string[]): CliError {
  if (warnings.length === 0) return problem;
  const { exitCode, message, hint } = problem;
  return new CliError(exitCode, message, { hint: [...warnings, hint].join('; '), cause: problem });
}

function missing(gathered: Gathered, needs: Needs): CliError | undefined {
  const { endpoint, project, own, stored } = gathered;
  const hasCredential = own !== undefined || stored !== undefined;
  const needsCredential = needs.auth.length > 0 && !needs.auth.includes('Guest') && !needs.dryRun;
  const lacking = {
    endpoint: !endpoint,
    project: needs.project === 'required' && !project,
    credential: needsCredential && !hasCredential ? preferredCredential(needs.auth).variable : undefined,
  };
  return missingError(lacking, gathered);
}

function refused({ endpoint, own, profile, stored }: Gathered, { auth }: Needs): CliError | undefined {
  if (!endpoint || auth.length === 0) return undefined;
  if (own) return refuseEnvironment(own.variable, endpoint, profile);
  return profile && stored && refuseStored(profile, endpoint);
}

async function credentialFor(
  { own, profile, stored }: Gathered,
  { auth, dryRun }: Needs,
  keyring: () => Promise<Keyring | undefined>,
): Promise<Credential | undefined> {
  if (auth.length === 0) return undefined;
  if (dryRun && !own && !stored && auth.includes('Guest')) return undefined;
  if (dryRun) return { kind: (own ?? stored ?? preferredCredential(auth)).kind, secret: '' };
  if (own) return { kind: own.kind, secret: own.secret };
  if (!profile || !stored) return undefined;
  const secret = await readSecret(profile, stored, stored.store === 'keyring' ? await keyring() : undefined);
  return { kind: stored.kind, secret };
}

function credentialSource({ own, profile, stored }: Gathered, { auth }: Needs): Source | undefined {
  if (auth.length === 0) return undefined;
  if (own) return { from: 'environment', detail: own.variable };
  return profile && stored && { from: 'profile', detail: `profile "${profile.name}"` };
}
