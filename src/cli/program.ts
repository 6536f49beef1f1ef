import { type ApiVersion, defaultApiVersion } from '../api/versions.ts';
import type { Context } from '../context.ts';
import { type Flag, type FlagTexts, parseFlagValues } from '../core/flags.ts';
import { formatOf, type GlobalOptions, globalFlags, globalValues, readGlobals } from '../core/globals.ts';
import type { Lines, RunOptions } from '../core/services.ts';
import type { SharedConnections } from '../core/shared-connections.ts';
import type { CommandSpec } from '../core/spec.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import { isUtf8Name, shownName } from '../lib/files/names.ts';
import { createOutput } from '../output/output.ts';
import { type Format, formats, type Output, type OutputOptions } from '../output/types.ts';
import { type ResolvedApiVersion, resolveApiVersion } from '../profile/api-version.ts';
import { bindArguments, globalTexts } from './bind.ts';
import { type CommandCall, type Invocation, isCalled, isGroup } from './entry.ts';
import type { Branch } from './help/commander.ts';
import { entriesIn } from './registry.ts';
import {
  type CommandLine,
  commandWords,
  isHelpFlag,
  type ParsedFlags,
  parseFlags,
  type Token,
  tokenise,
  withoutTokens,
  withWord,
} from './scan.ts';

/**
 * Finds the command of a line and reads its flags. Loads only the group that the line names; sends and writes nothing.
 * @param inUse decides which commands there are
 * @throws CliError exit 2
 */
export async function parseCommandLine(line: CommandLine, inUse: ResolvedApiVersion): Promise<Invocation> {
  const [first, second] = commandWords(line);
  if (first?.text === 'help') return parseHelp(withoutTokens(line, [first]), inUse);
  const named = await lookUp(inUse.version, first, second);
  const ownWords = withoutTokens(line, named.tokens);
  const parsed = parseFlags(ownWords, named.command?.flags ?? []);
  // --help is one of them.
  const hasUnknownFlag = parsed.words.some((text) => /^-./.test(text));
  if (!named.command || hasUnknownFlag) return helpOfLine(named, parsed, inUse);
  await refuseTakenFlags(named, ownWords, parsed, inUse);
  await refuseDashes(named.command, ownWords, parsed);
  return bind(named.command, named.path, parsed.input, [...parsed.words, ...(parsed.rest ?? [])]);
}

/** `help databases list` is `databases list --help`; topics have pages of their own. */
async function parseHelp(line: CommandLine, inUse: ResolvedApiVersion): Promise<Invocation> {
  const { helpPage } = await import('./help/help.ts');
  const words = commandWords(line).map(({ text }) => text);
  const help = await helpPage(words, inUse);
  if (help === undefined) return parseCommandLine(withWord(line, '--help'), inUse);
  return { help, input: parseFlags(line, []).input };
}

/**
 * Refuses a word that is a flag but for the dash that it begins with.
 * @throws CliError exit 2
 */
async function refuseDashes(
  { flags }: CommandSpec,
  { tokens }: CommandLine,
  parsed: ParsedFlags,
): Promise<void> {
  // All other dashes are beyond ASCII, and \p{Pd} takes a millisecond to look up.
  const beginsWithDash = (text: string) => /^[^\x00-\x7f]/.test(text) && /^\p{Pd}|^\u2212/u.test(text);
  if (!tokens.some(({ text }) => beginsWithDash(text))) return;
  const { dashForHyphen } = await import('./look-alike-errors.ts');
  const error = dashForHyphen(parsed, [...globalFlags, ...flags]);
  if (error) throw error;
}

/**
 * Refuses a word that is taken for the value of a flag, but is a flag of the command in another version.
 * @throws CliError exit 2
 */
async function refuseTakenFlags(
  { entry, command }: Named,
  { tokens }: CommandLine,
  { input, words }: ParsedFlags,
  inUse: ResolvedApiVersion,
): Promise<void> {
  const values = Object.values(input).flatMap(
    (texts) => texts?.filter((text) => text.startsWith('--')) ?? [],
  );
  if (values.length === 0 || !entry || !command) return;
  const ownWords = values.filter(
    (text) => !words.includes(text) && tokens.some((token) => token.text === text),
  );
  const { flagTakenAsValue } = await import('./unknown.ts');
  const error = await flagTakenAsValue(entry, command, ownWords, inUse);
  if (error) throw error;
}

/** The entry and the command that a line names; the commands below the entry if they had to be made for that. */
interface Named extends Pick<Branch, 'entry' | 'commands' | 'command'> {
  /** Names of the entry and the command; aliases are resolved. */
  readonly path: readonly string[];
  /** The tokens that say these names. */
  readonly tokens: readonly Token[];
}

