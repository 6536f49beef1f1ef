import { groups } from '../../api/index.ts';
import type { Questions } from '../../core/prompts/questions.ts';
import { usageError } from '../../errors.ts';
import { closestMatch } from '../../lib/text/suggest.ts';

/** The scopes that the commands of a group need of an API key. */
export interface GroupScopes {
  readonly group: string;
  readonly scopes: readonly string[];
}

/** What a script that deploys changes: the shape of things, and no data of users. */
const deployScope = /^(databases|collections|buckets|functions|teams|providers|topics)\.|^health\.read$/;

export const presets = {
  'read-only': (scope: string) => scope.endsWith('.read'),
  'ci-deploy': (scope: string) => deployScope.test(scope),
  everything: () => true,
} as const;
export type Preset = keyof typeof presets;

/** Every scope that an API key can have and an operation asks for, by group. */
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

/** What the flags say about the scopes. */
interface ScopeAnswers {
  readonly preset: Preset | undefined;
  readonly scopes: readonly string[] | undefined;
}

/** Which scopes a key is to have: those of a preset, a choice of one's own, or that there is to be no key. */
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

/** @throws CliError exit 2 for a scope that does not exist */
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

/** The scopes of a preset. */
export function presetScopes(all: readonly GroupScopes[], preset: Preset): string[] {
  return distinct(all).filter(presets[preset]);
}

/** @throws CliError exit 2 for one that does not exist */
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
