import type { Questions } from '../core/prompts/questions.ts';
import type { Services } from '../core/services.ts';
import { usageError } from '../errors.ts';
import type { Config, StoredKind, StoredProfile } from '../profile/config.ts';
import { credentialNames, readVariable } from '../profile/credential.ts';
import { checkProfileName } from '../profile/names.ts';
import { findProfile, readConfig } from '../profile/read-config.ts';

/** What is about to be kept, as far as it decides where. */
export interface NewLogin {
  readonly endpoint: string;
  readonly kind: StoredKind;
  readonly project: string | undefined;
}

/**
 * The name under which a login is kept: the one that is given, that of the profile it renews, `default` for the first
 * one, else the one that is typed.
 * @throws CliError exit 2 where another login would be lost and nobody agrees to that
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
    throw usageError('nothing was done: the answer was no', 'choose another name with --profile NAME');
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

/** Where there is only one name that makes sense, it is not asked for. */
function implicitName(config: Config, login: NewLogin): string | undefined {
  if (config.profiles.length === 0) return 'default';
  const renewed = config.profiles.filter((profile) => renews(login, profile));
  const [only, ...others] = renewed;
  if (only && others.length === 0) return only.name;
  return renewed.find(({ name }) => name === config.current)?.name;
}

/** Whether a login takes the place of one like it, so that nothing is lost. An API key is good for one project only. */
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

/** A suggestion that replaces nothing. */
function freeName(config: Config, { endpoint, project }: NewLogin): string {
  const base = project ?? new URL(endpoint).hostname;
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (!findProfile(config, name)) return name;
  }
}
