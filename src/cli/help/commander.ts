import { Command, CommanderError } from 'commander';
import type { Flag } from '../../core/flags.ts';
import { globalFlags } from '../../core/globals.ts';
import type { CommandSpec } from '../../core/spec.ts';
import { type CliError, usageError } from '../../errors.ts';
import { closestMatch, suggestNames } from '../../lib/text/suggest.ts';
import { listed } from '../../lib/text/words.ts';
import { type Entry, isGroup } from '../entry.ts';
import { commandHelp, groupHelp, rootHelp } from './pages.ts';

/** The part of the command tree that one line needs: all entries, and the commands below the one it names. */
export interface Branch {
  readonly entries: readonly Entry[];
  /** The entry that the line names, with what it loaded. */
  readonly entry?: Entry | undefined;
  readonly commands?: readonly CommandSpec[] | CommandSpec | undefined;
  /** The command that the line names. */
  readonly command?: CommandSpec | undefined;
  /** Examples by the names of their command or group. */
  readonly examples?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Lets commander find the page of help that a line asks for.
 * @param words the line without its known flags
 * @param width of help, in characters
 * @throws CliError exit 2 for an unknown name or flag, with a suggestion
 */
export function helpFor(branch: Branch, words: readonly string[], width: number): string {
  let help = '';
  const examplesOf = (path: string) => branch.examples?.[path] ?? [];
  const program = configure(new Command('appwrite-cli'), () => rootHelp(branch.entries, width));
  const collect = (text: string) => {
    help += text;
  };
  program.configureOutput({
    writeOut: collect,
    writeErr: collect,
    outputError: () => {},
    // The defaults would open the process's own stdout to ask for these.
    getOutHelpWidth: () => width,
    getErrHelpWidth: () => width,
    getOutHasColors: () => true,
    getErrHasColors: () => true,
  });
  for (const entry of branch.entry ? [branch.entry] : branch.entries) {
    const command = program.command(entry.name).description(entry.summary);
    if (branch.commands) addCommands(command, entry, branch.commands);
  }

  function addCommands(parent: Command, entry: Entry, commands: readonly CommandSpec[] | CommandSpec): void {
    if (!isGroup(commands)) {
      addLeaf(parent, entry.name, commands);
      return;
    }
    configure(parent, () => groupHelp(entry, commands, examplesOf(entry.name), width));
    for (const spec of branch.command ? [branch.command] : commands) {
      const command = parent.command(spec.name).description(spec.summary);
      if (spec === branch.command) addLeaf(command, `${entry.name} ${spec.name}`, spec);
    }
  }

  function addLeaf(command: Command, path: string, spec: CommandSpec): void {
    configure(command, () => {
      const examples = spec.examples ?? examplesOf(path);
      return commandHelp(path, { ...spec, examples }, width);
    });
  }

  const unknown = unknownName(branch, words);
  try {
    // An unknown name is an error, even with --help.
    program.parse(unknown ? words.filter((word) => !isHelpFlag(word)) : [...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (help === '') throw usageErrorFor(error, unknown, branch, words);
  }
  return help;
}

function configure(command: Command, help: () => string): Command {
  return command
    .exitOverride()
    .helpOption('-h, --help', 'Show help')
    .helpCommand(false)
    .configureHelp({ formatHelp: help });
}

function isHelpFlag(word: string): boolean {
  return word === '--help' || word === '-h';
}

/** An error in this program's words. Commander's own are English sentences, which its next version may change. */
function usageErrorFor(
  error: CommanderError,
  name: UnknownName | undefined,
  branch: Branch,
  words: readonly string[],
): CliError {
  const hint = name ? `${name.listedBy} --help lists what there is` : 'add --help to see what there is';
  const nameGuess = name && name.suggestions.length > 0 ? listed(name.suggestions, 'or') : undefined;
  if (error.code === 'commander.unknownCommand' && name)
    return usageError(`unknown command "${name.typed}"`, nameGuess ? `did you mean ${nameGuess}?` : hint);
  if (error.code !== 'commander.unknownOption') throw error;
  const flags = [...globalFlags, ...(branch.command?.flags ?? [])];
  const flag = unknownFlag(words, flags);
  const guess = nameGuess ?? suggestFlag(flag, flags);
  return usageError(`unknown flag "${flag}"`, guess ? `did you mean ${guess}?` : hint);
}

/** A name on the line that no entry or command has. */
interface UnknownName {
  readonly typed: string;
  readonly suggestions: readonly string[];
  /** The command whose help lists the names. */
  readonly listedBy: string;
}

function unknownName(
  { entries, entry, commands, command }: Branch,
  words: readonly string[],
): UnknownName | undefined {
  const typed = words.filter((word) => !/^-./.test(word))[entry ? 1 : 0];
  if (command || typed === undefined) return undefined;
  const siblings = entry ? (commands as readonly CommandSpec[]) : entries;
  return {
    typed,
    suggestions: suggestNames(
      typed,
      siblings.map(({ name }) => name),
    ),
    listedBy: entry ? `appwrite-cli ${entry.name}` : 'appwrite-cli',
  };
}

/** The first unknown flag of the words; of several letters in one word, without those that are known: `-z` of `-qz`. */
function unknownFlag(words: readonly string[], flags: readonly Flag[]): string {
  const valueless = flags.filter(({ arity }) => arity === 'none').flatMap(({ spellings = [] }) => spellings);
  let flag = words.find((word) => /^-./.test(word) && !isHelpFlag(word))!;
  while (flag.length > 2 && valueless.includes(flag.slice(0, 2))) flag = `-${flag.slice(2)}`;
  return flag;
}

function suggestFlag(typed: string, flags: readonly Flag[]): string | undefined {
  if (!typed.startsWith('--')) return undefined;
  const visible = flags.filter(({ hidden }) => !hidden).map(({ flag }) => flag);
  const [name = ''] = typed.split('=');
  const candidates = ['--help', ...visible];
  return closestMatch(name, candidates) ?? closestMatch(name.replace(/^--no-/, '--'), candidates);
}
