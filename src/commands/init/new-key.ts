import type { ServerVersion } from '../../api/server-version.ts';
import type { ApiKey, ConsoleApi } from '../../console/api.ts';
import { renews } from '../../console/profile-name.ts';
import { defaultKeyName } from '../../console/requests.ts';
import { contradiction, type FlagValuesOf } from '../../core/flags.ts';
import type { Questions } from '../../core/prompts/questions.ts';
import { reportRejection } from '../../core/prompts/retry.ts';
import type { Services } from '../../core/services.ts';
import { usageError } from '../../errors.ts';
import { isNamed } from '../../profile/api-version.ts';
import { checkProfileName } from '../../profile/names.ts';
import { findProfile, readConfig } from '../../profile/read-config.ts';
import type { keyFlags } from './flags.ts';
import { chooseKind, chooseScopes, type Preset, presets, scopesOf } from './scopes.ts';

/** The API key as given by flags. */
export interface KeyAnswers {
  readonly preset: Preset | undefined;
  readonly scopes: readonly string[] | undefined;
  readonly name: string | undefined;
  /** Name of the profile that is to store it. */
  readonly profile: string | undefined;
}

/** An API key that is to exist after the command. */
export interface KeyPlan {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly profile: string | undefined;
  /** The existing key that is used again. */
  readonly existing: ApiKey | undefined;
}

/** The key's project, which is undefined until it is created. */
export interface KeyDestination {
  readonly endpoint: string;
  /** Undefined if its version is not known. */
  readonly server: ServerVersion | undefined;
  readonly project: string | undefined;
}

/** @throws CliError exit 2 for flags that contradict each other or a preset that does not exist */
export function keyAnswers({
  newKey: given,
  keyScopes: scopes,
  keyName: name,
  keyProfile: profile,
}: FlagValuesOf<typeof keyFlags>): KeyAnswers {
  const preset = Object.keys(presets).find((name): name is Preset => name === given);
  if (given !== undefined && !preset)
    throw usageError(`--new-key takes ${Object.keys(presets).join(', ')}, not "${given}"`);
  if (preset && scopes) throw contradiction('--new-key', '--key-scopes');
  if (scopes?.length === 0) throw usageError('--key-scopes names no scope');
  if (!preset && !scopes && (name ?? profile) !== undefined)
    throw usageError('no new API key is requested', 'add --new-key PRESET or --key-scopes SCOPE…');
  return {
    preset,
    scopes,
    name: name === undefined ? undefined : keyName(name),
    profile: profile === undefined ? undefined : checkProfileName(profile),
  };
}

/** Returns the default name of a key: keys of different presets have different names. */
export function defaultKeyNameFor(preset: Preset | undefined): string {
  return preset === undefined ? defaultKeyName : `${defaultKeyName} ${preset}`;
}

/** True if flags ask for an API key. */
export function wantsKey({ preset, scopes }: KeyAnswers): boolean {
  return preset !== undefined || scopes !== undefined;
}

/**
 * Chooses the API key from the flags, otherwise by asking; with `--yes` alone there is none.
 * @returns undefined for none
 * @throws CliError exit 2 if a different key or profile has the name
 */
export async function chooseKey(
  console: ConsoleApi,
  ask: Questions,
  answers: KeyAnswers,
  place: KeyDestination,
  services: Services,
): Promise<KeyPlan | undefined> {
  if (!wantsKey(answers) && (!ask.possible || services.globals.yes)) return undefined;
  const { apiVersion } = services;
  const version = isNamed(apiVersion) ? apiVersion.version : (place.server?.api ?? apiVersion.version);
  const all = await scopesOf(version, place.server);
  const kind = await chooseKind(ask, answers);
  if (kind === 'none') return undefined;
  const scopes = await chooseScopes(ask, answers, kind, all);
  const keys = place.project === undefined ? [] : await console.keys(place.project);
  const isAsked = !wantsKey(answers);
  const wanted = { name: answers.name, preset: kind === 'own' ? undefined : kind, scopes, isAsked };
  const { name, existing } = await chooseName(ask, wanted, keys, services);
  const given = answers.profile && checkFree(answers.profile, place, services);
  const profile = isAsked ? await chooseStore(ask, place, services) : given;
  return { name, scopes, profile, existing };
}

interface WantedKey {
  readonly name: string | undefined;
  readonly preset: Preset | undefined;
  readonly scopes: readonly string[];
  /** True if the user is asked for it; false if flags describe it. */
  readonly isAsked: boolean;
}

async function chooseName(
  ask: Questions,
  { name: given, preset, scopes, isAsked }: WantedKey,
  keys: readonly ApiKey[],
  { output }: Services,
): Promise<{ name: string; existing: ApiKey | undefined }> {
  const names = [defaultKeyNameFor(preset), defaultKeyName];
  const isThere = (name: string) => keys.some((key) => key.name === name && isSameKey(key, scopes));
  const likely = names.find(isThere) ?? names[0]!;
  for (;;) {
    const name =
      given ??
      (isAsked
        ? await ask.text({
            message: 'Name of the key:',
            flag: '--key-name NAME',
            default: likely,
            read: keyName,
          })
        : likely);
    const existing = keys.find((key) => key.name === name);
    if (!existing || isSameKey(existing, scopes)) return { name, existing };
    const other = usageError(
      `the project already has an API key "${name}" with other scopes`,
      'choose another name with --key-name, or delete that one in the console',
    );
    if (!isAsked) throw other;
    reportRejection(output, other);
  }
}

/** True if a key has these scopes and its secret can be shown again. */
function isSameKey(key: ApiKey, scopes: readonly string[]): boolean {
  const sorted = (list: readonly string[]) => [...list].sort().join(' ');
  return key.secret !== '' && sorted(key.scopes) === sorted(scopes);
}

async function chooseStore(
  ask: Questions,
  place: KeyDestination,
  services: Services,
): Promise<string | undefined> {
  const keep = await ask.choose({
    message: 'Use of the key:',
    flag: '--key-profile NAME',
    choices: [
      { name: 'Print it once, to copy it', value: false },
      { name: 'Save it as a profile', value: true },
    ],
  });
  if (!keep) return undefined;
  return ask.text({
    message: 'Name of the profile:',
    flag: '--key-profile NAME',
    read: (typed) => checkFree(checkProfileName(typed), place, services),
  });
}

/** @throws CliError exit 2 if a different profile has the name */
function checkFree(
  name: string,
  { endpoint, project }: KeyDestination,
  { context, globals }: Services,
): string {
  const profile = findProfile(readConfig(context), name);
  if (!profile || globals.yes || renews({ endpoint, project, kind: 'key' }, profile)) return name;
  throw usageError(
    `the profile "${name}" already exists for another purpose`,
    'choose another name, or add --yes to replace it',
  );
}

function keyName(given: string): string {
  const name = given.trim();
  if (name === '' || [...name].length > 128)
    throw usageError('the name of a key must have 1 to 128 characters');
  return name;
}
