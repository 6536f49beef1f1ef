/** Values that are none of the choices of the version in use. Loaded only for these. */
import type { Operation, Param } from '../api/schema.ts';
import { versionsWith } from '../api/versions.ts';
import type { FlagValues } from '../core/flags.ts';
import type { Services } from '../core/services.ts';
import { versionGap } from '../core/version-gap.ts';
import { usageError } from '../errors.ts';

/**
 * Decides about values that are none of the choices. Those of another version are refused with its name. A server that
 * is newer than this program may take others: then choices that newer servers extend are only suggestions.
 * @param unknown parameters with such a value
 * @returns the operation, whose choices are open as far as the server may have more
 * @throws CliError exit 2 for a value that another version takes
 */
export function withUnknownChoices(
  operation: Operation,
  unknown: readonly Param[],
  line: FlagValues,
  { apiVersion, output }: Pick<Services, 'apiVersion' | 'output'>,
): Operation {
  const { server } = apiVersion;
  const open = new Map<string, string[]>();
  const unknownValues = unknown.flatMap((param) =>
    valuesBeyond(param, line).map((value) => ({ ...param, value })),
  );
  for (const { name, flag, extensible, otherChoices = [], value } of unknownValues) {
    const versions = versionsWith(otherChoices, value);
    if (versions.length > 0) {
      const { text, advice } = versionGap(versions, apiVersion);
      throw usageError(`${flag} ${value} ${text}`, advice);
    }
    if (!extensible || server?.known !== 'newer') continue;
    output.note(
      `${flag} ${value} is sent as it is: this program knows the choices of Appwrite ${apiVersion.version}, and the server is ${server.text}.`,
    );
    open.set(name, [...(open.get(name) ?? []), value]);
  }
  if (open.size === 0) return operation;
  const params = operation.params.map((param) => {
    const values = open.get(param.name);
    return values === undefined ? param : { ...param, enum: [...param.enum!, ...values] };
  });
  return { ...operation, params };
}

/** Returns the values of a parameter on the line that are none of its choices. */
function valuesBeyond({ name, enum: choices = [] }: Param, line: FlagValues): string[] {
  const value = line[name];
  return [Array.isArray(value) ? value : String(value)].flat().filter((word) => !choices.includes(word));
}
