import { asTerminal, type Context } from '../../context.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { visible } from '../../lib/text/visible.ts';
import { wrap } from '../../lib/text/words.ts';
import { createPaint, hasColour } from '../../output/colour.ts';

/** What is asked, and how a script answers it. */
export interface Question {
  /** May hold text from a server; it is made safe for the terminal here. */
  readonly message: string;
  /** The flag that gives the answer unattended, with its value: `--email ADDRESS`. */
  readonly flag: string;
}

export interface TextQuestion<Value> extends Question {
  /** What Enter alone answers. */
  readonly default?: string | undefined;
  /**
   * Reads what was typed.
   * @throws CliError whose message is shown, and the answer can be mended
   */
  read(typed: string): Value;
}

export interface Choice<Value> {
  readonly name: string;
  readonly value: Value;
  readonly description?: string;
  /** Where several can be taken: the heading it stands under, next to the others of the same. */
  readonly heading?: string;
}

/**
 * Asks the person at the terminal. Each question throws a CliError: exit 2 where nobody can be asked, exit 130 where the
 * person leaves with Ctrl-C or Ctrl-D.
 */
export interface Questions {
  /** Whether there is somebody to ask. */
  readonly possible: boolean;
  /** Why not, where there is nobody: `there is no terminal to ask on`. */
  readonly obstacle: string;
  /** The error for a question that nobody can be asked. */
  missing(flag: string): CliError;
  text<Value>(question: TextQuestion<Value>): Promise<Value>;
  /** What is typed is not shown. */
  secret<Value>(question: TextQuestion<Value>): Promise<Value>;
  choose<Value>(
    question: Question & { readonly choices: readonly Choice<Value>[]; readonly default?: Value | undefined },
  ): Promise<Value>;
  /** Any number of them, but at least one. */
  chooseMany<Value>(question: Question & { readonly choices: readonly Choice<Value>[] }): Promise<Value[]>;
  confirm(question: Question & { readonly default: boolean }): Promise<boolean>;
}

type Library = typeof import('./inquirer.ts');
type Theme = ReturnType<typeof import('./theme.ts').promptTheme>;
interface Terminal {
  readonly input: Context['stdin'];
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/** How many lines of a list are shown at once. */
const pageSize = 12;
/** What stands beside a message on its lines, in characters: `? ` before it, and ` (y/N) ` behind it. */
const margin = 10;

/**
 * @param context its stdin and stderr are the terminal; the library is loaded with the first question
 * @param flags the line's `--no-input` and `--no-color`
 */
export function createQuestions(
  context: Context,
  { noInput, noColor }: { readonly noInput: boolean; readonly noColor: boolean },
): Questions {
  const { stdin, stderr, env } = context;
  const isTerminal = stdin.isTTY === true && stderr.isTTY === true;
  const possible = isTerminal && !noInput && !env.CI;
  const obstacle = noInput
    ? '--no-input forbids asking'
    : isTerminal
      ? 'nothing is asked when CI is set'
      : 'there is no terminal to ask on';

  const missing = (flag: string) =>
    usageError(`${flag.split(' ')[0]} is missing, and ${obstacle}`, `add ${flag}`);

  async function ask<Answer>(
    flag: string,
    show: (library: Library, theme: Theme, terminal: Terminal) => Promise<Answer>,
  ): Promise<Answer> {
    if (!possible) throw missing(flag);
    const [library, { promptTheme }] = await Promise.all([import('./inquirer.ts'), import('./theme.ts')]);
    const theme = promptTheme(await createPaint(hasColour(stderr, { env, noColor })));
    const left = new AbortController();
    const leave = () => left.abort();
    // On Ctrl-D and on a terminal that is gone the library stops reading, and would wait for ever.
    stdin.once('pause', leave);
    try {
      const signal = AbortSignal.any([context.signal, left.signal]);
      return await show(library, theme, { input: stdin, output: asTerminal(stderr), signal });
    } catch (error) {
      throw isLeaving(error) ? interrupted() : error;
    } finally {
      stdin.off('pause', leave);
    }
  }

  /** Safe for the terminal, and broken between words where it is long; the library breaks within them. */
  const fitted = (text: string) => wrap(visible(text), (stderr.columns ?? 80) - margin).join('\n');
  const check = (read: (typed: string) => unknown, typed: string) => {
    const problem = complaint(read, typed);
    return problem === undefined || fitted(problem);
  };

  return {
    possible,
    obstacle,
    missing,
    text: ({ message, flag, default: preset = '', read }) =>
      ask(flag, async ({ input }, theme, terminal) => {
        const validate = (typed: string) => check(read, typed || preset);
        const config = { message: fitted(message), theme, validate, default: visible(preset) };
        return read((await input(config, terminal)) || preset);
      }),
    secret: ({ message, flag, read }) =>
      ask(flag, async ({ password }, theme, terminal) => {
        const validate = (typed: string) => check(read, typed);
        return read(
          await password({ message: fitted(message), theme, validate, toggleMask: false }, terminal),
        );
      }),
    choose: ({ message, flag, choices, default: preset }) =>
      ask(flag, ({ select }, theme, terminal) => {
        const list = { pageSize, loop: false, choices: choices.map(shownChoice) };
        const config = { message: fitted(message), theme, ...list };
        return select(preset === undefined ? config : { ...config, default: preset }, terminal);
      }),
    chooseMany: ({ message, flag, choices }) =>
      ask(flag, ({ checkbox, Separator }, theme, terminal) => {
        const lines = choices.flatMap((choice, index) => {
          const { heading } = choice;
          const begins = heading !== undefined && heading !== choices[index - 1]?.heading;
          return begins ? [new Separator(visible(heading)), shownChoice(choice)] : [shownChoice(choice)];
        });
        const list = { pageSize, loop: false, required: true, choices: lines };
        return checkbox({ message: fitted(message), theme, ...list }, terminal);
      }),
    confirm: ({ message, flag, default: preset }) =>
      ask(flag, ({ confirm }, theme, terminal) =>
        confirm({ message: fitted(message), theme, default: preset }, terminal),
      ),
  };
}

function shownChoice<Value>({ name, value, description }: Choice<Value>) {
  return {
    name: visible(name),
    value,
    ...(description !== undefined && { description: visible(description) }),
  };
}

/** What is wrong with an answer. */
function complaint(read: (typed: string) => unknown, typed: string): string | undefined {
  try {
    read(typed);
    return undefined;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return error.hint === undefined ? error.message : `${error.message} (${error.hint})`;
  }
}

function isLeaving(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError');
}

function interrupted(): CliError {
  return new CliError(ExitCode.interrupted, 'interrupted: nothing was changed');
}
