/** Errors for lines with a name or a flag that the version in use does not have. Loaded only for such lines. */

import type { ApiVersion } from '../api/versions.ts';
import type { Flag } from '../core/flags.ts';
import { globalFlags } from '../core/globals.ts';
import type { CommandSpec } from '../core/spec.ts';
import { versionGap } from '../core/version-gap.ts';
import { type CliError, usageError } from '../errors.ts';
import { asAscii } from '../lib/text/look-alikes.ts';
import { listed } from '../lib/text/words.ts';
import type { ResolvedApiVersion } from '../profile/api-version.ts';
import { type Entry, isGroup } from './entry.ts';
import { guessCommands, guessEntries } from './guess-commands.ts';
import { flagHint } from './guess-flags.ts';
import { commandByVersion, substitute, versionsWithEntry, versionsWithFlag } from './other-versions.ts';
import { isHelpFlag } from './scan.ts';

/** The part of a line that is known. */
export interface KnownPart {
  readonly entry?: Entry | undefined;
  /** The commands of the entry, or the one command that it is. */
  readonly commands?: readonly CommandSpec[] | CommandSpec | undefined;
  readonly command?: CommandSpec | undefined;
}

/** The version in use, and the purpose of the line. */
interface Asked extends ResolvedApiVersion {
  /** True if the line asks for help, and would send nothing. */
  readonly wantsHelp: boolean;
}

/**
 * Returns the error for the first unknown name of a line, or else for its first unknown flag. If another version of the
 * API has it, the error says so, and names what does the same in the version in use.
 * @param words the line without the words that name the known part, and without known flags
 * @returns undefined if everything is known
 */
export async function unknownInLine(
  known: KnownPart,
  words: readonly string[],
  inUse: ResolvedApiVersion,
): Promise<CliError | undefined> {
  const names = words.filter((word) => !isFlag(word));
  const asked = { ...inUse, wantsHelp: words.some(isHelpFlag) };
  const { entry, commands, command } = known;
  if (!entry) {
    const [first, second] = names;
    if (first !== undefined) return unknownEntry(first, second, asked);
  } else if (!command && commands && isGroup(commands) && names[0] !== undefined) {
    return unknownCommand(entry.name, commands, [names[0], names[1]], asked);
  }
  if (asked.wantsHelp) return undefined;
  const flags = [...globalFlags, ...(command?.flags ?? [])];
  const typed = unknownFlag(words, flags);
  if (typed === undefined) return undefined;
  return (
    (entry && command && (await flagOfOtherVersion(entry, command, typed, inUse))) ??
    usageError(`unknown flag "${typed}"`, flagHint(typed, flags, command))
  );
}

function isFlag(word: string): boolean {
  return /^-./.test(word);
}

/** Returns the error for a group or tool that other versions have. */
export async function entryOfOtherVersion(
  first: string,
  second: string | undefined,
  asked: Asked,
): Promise<CliError | undefined> {
  const versions = versionsWithEntry(first);
  if (versions.length === 0) return undefined;
  const ofCommand = second !== undefined && (await commandOfOtherVersion(first, second, asked));
  return ofCommand || gapError(first, versions, await substitute(first, undefined, asked.version), asked);
}

async function unknownEntry(first: string, second: string | undefined, asked: Asked): Promise<CliError> {
  const ofOther = await entryOfOtherVersion(first, second, asked);
  const guess = (typed: string) => guessEntries(typed, second, asked.version);
  return ofOther ?? nameError(first, guess, 'appwrite-cli');
}

async function commandOfOtherVersion(
  group: string,
  typed: string,
  asked: Asked,
): Promise<CliError | undefined> {
  const specs = await commandByVersion(group, [typed]);
  if (specs.size === 0) return undefined;
  const versions = [...specs.keys()];
  const spec = specs.get(versionGap(versions, asked).nearest);
  const instead = await substitute(group, spec, asked.version);
  return gapError(`${group} ${typed}`, versions, instead, asked);
}

/** @param instead the command that does the same in the version in use */
function gapError(
  name: string,
  versions: readonly ApiVersion[],
  instead: string | undefined,
  asked: Asked,
): CliError {
  const { text, nearest, advice } = versionGap(versions, asked);
  const other = asked.wantsHelp ? `--api-version ${nearest} shows its help` : advice;
  return usageError(`${name} ${text}`, instead ? `${instead} does the same, or ${other}` : other);
}

async function unknownCommand(
  group: string,
  commands: readonly CommandSpec[],
  [typed, next]: readonly [typed: string, next: string | undefined],
  asked: Asked,
): Promise<CliError> {
  const ofOther = await commandOfOtherVersion(group, typed, asked);
  const guess = (name: string) => guessCommands(group, commands, name, next, asked.version);
  return ofOther ?? nameError(typed, guess, `appwrite-cli ${group}`);
}

/**
 * Creates the error for an unknown name.
 * @param guess returns what may be meant by a name
 * @param lister the command whose help lists the names
 */
async function nameError(
  typed: string,
  guess: (name: string) => Promise<readonly string[]>,
  lister: string,
): Promise<CliError> {
  const guesses = await guess(asAscii(typed));
  const hint =
    guesses.length > 0 ? `did you mean ${listed(guesses, 'or')}?` : `${lister} --help lists what there is`;
  return usageError(`unknown command "${typed}"`, hint);
}

async function flagOfOtherVersion(
  { name: group }: Entry,
  command: CommandSpec,
  typed: string,
  inUse: ResolvedApiVersion,
): Promise<CliError | undefined> {
  const [flag = ''] = typed.split('=');
  const versions = await versionsWithFlag(group, command, flag);
  // A value may look like a flag that the command has in this version too.
  if (versions.length === 0 || versions.includes(inUse.version)) return undefined;
  const { text, advice } = versionGap(versions, inUse);
  return usageError(`${group} ${command.name} ${flag} ${text}`, `leave it out, or ${advice}`);
}

/**
 * Returns the error for a flag that has taken a flag of another version as its value, as a list of words would:
 * `--permissions 'read("any")' --transaction-id t`.
 * @param values that begin with `--` and are words of their own
 */
export async function flagTakenAsValue(
  entry: Entry,
  command: CommandSpec,
  values: readonly string[],
  inUse: ResolvedApiVersion,
): Promise<CliError | undefined> {
  for (const value of values) {
    const error = await flagOfOtherVersion(entry, command, value, inUse);
    if (error) return error;
  }
  return undefined;
}

/** The first unknown flag of the words; of several letters in one word, without those that are known: `-z` of `-qz`. */
function unknownFlag(words: readonly string[], flags: readonly Flag[]): string | undefined {
  const valueless = flags.filter(({ arity }) => arity === 'none').flatMap(({ spellings = [] }) => spellings);
  let flag = words.find((word) => isFlag(word) && !isHelpFlag(word));
  while (flag !== undefined && flag.length > 2 && valueless.includes(flag.slice(0, 2)))
    flag = `-${flag.slice(2)}`;
  return flag;
}
