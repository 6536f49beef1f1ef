import { Command, CommanderError, Option } from 'commander';
import { globalFlags } from '../../core/globals.ts';
import type { CommandSpec, Flag } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { suggestNames } from '../../lib/text/suggest.ts';
import { listed } from '../../lib/text/words.ts';
import { type Entry, isGroup } from '../registry.ts';
import { commandHelp, groupHelp, rootHelp } from './pages.ts';

/** The part of the command tree that one line needs: all first words, and the commands below the one it names. */
export interface Branch {
  readonly entries: readonly Entry[];
  /** The entry that the line names, with what it loaded. */
  readonly entry?: Entry | undefined;
  readonly commands?: readonly CommandSpec[] | CommandSpec | undefined;
  /** The command that the line names. */
  readonly command?: CommandSpec | undefined;
  /** Examples by the words they belong to; loaded only for help. */
  readonly examples?: Readonly<Record<string, readonly string[]>>;
}

/** What parsing a line comes to: help to print, or the command that was named, with its words. */
export type Parsed =
  | { readonly help: string }
  | { readonly command: CommandSpec; readonly words: readonly string[] };

/**
 * Lets commander find the command, refuse what is unknown and guess what was meant.
 * @param words the line without the flags that are known
 * @param width of the help, in characters
 * @throws CliError exit 2
 */
export function parseTree(branch: Branch, words: readonly string[], width: number): Parsed {
  let help = '';
  let found: Parsed | undefined;
  const examplesOf = (path: string) => branch.examples?.[path] ?? [];
  const program = shell(new Command('appwrite-cli'), () => rootHelp(branch.entries, width));
  const collect = (text: string) => {
    help += text;
  };
  program.configureOutput({
    writeOut: collect,
    writeErr: collect,
    outputError: () => {},
    // Asked otherwise, commander opens the process's own stdout to find out.
    getOutHelpWidth: () => width,
    getErrHelpWidth: () => width,
    getOutHasColors: () => true,
    getErrHasColors: () => true,
  });
  if (hasUnknownFlag(words)) for (const flag of globalFlags) program.addOption(option(flag));

  // Names that the line does not say are registered only where it says an unknown one, to guess which was meant.
  for (const entry of branch.entry ? [branch.entry] : branch.entries) {
    const command = program.command(entry.name).description(entry.summary);
    if (branch.commands) addCommands(command, entry, branch.commands);
  }

  function addCommands(parent: Command, entry: Entry, commands: readonly CommandSpec[] | CommandSpec): void {
    if (!isGroup(commands)) {
      addLeaf(parent, entry.name, commands);
      return;
    }
    shell(parent, () => groupHelp(entry, commands, examplesOf(entry.name), width));
    for (const spec of branch.command ? [branch.command] : commands) {
      const command = parent.command(spec.name).description(spec.summary);
      if (spec === branch.command) addLeaf(command, `${entry.name} ${spec.name}`, spec);
    }
  }

  function addLeaf(command: Command, path: string, spec: CommandSpec): void {
    shell(command, () => commandHelp(path, { ...spec, examples: spec.examples ?? examplesOf(path) }, width));
    if (hasUnknownFlag(words)) for (const flag of spec.flags) command.addOption(option(flag));
    command.argument('[words...]').action((given: string[]) => {
      found = { command: spec, words: given };
    });
  }

  const unknown = unknownName(branch, words);
  try {
    // There is no help for what is not there.
    program.parse(unknown ? words.filter((word) => !isHelpFlag(word)) : [...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (help) return { help };
    throw explain(error, unknown);
  }
  return found ?? { help };
}

/** A name that the line says, and that is not there: what could have been meant, and whose help lists them. */
interface Unknown {
  readonly meant: readonly string[];
  readonly helpOf: string;
}

function unknownName(
  { entries, entry, commands, command }: Branch,
  words: readonly string[],
): Unknown | undefined {
  const typed = words.filter((word) => !word.startsWith('-'))[entry ? 1 : 0];
  if (command || typed === undefined) return undefined;
  const there = entry ? (commands as readonly CommandSpec[]) : entries;
  const names = there.map(({ name }) => name);
  return { meant: suggestNames(typed, names), helpOf: entry ? `appwrite-cli ${entry.name}` : 'appwrite-cli' };
}

function isHelpFlag(word: string): boolean {
  return word === '--help' || word === '-h';
}

/** The known flags have been taken out: commander gets to know them only to guess which of them was meant. */
function hasUnknownFlag(words: readonly string[]): boolean {
  return words.some((word) => word.startsWith('-') && !isHelpFlag(word));
}

function shell(command: Command, help: () => string): Command {
  return command
    .exitOverride()
    .helpOption('-h, --help', 'Show help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .configureHelp({ formatHelp: help });
}

function option(flag: Flag): Option {
  const short = flag.spellings?.find((spelling) => /^-\w$/.test(spelling));
  const value = flag.takes === 'none' || flag.takes === 'switch' ? '' : ` <${flag.key}>`;
  return new Option(`${short ? `${short}, ` : ''}${flag.flag}${value}`, flag.help).hideHelp(
    flag.hidden ?? false,
  );
}

/** `error: unknown option '--naem'\n(Did you mean --name?)` in this program's words. */
function explain(error: CommanderError, unknown: Unknown | undefined): CliError {
  const [first = '', second = ''] = error.message.replace(/^error: /, '').split('\n');
  const similar = /Did you mean (?:one of )?(.+?)\?\)/.exec(second)?.[1];
  const message = first.replace("unknown option '", "unknown flag '").replaceAll("'", '"');
  const isKnown = error.code === 'commander.unknownOption' || error.code === 'commander.unknownCommand';
  if (!isKnown) return new CliError(ExitCode.usage, message);
  const guess = unknown && unknown.meant.length > 0 ? listed(unknown.meant, 'or') : similar;
  const help = unknown ? `${unknown.helpOf} --help lists what there is` : 'add --help to see what there is';
  return usageError(message, guess ? `did you mean ${guess}?` : help);
}
