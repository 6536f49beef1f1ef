import { keyScopesIn } from '../../api/choices/console.ts';
import { projects } from '../../api/console/projects.ts';
import { operationOf } from '../../api/schema.ts';
import type { ApiVersion } from '../../api/versions.ts';
import { readChoice } from '../../bulk/options.ts';
import { presetScopes } from '../../console/key-presets.ts';
import { newKeyResult } from '../../console/new-key-result.ts';
import { exclusion, type FlagValues, type FlagValuesOf } from '../../core/flags.ts';
import { isHumanOutput } from '../../core/globals.ts';
import { missingValues } from '../../core/missing.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { runOperation } from '../../operations/run.ts';
import { type keyFlags, presetNames } from './flags.ts';

/**
 * Creates an API key with the scopes of `--preset` or `--scopes`, and prints its secret.
 * @throws CliError exit 2 unless one of the two is given; as runOperation
 */
export async function createKey(
  input: FlagValues & FlagValuesOf<typeof keyFlags>,
  services: Services,
): Promise<CommandResult> {
  const { version } = services.apiVersion;
  const operation = operationOf(projects.at(version), 'create-key');
  const done = await runOperation(operation, { ...input, scopes: scopesOf(input, version) }, services);
  if (services.globals.dryRun || !isHumanOutput(services.globals) || done.result?.kind !== 'json')
    return done;
  const { $id, name, scopes, secret } = JSON.parse(done.result.text);
  if (typeof secret !== 'string' || secret === '') return done;
  const rights = Array.isArray(scopes) && scopes.length > 0 ? scopes.join(', ') : 'none';
  services.output.note(`Created the API key ${name} (${$id}), scopes: ${rights}.`);
  return newKeyResult(secret, services);
}

function scopesOf(
  { preset, scopes }: FlagValues & FlagValuesOf<typeof keyFlags>,
  version: ApiVersion,
): FlagValues[string] {
  if (preset === undefined) {
    if (scopes === undefined)
      throw missingValues(
        [{ name: '--preset or --scopes', help: 'The scopes of the key' }],
        `presets: ${presetNames.join(', ')}`,
      );
    return scopes;
  }
  if (scopes !== undefined) throw exclusion('--preset', '--scopes', 'keep one of them');
  return presetScopes(readChoice('--preset', preset, presetNames), keyScopesIn(version));
}
