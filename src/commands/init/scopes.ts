import { groups } from '../../api/index.ts';
import type { ServerVersion } from '../../api/server-version.ts';
import { type ApiVersion, existsIn } from '../../api/versions.ts';
import { keyPresets } from '../../console/key-presets.ts';
import type { Questions } from '../../core/prompts/questions.ts';
import { usageError } from '../../errors.ts';
import { closestMatch } from '../../lib/text/suggest.ts';

/** The scopes that an API key needs for the commands of a group. */
export interface GroupScopes {
  readonly group: string;
  readonly scopes: readonly string[];
}

/** The presets by the names that `--new-key` knows them by. */
export const presets = {
  'read-only': keyPresets.read,
  'ci-deploy': keyPresets.ci,
  push: keyPresets.push,
  everything: keyPresets.all,
} as const;
export type Preset = keyof typeof presets;

/** The scopes that a server offers. */
export interface ServerScopes {
  readonly groups: readonly GroupScopes[];
  /** True if the server is newer than this program knows, and may have others too. */
  readonly mayHaveMore: boolean;
}

/**
 * Returns all scopes that operations require of an API key.
 * @param version whose operations count
 * @param server undefined if its version is not known
 */
export async function scopesOf(
  version: ApiVersion,
  server: ServerVersion | undefined,
): Promise<ServerScopes> {
  const loaded = await Promise.all(
    groups.filter((group) => existsIn(group, version)).map((group) => group.load()),
  );
  const byGroup = loaded
    .map((group) => {
      const forKeys = group.at(version).operations.filter(({ auth }) => auth.includes('Key'));
      const asked = forKeys.flatMap(({ scope, alsoScopes }) => [scope, ...alsoScopes]);
      const scopes = new Set(asked.filter((scope) => /\.(read|write)$/.test(scope)));
      return { group: group.name, scopes: [...scopes].sort() };
    })
    .filter(({ scopes }) => scopes.length > 0);
  return { groups: byGroup, mayHaveMore: server?.known === 'newer' };
}

/** The scopes as given by flags. */
interface ScopeAnswers {
  readonly preset: Preset | undefined;
  readonly scopes: readonly string[] | undefined;
}

/** Asks for a preset, a choice of scopes, or no key, unless a flag decides. */
export async function chooseKind(
  ask: Questions,
  { preset, scopes }: ScopeAnswers,
): Promise<Preset | 'none' | 'own'> {
  if (scopes) return 'own';
  if (preset) return preset;
  return ask.choose<Preset | 'none' | 'own'>({
    message: 'Create an API key?',
    flag: '--new-key PRESET',
    choices: [
      { name: 'No', value: 'none' },
      { name: 'Read-only', value: 'read-only', description: 'reads everything, changes nothing' },
      {
        name: 'CI deploy',
        value: 'ci-deploy',
        description: 'databases, buckets, functions and the like; no user data',
      },
      {
        name: 'Push',
        value: 'push',
        description: 'pull, plan and push: CI deploy with attributes, indexes and documents',
      },
      { name: 'Everything', value: 'everything', description: 'every scope' },
      { name: 'Choose scopes', value: 'own' },
    ],
  });
}

/** @throws CliError exit 2 for an unknown scope */
export async function chooseScopes(
  ask: Questions,
  { scopes }: ScopeAnswers,
  kind: Preset | 'own',
  all: ServerScopes,
): Promise<readonly string[]> {
  if (scopes) return checkScopes(all, scopes);
  if (kind !== 'own') return presetScopes(all, kind);
  return ask.chooseMany({
    message: 'Scopes of the key:',
    flag: '--key-scopes SCOPE…',
    choices: all.groups.flatMap(({ group, scopes }) =>
      scopes.map((scope) => ({ heading: group, name: scope, value: scope })),
    ),
  });
}

export function presetScopes(all: ServerScopes, preset: Preset): string[] {
  return distinct(all).filter(presets[preset].holds);
}

/** @throws CliError exit 2 for a scope that the server does not have */
export function checkScopes(all: ServerScopes, given: readonly string[]): string[] {
  const known = distinct(all);
  for (const scope of given) {
    if (all.mayHaveMore || known.includes(scope)) continue;
    const guess = closestMatch(scope, known);
    throw usageError(
      `--key-scopes: there is no scope "${scope}"`,
      guess ? `did you mean ${guess}?` : `scopes: ${known.join(', ')}`,
    );
  }
  return [...new Set(given)];
}

function distinct({ groups }: ServerScopes): string[] {
  return [...new Set(groups.flatMap(({ scopes }) => scopes))];
}
