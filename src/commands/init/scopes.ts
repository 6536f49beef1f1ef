import { groups } from '../../api/index.ts';
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
  everything: keyPresets.all,
} as const;
export type Preset = keyof typeof presets;

/** Returns all scopes that operations require of an API key, by group. */
export async function scopesByGroup(): Promise<GroupScopes[]> {
  const loaded = await Promise.all(groups.map((group) => group.load()));
  return loaded
    .map(({ name, operations }) => {
      const asked = operations.filter(({ auth }) => auth.includes('Key')).map(({ scope }) => scope);
      const scopes = new Set(asked.filter((scope) => /\.(read|write)$/.test(scope)));
      return { group: name, scopes: [...scopes].sort() };
    })
    .filter(({ scopes }) => scopes.length > 0);
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
      { name: 'Everything', value: 'everything', description: 'every scope there is' },
      { name: 'Choose scopes', value: 'own' },
    ],
  });
}

/** @throws CliError exit 2 for an unknown scope */
export async function chooseScopes(
  ask: Questions,
  { scopes }: ScopeAnswers,
  kind: Preset | 'own',
  all: readonly GroupScopes[],
): Promise<readonly string[]> {
  if (scopes) return checkScopes(all, scopes);
  if (kind !== 'own') return presetScopes(all, kind);
  return ask.chooseMany({
    message: 'Scopes of the key:',
    flag: '--key-scopes SCOPE…',
    choices: all.flatMap(({ group, scopes }) =>
      scopes.map((scope) => ({ heading: group, name: scope, value: scope })),
    ),
  });
}

export function presetScopes(all: readonly GroupScopes[], preset: Preset): string[] {
  return distinct(all).filter(presets[preset].holds);
}

/** @throws CliError exit 2 for an unknown scope */
export function checkScopes(all: readonly GroupScopes[], given: readonly string[]): string[] {
  const known = distinct(all);
  for (const scope of given) {
    if (known.includes(scope)) continue;
    const guess = closestMatch(scope, known);
    throw usageError(
      `--key-scopes: there is no scope "${scope}"`,
      guess ? `did you mean ${guess}?` : `scopes: ${known.join(', ')}`,
    );
  }
  return [...new Set(given)];
}

function distinct(all: readonly GroupScopes[]): string[] {
  return [...new Set(all.flatMap(({ scopes }) => scopes))];
}
