/** Values that are none of the choices of the version in use. Loaded only for these. */
import type { Operation, Param } from '../api/schema.ts';
import { versionsWith } from '../api/versions.ts';
import type { Services } from '../core/services.ts';
import { versionGap } from '../core/version-gap.ts';
import { usageError } from '../errors.ts';
import { append } from '../lib/append.ts';

/** A word of the line that is none of the choices of its parameter. */
export interface UnknownChoice {
  readonly param: Param;
  readonly word: string;
}

/**
 * Decides about values that are none of the choices. Those of another version are refused with its name. A server that
 * is newer than this program may take others: then choices that newer servers extend are only suggestions.
 * @returns the operation, whose choices are open as far as the server may have more
 * @throws CliError exit 2 for a value that another version takes
 */
export function withUnknownChoices(
  operation: Operation,
  unknown: readonly UnknownChoice[],
  { apiVersion, output }: Pick<Services, 'apiVersion' | 'output'>,
): Operation {
  const { server } = apiVersion;
  const open = new Map<string, string[]>();
  for (const { param, word } of unknown) {
    const { name, flag, extensible, otherChoices = [] } = param;
    const versions = versionsWith(otherChoices, word);
    if (versions.length > 0) {
      const { text, advice } = versionGap(versions, apiVersion);
      throw usageError(`${flag} ${word} ${text}`, advice);
    }
    if (!extensible || server?.known !== 'newer') continue;
    output.note(
      `${flag} ${word} is sent as it is: this program knows the choices of Appwrite ${apiVersion.version}, and the server is ${server.text}.`,
    );
    append(open, name, word);
  }
  if (open.size === 0) return operation;
  const params = operation.params.map((param) => {
    const values = open.get(param.name);
    return values === undefined ? param : { ...param, enum: [...param.enum!, ...values] };
  });
  return { ...operation, params };
}
