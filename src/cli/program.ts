import type { Context } from '../context.ts';
import { type GlobalOptions, globalFlags, readGlobals } from '../core/globals.ts';
import { boolFlag, type CommandSpec, type FlagValues, stringFlag } from '../core/spec.ts';
import { CliError, ExitCode } from '../errors.ts';
import { createOutput } from '../output/output.ts';
import type { Output } from '../output/types.ts';
import { formats, type OutputOptions } from '../output/types.ts';
import { bindArguments } from './bind.ts';
import type { Branch } from './help/tree.ts';
import { entries, isGroup } from './registry.ts';
import { firstWords, type ParsedFlags, scan, type Token } from './scan.ts';

/** A line that has been understood: a command with its input, or help to print. */
export type Invocation =
  | { readonly help: string; readonly input: FlagValues }
  | {
      readonly command: CommandSpec;
      readonly input: FlagValues;
      readonly globals: GlobalOptions;
    };

/**
 * Understands a command line. It loads the one group that is named, and sends or writes nothing.
 * @param argv the words behind the program's name
 * @param width of help, in characters
 * @throws CliError exit 2
 */
export async function parseCommandLine(argv: readonly string[], width: number): Promise<Invocation> {
  const [first, second] = commandWords(argv);
  if (first?.text === 'help') return understandHelp(argv.toSpliced(first.index, 1), width);
  const named = await lookUp(first, second);
  const others = argv.filter((_, index) => !named.places.includes(index));
  const scanned = scan(others, [...globalFlags, ...(named.command?.flags ?? [])]);
  // One of them is --help.
  const hasUnknownFlag = scanned.words.some((text) => /^-./.test(text));
  if (!named.command || hasUnknownFlag) return parseWithCommander(named, scanned, width);
  return bind(named.command, scanned.input, [...scanned.words, ...(scanned.rest ?? [])]);
}

/** `help databases list` is `databases list --help`; topics have pages of their own. */
async function understandHelp(argv: readonly string[], width: number): Promise<Invocation> {
  const { helpPage } = await import('./help/help.ts');
  const words = commandWords(argv).map(({ text }) => text);
  const help = await helpPage(words, entries, width);
  if (help === undefined) return parseCommandLine([...argv, '--help'], width);
  return { help, input: scan(argv, globalFlags).input };
}

/** The words that may name a group and a command. */
function commandWords(argv: readonly string[]): Token[] {
  return firstWords(argv, globalFlags, 2);
}

/** What a line names. */
interface Named extends Pick<Branch, 'entry' | 'commands' | 'command'> {
  /** The names, of a command its usual one, whichever was said. */
  readonly path: readonly string[];
  /** Where they stand on the line. */
  readonly places: readonly number[];
}

async function lookUp(first: Token | undefined, second: Token | undefined): Promise<Named> {
  if (!first) return { path: [], places: [] };
  const entry = entries.find(({ name }) => name === first.text);
  const commands = await entry?.load();
  const named = { entry, commands, path: [first.text], places: [first.index] };
  if (!commands) return named;
  if (!isGroup(commands)) return { ...named, command: commands };
  const command = second && findCommand(commands, second.text);
  if (!second || !command) return named;
  return { ...named, command, path: [first.text, command.name], places: [first.index, second.index] };
}

function findCommand(commands: readonly CommandSpec[], typed: string): CommandSpec | undefined {
  return commands.find(({ name, aliases }) => name === typed || aliases?.includes(typed));
}

/** The line asks for help or says something unknown: commander, which takes its time to load, sees to that. */
async function parseWithCommander(
  named: Named,
  { input, words, rest }: ParsedFlags,
  width: number,
): Promise<Invocation> {
  const [{ parseTree }, { examples }] = await Promise.all([
    import('./help/tree.ts'),
    import('./help/examples.ts'),
  ]);
  const behind = rest === undefined ? [] : ['--', ...rest];
  const parsed = parseTree({ ...named, entries, examples }, [...named.path, ...words, ...behind], width);
  return 'help' in parsed ? { help: parsed.help, input } : bind(parsed.command, input, parsed.words);
}

/** @param words those that belong to no flag: the command's arguments */
function bind(command: CommandSpec, input: FlagValues, words: readonly string[]): Invocation {
  return { command, input: bindArguments(command, input, words), globals: readGlobals(input) };
}

/**
 * Runs one command line from its words to its exit code. Everything that goes wrong is told on stderr.
 * @returns the exit code
 */
export async function run(argv: readonly string[], context: Context): Promise<number> {
  const early = earlyOptions(argv);
  let output = createOutput(context, early);
  try {
    const line = await parseCommandLine(argv, Math.min(context.stdout.columns ?? 80, 100));
    if ('help' in line) {
      const { input } = line;
      output = createOutput(context, {
        ...early,
        out: stringFlag(input, 'out'),
        yes: boolFlag(input, 'yes'),
      });
      await output.result({ kind: 'text', text: line.help.trimEnd() });
      return ExitCode.done;
    }
    const { format = 'table', out } = line.globals;
    output = createOutput(context, { ...line.globals, format, out: line.command.ownsOut ? undefined : out });
    return await runCommand(line.command, line.input, context, line.globals, output);
  } catch (error) {
    if (context.signal.aborted && !isInterruption(error)) return ExitCode.interrupted;
    return await output.error(error);
  }
}

/** What a command says after Ctrl-C, such as how to go on; anything else is a consequence of it and not worth telling. */
function isInterruption(error: unknown): boolean {
  return error instanceof CliError && error.exitCode === ExitCode.interrupted;
}

async function runCommand(
  command: CommandSpec,
  input: FlagValues,
  context: Context,
  globals: GlobalOptions,
  output: Output,
): Promise<number> {
  const { createServices } = await import('../core/create-services.ts');
  const services = createServices(context, globals, output);
  try {
    await output.check();
    const { result, failure, exitCode } = await command.run(input, services);
    if (result) await output.result(result);
    if (failure) return await output.error(failure);
    return exitCode ?? ExitCode.done;
  } finally {
    await services.close();
  }
}

/** How an error is told while the line is not understood yet: as JSON where the user asks for a machine's format. */
function earlyOptions(argv: readonly string[]): OutputOptions {
  const input = globalInput(argv);
  const format = boolFlag(input, 'json')
    ? 'json'
    : formats.find((name) => name === stringFlag(input, 'format'));
  return {
    format: format ?? 'table',
    fields: undefined,
    filter: undefined,
    out: undefined,
    yes: false,
    quiet: false,
    noColor: boolFlag(input, 'noColor'),
    csvSafe: false,
    verbose: 0,
  };
}

function globalInput(argv: readonly string[]): FlagValues {
  try {
    return scan(argv, globalFlags).input;
  } catch {
    return {};
  }
}