async function lookUp(
  version: ApiVersion,
  first: Token | undefined,
  second: Token | undefined,
): Promise<Named> {
  if (!first) return { path: [], tokens: [] };
  const entry = entriesIn(version).find((each) => isCalled(each, first.text));
  const own = second && (await entry?.find?.(second.text));
  if (entry && own) return { entry, command: own, path: [first.text, own.name], tokens: [first, second] };
  const commands = await entry?.load();
  const named = { entry, commands, path: [entry?.name ?? first.text], tokens: [first] };
  if (!commands) return named;
  if (!isGroup(commands)) return { ...named, command: commands };
  const found = second && findCommand(commands, second.text);
  const all = found ? commands : [...commands, ...((await entry?.loadConsole?.()) ?? [])];
  const command = found ?? (second && findCommand(all, second.text));
  if (!second || !command) return { ...named, commands: all };
  return { ...named, command, path: [first.text, command.name], tokens: [first, second] };
}

function findCommand(commands: readonly CommandSpec[], typed: string): CommandSpec | undefined {
  // Names first: the aliases of an operation are made when they are asked for.
  return commands.find(({ name }) => name === typed) ?? commands.find((spec) => isCalled(spec, typed));
}

/**
 * For help and for lines with an unknown name or flag. Commander is loaded only for help, since that takes time.
 * @throws CliError exit 2 for the unknown name or flag
 */
async function helpOfLine(
  named: Named,
  { input, words, rest = [] }: ParsedFlags,
  inUse: ResolvedApiVersion,
): Promise<Invocation> {
  const ofUnknown = named.entry ? words : [...named.path, ...words];
  if (ofUnknown.some((word) => !isHelpFlag(word))) {
    const { unknownInLine } = await import('./unknown.ts');
    const error = await unknownInLine(named, ofUnknown, inUse);
    if (error) throw error;
  }
  const [{ helpFor }, { examplesOf }, history, commands] = await Promise.all([
    import('./help/commander.ts'),
    import('./help/examples.ts'),
    loadHistory(named, inUse),
    named.commands ?? named.entry?.load(),
  ]);
  const branch = { ...named, commands, entries: entriesIn(inUse.version), examplesOf, history, inUse };
  const help = helpFor(branch, [...named.path, ...words]);
  if (!named.command && rest.length > 0)
    throw usageError(`unexpected argument "${rest[0]}"`, 'the name of a command stands before --');
  return { help, input };
}

/** Loads since when a command exists; nothing for the default, which is the oldest version. */
async function loadHistory({ entry, command }: Named, { version }: ResolvedApiVersion) {
  if (version === defaultApiVersion || !entry || !command) return undefined;
  return (await import('./other-versions.ts')).historyOf(entry.name, command, version);
}

/** @param words the command's positional arguments */
function bind(
  command: CommandSpec,
  path: readonly string[],
  input: FlagTexts,
  words: readonly string[],
): Invocation {
  const texts = bindArguments(command, input, words);
  const values = parseFlagValues(command.flags, command.arguments, texts);
  return { path, command, texts, values, globals: readGlobals(globalTexts(command, input)) };
}

/**
 * Runs one command line, from argv to the exit code. Every error is reported on stderr.
 * @returns the exit code
 */
export async function run(argv: readonly string[], context: Context): Promise<number> {
  const line = tokenise(argv, globalFlags);
  let output: Output | undefined;
  try {
    checkArguments(argv);
    const apiVersion = resolveApiVersion(context, globalValues(globalInput(line)));
    const invocation = await parseCommandLine(line, apiVersion);
    output = createOutput(context, outputOptions(invocation));
    if ('command' in invocation) return await runCommand(invocation, context, output, apiVersion);
    const { layOut, paintHelp } = await import('./help/layout.ts');
    const text = layOut(invocation.help, context.stdout.columns);
    await output.result({ kind: 'text', text, style: paintHelp });
    return ExitCode.done;
  } catch (error) {
    const reporter = () => output ?? outputOfLine(line, context);
    return await report(error, context, reporter);
  }
}

/**
 * Reports an error of a line that has been carried out without {@link run}.
 * @returns the exit code
 */
export function reportError(error: unknown, argv: readonly string[], context: Context): Promise<number> {
  return report(error, context, () => outputOfLine(tokenise(argv, globalFlags), context));
}

const outputOfLine = (line: CommandLine, context: Context) =>
  createOutput(context, uncheckedOptions(globalInput(line)));

/**
 * Runs a command line that has been parsed, among others. Every error is reported to its output.
 * @param apiVersion the version that the command has been looked up in
 * @returns the exit code
 */
