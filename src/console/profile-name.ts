import type { Questions } from '../core/prompts/questions.ts';
import type { Services } from '../core/services.ts';
import { usageError } from '../errors.ts';
import type { Config, StoredKind, StoredProfile } from '../profile/config.ts';
import { credentialNames, readVariable } from '../profile/credential.ts';
import { checkProfileName } from '../profile/names.ts';
import { findProfile, readConfig } from '../profile/read-config.ts';

/** The properties of a login that decide which profile it may replace. */
export interface NewLogin {
  readonly endpoint: string;
  readonly kind: StoredKind;
  readonly project: string | undefined;
}

/**
 * Chooses the profile of a login: the given name, the profile that the login renews, `default` for the first profile,
 * otherwise the user's answer.
 * @throws CliError exit 2 if a different login would be overwritten without the user's consent
 */
export async function chooseProfileName(
  services: Services,
  ask: Questions,
  login: NewLogin,
): Promise<string> {
  const { context, globals } = services;
  const config = readConfig(context);
  const given =
    globals.profile ?? readVariable(context.env, 'APPWRITE_PROFILE') ?? implicitName(config, login);
  if (given !== undefined) {
    const name = checkProfileName(given);
    if (await mayReplace(findProfile(config, name), login, services, ask)) return name;
    throw usageError('cancelled: nothing was changed', 'choose another name with --profile NAME');
  }
  for (;;) {
    const name = await ask.text({
      message: 'Name of the profile:',
      flag: '--profile NAME',
      default: freeName(config, login),
      read: checkProfileName,
    });
    if (await mayReplace(findProfile(config, name), login, services, ask)) return name;
  }
}

/** Returns the name if only one makes sense, so that the user is not asked. */
function implicitName(config: Config, login: NewLogin): string | undefined {
  if (config.profiles.length === 0) return 'default';
  const renewed = config.profiles.filter((profile) => renews(login, profile));
  const [only, ...others] = renewed;
  if (only && others.length === 0) return only.name;
  return renewed.find(({ name }) => name === config.current)?.name;
}

/** True if a login replaces one of the same kind, so that nothing is lost. An API key is for one project only. */
export function renews({ endpoint, kind, project }: NewLogin, profile: StoredProfile): boolean {
  const sameKind = profile.credential === undefined || profile.credential.kind === kind;
  return profile.endpoint === endpoint && sameKind && (kind === 'console' || profile.project === project);
}

async function mayReplace(
  profile: StoredProfile | undefined,
  login: NewLogin,
  { globals }: Services,
  ask: Questions,
): Promise<boolean> {
  if (!profile || renews(login, profile) || globals.yes) return true;
  const { name, endpoint, project, credential } = profile;
  const held = credential ? credentialNames[credential.kind] : 'no credential';
  const where = project === undefined ? endpoint : `${endpoint}, project ${project}`;
  const what = `the profile "${name}" is for ${where} (${held})`;
  if (!ask.possible)
    throw usageError(what, 'add --yes to replace it, or choose another name with --profile NAME');
  return ask.confirm({ message: `${what}. Replace it?`, flag: '--yes', default: false });
}

/** Suggests a name that no profile has. */
function freeName(config: Config, { endpoint, project }: NewLogin): string {
  const base = project ?? new URL(endpoint).hostname;
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (!findProfile(config, name)) return name;
  }
}
