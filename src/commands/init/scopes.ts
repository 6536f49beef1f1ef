import { groups } from '../../api/index.ts';
import { usageError } from '../../errors.ts';
import { closestMatch } from '../../lib/text/suggest.ts';

/** The scopes that the commands of a group need of an API key. */
export interface GroupScopes {
  readonly group: string;
  readonly scopes: readonly string[];
}

/** What a script that deploys changes: the shape of things, and no data of users. */
const deployed = /^(databases|collections|buckets|functions|teams|providers|topics)\.|^health\.read$/;

export const presets = {
  'read-only': (scope: string) => scope.endsWith('.read'),
  'ci-deploy': (scope: string) => deployed.test(scope),
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