async function runParsed(
  call: CommandCall,
  apiVersion: ResolvedApiVersion,
  context: Context,
  { openOutput, shared }: RunOptions,
): Promise<number> {
  const output = openOutput(outputOptions(call));
  try {
    return await runCommand(call, context, output, apiVersion, shared);
  } catch (error) {
    return await report(error, context, () => output);
  }
}

async function report(error: unknown, context: Context, output: () => Output): Promise<number> {
  if (context.signal.aborted && !isInterruption(error)) return ExitCode.interrupted;
  return output().error(await explained(error));
}

/**
 * The values of flags are not shown, since they may be secrets.
 * @throws CliError exit 2 for an argument that is not UTF-8: neither its text nor a file of that name could be sent
 */
function checkArguments(argv: readonly string[]): void {
  const index = argv.findIndex((argument) => !isUtf8Name(argument));
  if (index === -1) return;
  const flag = argv.slice(0, index + 1).findLast((argument) => argument.startsWith('-'));
  const message = flag
    ? `an argument of ${shownName(flag.replace(/=.*/s, ''))} is not UTF-8`
    : `an argument is not UTF-8: ${shownName(argv[index]!)}`;
  throw usageError(message, 'rename the file, or set the terminal to UTF-8');
}

/** Loads an explanation only for an error whose message goes beyond ASCII. */
async function explained(error: unknown): Promise<unknown> {
  const isBeyondAscii =
    error instanceof CliError && /[^\x20-\x7e]/.test(error.message + (error.excerpt ?? ''));
  return isBeyondAscii ? (await import('./look-alike-errors.ts')).withLookAlike(error) : error;
}

/** True for a command's own report of an interruption, such as how to resume. Other errors are consequences of it. */
function isInterruption(error: unknown): boolean {
  return error instanceof CliError && error.exitCode === ExitCode.interrupted;
}

async function runCommand(
  call: CommandCall,
  context: Context,
  output: Output,
  apiVersion: ResolvedApiVersion,
  shared?: SharedConnections,
): Promise<number> {
  const { createServices } = await import('../core/create-services.ts');
  const { command, globals } = call;
  const services = createServices(context, globals, output, apiVersion, shared);
  let made: Promise<Lines> | undefined;
  const others = () => {
    made ??= linesFor(context, globals);
    return made;
  };
  const lines: Lines = {
    check: async (words) => (await others()).check(words),
    isRepeatable: async (line) => (await others()).isRepeatable(line),
    run: async (...line) => (await others()).run(...line),
  };
  try {
    await output.check();
    const values = lacksValues(call)
      ? await (await import('./complete-line.ts')).completeLine(call, services)
      : call.values;
    if (context.stderr.isTTY)
      (await import('./whole-items.ts')).noteWholeItems(command.flags, values, output);
    const { result, failure, exitCode } = await command.run(values, { ...services, lines });
    if (result) await output.result(result);
    if (failure) return await output.error(failure);
    return exitCode ?? ExitCode.done;
  } finally {
    await services.close();
  }
}

/** Loaded by the few commands that run others. */
const linesFor = async (context: Context, globals: GlobalOptions) =>
  (await import('./lines.ts')).createLines(
    { checkArguments, parse: parseCommandLine, run: runParsed },
    context,
    globals,
  );

/** True if the line does not give every required value itself. */
function lacksValues({ command, values }: CommandCall): boolean {
  const isMissing = ({ key, required }: Pick<Flag, 'key' | 'required'>) =>
    required === true && values[key] === undefined;
  return command.arguments.some(isMissing) || command.flags.some(isMissing);
}

const isForPrograms = (format: Format | undefined) => format !== undefined && format !== 'table';

function outputOptions(invocation: Invocation): OutputOptions {
  if ('help' in invocation) return uncheckedOptions(invocation.input);
  const { globals, command } = invocation;
  const out = command.ownsOut ? undefined : globals.out;
  return {
    ...globals,
    format: formatOf({ ...globals, out }),
    reportsJson: isForPrograms(globals.format),
    out,
  };
}

/**
 * Options for help and for errors of the line itself, which no wrong value of a flag may keep from being shown: help
 * goes to `--out`, and an error is JSON if the line asks for a format for programs.
 */
function uncheckedOptions(input: FlagTexts): OutputOptions {
  const { json, format: given, out, yes, noColor } = globalValues(input);
  const format = json ? 'json' : formats.find((name) => name === given);
  return {
    format: format ?? 'table',
    reportsJson: isForPrograms(format),
    fields: undefined,
    allFields: false,
    filter: undefined,
    out,
    yes,
    quiet: false,
    noColor,
    csvSafe: false,
    verbose: 0,
  };
}

/** The global flags of a line that is wrong somewhere else; none if they are wrong themselves. */
function globalInput(line: CommandLine): FlagTexts {
  try {
    return parseFlags(line, []).input;
  } catch {
    return {};
  }
}
