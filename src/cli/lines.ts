import { consoleAdditions, groupIn } from '../api/console/index.ts';
import type { Context } from '../context.ts';
import type { FlagTexts } from '../core/flags.ts';
import { type GlobalOptions, globalFlags, globalValues } from '../core/globals.ts';
import { isIncomplete, missingError, missingIn } from '../core/missing.ts';
import type { CheckedLine, Lines, RunOptions } from '../core/services.ts';
import { usageError } from '../errors.ts';
import { type ResolvedApiVersion, resolveApiVersion } from '../profile/api-version.ts';
import type { CommandCall, Invocation } from './entry.ts';
import { inheritedFlags } from './inherited.ts';
import { type CommandLine, parseFlags, tokenise } from './scan.ts';

/** The functions of the program, handed in, since it imports this module. */
interface Program {
  checkArguments(argv: readonly string[]): void;
  parse(line: CommandLine, inUse: ResolvedApiVersion): Promise<Invocation>;
  run(
    call: CommandCall,
    apiVersion: ResolvedApiVersion,
    context: Context,
    options: RunOptions,
  ): Promise<number>;
}

/** A line as it has been parsed, and the version of the API that it has been looked up in. */
class ParsedLine implements CheckedLine {
  readonly call: CommandCall;
  readonly apiVersion: ResolvedApiVersion;

  constructor(call: CommandCall, apiVersion: ResolvedApiVersion) {
    this.call = call;
    this.apiVersion = apiVersion;
  }

  get path(): readonly string[] {
    return this.call.path;
  }
}

/**
 * Lets a command run other lines.
 * @param globals flags of the command, which lines have too unless they give their own
 */
export function createLines(program: Program, context: Context, globals: GlobalOptions): Lines {
  const inherit = inheritedFlags(globals);
  const versions = new Map<string, ResolvedApiVersion>();
  /** Returns the version of the API for a line with these flags; resolved for the first line that has them. */
  const versionFor = (flags: FlagTexts) => {
    const key = JSON.stringify([flags.profile, flags.endpoint, flags.apiVersion]);
    const version = versions.get(key) ?? resolveApiVersion(context, globalValues(flags));
    versions.set(key, version);
    return version;
  };
  return {
    async check(words) {
      program.checkArguments(words);
      const line = inherit(tokenise(words, globalFlags));
      const version = versionFor(parseFlags(line, []).input);
      const invocation = await program.parse(line, version);
      if ('help' in invocation) throw usageError('this is no command', 'help is for the terminal');
      refuseIncomplete(invocation);
      return new ParsedLine(withJsonResult(invocation), version);
    },
    isRepeatable: (line) => isRepeatable(parsed(line)),
    run(line, ownContext, options) {
      const { call, apiVersion } = parsed(line);
      return program.run(call, apiVersion, ownContext, options);
    },
  };
}

/**
 * The result of a line that names neither a format nor a file is JSON, for the command that runs it: a downloaded file is
 * saved, and its path told.
 */
function withJsonResult(call: CommandCall): CommandCall {
  const { format, out } = call.globals;
  return (format ?? out) ? call : { ...call, globals: { ...call.globals, format: 'json' } };
}

function parsed(line: CheckedLine): ParsedLine {
  if (line instanceof ParsedLine) return line;
  throw new TypeError('check has not returned this line');
}

/** @throws CliError exit 2 that names everything that is missing */
function refuseIncomplete({ path, command, values, globals }: CommandCall): void {
  const missing = missingIn(command, { ...values, project: values.project ?? globals.project });
  if (isIncomplete(missing)) throw missingError(path.join(' '), command, missing, command.examples?.[0]);
}

/** True for one request that the API lets a client repeat. */
async function isRepeatable({ path, apiVersion }: ParsedLine): Promise<boolean> {
  const [group = '', command = ''] = path;
  const { version } = apiVersion;
  const loaded = await Promise.all([groupIn(version, group)?.load(), consoleAdditions[group]?.()]);
  const operations = loaded.flatMap((each) => each?.at(version).operations ?? []);
  return operations.find((operation) => operation.command === command)?.repeatable === true;
}
