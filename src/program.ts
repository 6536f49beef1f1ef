import { bindArguments } from './command/bind.ts';
import { entries, isGroup } from './command/entries.ts';
import { type GlobalOptions, globalFlags, readGlobals } from './command/globals.ts';
import { scan } from './command/scan.ts';
import { type CommandSpec, type Input, isOn, word } from './command/spec.ts';
import type { Context } from './context.ts';
import { CliError, ExitCode } from './errors.ts';
import { createOutput, type Output } from './output/output.ts';
import { formats, type OutputOptions } from './output/types.ts';

/** A line that has been understood: a command with its input, or help to print. */
export type Line =
  | { readonly help: string }
  | {
      readonly command: CommandSpec;
      readonly input: Input;
      readonly globals: GlobalOptions;
    };

/**
 * Understands a command line. It loads the one group that is named, and sends or writes nothing.
 * @param argv the words behind the program's name
 * @param width of help, in characters
 * @throws CliError exit 2
 */
export async function understand(argv: readonly string[], width: number): Promise<Line> {
  const [first, second] = commandWords(argv);
  if (first?.text === 'help') return understandHelp(argv.toSpliced(first.index, 1), width);
  const entry = entries.find(({ name }) => name === first?.text);
  const commands = entry && (await entry.load());
  const command = commands && (isGroup(commands) ? findCommand(commands, second?.text) : commands);
  const named = [first, commands && isGroup(commands) && command ? second : undefined].filter(
    (word) => word !== undefined,
  );

  const others = argv.filter((_, index) => !named.some((word) => word.index === index));
  const { input, words, rest } = scan(others, [...globalFlags, ...(command?.flags ?? [])]);
  const bind = (command: CommandSpec, given: readonly string[]) => ({
    command,
    input: bindArguments(command, input, given),
    globals: readGlobals(input),
  });
  if (command && !words.some((text) => /^-./.test(text))) return bind(command, [...words, ...(rest ?? [])]);

  // The line asks for help or says something unknown: commander, which takes its time to load, sees to that.
  const [{ parseTree }, { examples }] = await Promise.all([
    import('./command/tree.ts'),
    import('./command/examples.ts'),
  ]);
  const path = command && isGroup(commands!) ? [first!.text, command.name] : named.map(({ text }) => text);
  const behind = rest === undefined ? [] : ['--', ...rest];
  const branch = { entries, entry, commands, command, examples };
  const parsed = parseTree(branch, [...path, ...words, ...behind], width);
  return 'help' in parsed ? parsed : bind(parsed.command, parsed.words);
}

/** `help databases list` is `databases list --help`; topics have pages of their own. */
async function understandHelp(argv: readonly string[], width: number): Promise<Line> {
  const { helpPage } = await import('./help/help.ts');
  const help = await helpPage(
    commandWords(argv).map(({ text }) => text),
    entries,
    width,
  );
  return help === undefined ? understand([...argv, '--help'], width) : { help };
}

interface Word {
  readonly text: string;
  readonly index: number;
}

/** The first two words that are neither flags nor values of global flags: the group and the command. */
function commandWords(argv: readonly string[]): Word[] {
  const found: Word[] = [];
  for (let index = 0; index < argv.length && found.length < 2; index++) {
    const text = argv[index]!;
    if (text === '--') break;
    const flag = globalFlags.find(({ flag, spellings }) => flag === text || spellings?.includes(text));
    if (flag?.takes === 'one') index++;
    else if (!text.startsWith('-')) found.push({ text, index });
  }
  return found;
}

function findCommand(commands: readonly CommandSpec[], typed: string | undefined): CommandSpec | undefined {
  return commands.find(({ name, aliases }) => name === typed || aliases?.includes(typed ?? ''));
}

/**
 * Runs one command line from its words to its exit code. Everything that goes wrong is told on stderr.
 * @returns the exit code
 */
export async function run(argv: readonly string[], context: Context): Promise<number> {
  let output = createOutput(context, errorOptions(argv));
  try {
    const line = await understand(argv, Math.min(context.stdout.columns ?? 80, 100));
    if ('help' in line) {
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
  input: Input,
  context: Context,
  globals: GlobalOptions,
  output: Output,
): Promise<number> {
  const { createRuntime } = await import('./command/create-runtime.ts');
  const runtime = createRuntime(context, globals, output);
  try {
    await output.check();
    const { result, failure, exitCode } = await command.run(input, runtime);
    if (result) await output.result(result);
    if (failure) return await output.error(failure);
    return exitCode ?? ExitCode.done;
  } finally {
    await runtime.close();
  }
}

/** How an error is told while the line is not understood yet: as JSON where the user asks for a machine's format. */
function errorOptions(argv: readonly string[]): OutputOptions {
  const input = globalInput(argv);
  const format = isOn(input, 'json') ? 'json' : formats.find((name) => name === word(input, 'format'));
  return {
    format: format ?? 'table',
    fields: undefined,
    filter: undefined,
    out: undefined,
    yes: false,
    quiet: false,
    noColor: isOn(input, 'noColor'),
    csvSafe: false,
    verbose: 0,
  };
}

function globalInput(argv: readonly string[]): Input {
  try {
    return scan(argv, globalFlags).input;
  } catch {
    return {};
  }
}
