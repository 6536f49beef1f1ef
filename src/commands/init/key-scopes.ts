import type { Questions } from '../../core/prompts/questions.ts';
import { checkScopes, type GroupScopes, type Preset, presetScopes } from './scopes.ts';

/** What the flags say about the scopes. */
interface Given {
  readonly preset: Preset | undefined;
  readonly scopes: readonly string[] | undefined;
}

/** Which scopes a key is to have: those of a preset, a choice of one's own, or that there is to be no key. */
export async function chooseKind(
  ask: Questions,
  { preset, scopes }: Given,
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
  { scopes }: Given,
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
