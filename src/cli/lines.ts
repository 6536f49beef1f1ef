import { consoleAdditions, groupIn } from '../api/console/index.ts';
import type { Context } from '../context.ts';
import { type GlobalOptions, globalFlags, globalValues } from '../core/globals.ts';
import { isIncomplete, missingError, missingIn } from '../core/missing.ts';
import type { Lines, RunOptions } from '../core/services.ts';
import { SharedConnections } from '../core/shared-connections.ts';
import { usageError } from '../errors.ts';
import { type ResolvedApiVersion, resolveApiVersion, type VersionFlags } from '../profile/api-version.ts';
import type { CommandCall, Invocation } from './entry.ts';
import { withFlagsOf } from './inherited.ts';
import { type CommandLine, parseFlags, tokenise } from './scan.ts';

/** The functions of the program, handed in, since it imports this module. */
interface Program {
  parse(line: CommandLine, inUse: ResolvedApiVersion, helpWidth: number): Promise<Invocation>;
  run(argv: readonly string[], context: Context, options: RunOptions): Promise<number>;
}

/**
 * Lets a command run other lines.
 * @param globals flags of the command, which lines have too unless they give their own
 */
export function createLines(program: Program, context: Context, globals: GlobalOptions): Lines {
  const shared = new SharedConnections();
  const versionFor = (flags: VersionFlags) =>
    shared.apiVersion(flags, () => resolveApiVersion(context, flags));
  return {
    async check(words) {
      const line = tokenise(withFlagsOf(globals, words), globalFlags);
      const version = versionFor(globalValues(parseFlags(line, []).input));
      const invocation = await program.parse(line, version, 80);
      if ('help' in invocation) throw usageError('this is no command', 'help is for the terminal');
      refuseIncomplete(invocation);
      return invocation.path;
    },
    isRepeatable: (path) => isRepeatable(path, versionFor(globals)),
    run: (words, ownContext, options) => program.run(withFlagsOf(globals, words), ownContext, options),
  };
}

/** @throws CliError exit 2 that names everything that is missing */
function refuseIncomplete({ path, command, values, globals }: CommandCall): void {
  const missing = missingIn(command, { ...values, project: values.project ?? globals.project });
  if (isIncomplete(missing)) throw missingError(path.join(' '), command, missing, command.examples?.[0]);
}

/** True for one request that the API lets a client repeat. */
async function isRepeatable(
  [group = '', command = '']: readonly string[],
  { version }: ResolvedApiVersion,
): Promise<boolean> {
  const loaded = await Promise.all([groupIn(version, group)?.load(), consoleAdditions[group]?.()]);
  const operations = loaded.flatMap((each) => each?.at(version).operations ?? []);
  return operations.find((operation) => operation.command === command)?.repeatable === true;
}
