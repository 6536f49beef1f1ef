import { asTerminal, type Context, isInCi } from '../../context.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { visible } from '../../lib/text/visible.ts';
import { cut, measureFor } from '../../lib/text/width.ts';
import { wrap } from '../../lib/text/words.ts';
import { createPaint, hasColour } from '../../output/colour.ts';
import type { Progress } from '../../output/progress.ts';
import { Keyboard, type Waiting } from './keyboard.ts';

/** A question, and the flag with which a script answers it. */
export interface Question {
  /** May contain text from a server; it is escaped for the terminal before it is shown. */
  readonly message: string;
  /** The flag that gives the answer unattended, with its value: `--email ADDRESS`. */
  readonly flag: string;
}

export interface TextQuestion<Value> extends Question {
  /** Answer for Enter alone. */
  readonly default?: string | undefined;
  /**
   * Parses the answer.
   * @throws CliError whose message is shown, so that the user can correct the answer
   */
  read(typed: string): Value;
}

export interface Choice<Value> {
  readonly name: string;
  readonly value: Value;
  /** Shown as the answer, instead of the name. */
  readonly short?: string;
  readonly description?: string;
  /** Heading of its section in a list with several answers; choices of a section are neighbours. */
  readonly heading?: string;
}

interface ManyQuestion<Value> extends Question {
  readonly choices: readonly Choice<Value>[];
}

interface ChoiceQuestion<Value> extends ManyQuestion<Value> {
  readonly default?: Value | undefined;
}

interface ConfirmQuestion extends Question {
  readonly default: boolean;
}

export interface SearchQuestion<Value> extends Question {
  /**
   * Returns the choices that match what has been typed so far.
   * @param signal aborted when more is typed
   * @throws Error whose message is shown in place of the choices
   */
  find(typed: string, signal: AbortSignal): Promise<readonly Choice<Value>[]>;
}

/**
 * Asks the user at the terminal. Each question throws a CliError: exit 2 if there is no terminal, exit 130 on Ctrl-C
 * and Ctrl-D.
 */
export interface Questions {
  /** True if the user can be asked. */
  readonly possible: boolean;
  /** Reason why the user can't be asked: `there is no terminal to ask on`. */
  readonly obstacle: string;
  /** Returns the error for a missing answer when the user can't be asked. */
  missing(flag: string): CliError;
  text<Value>(question: TextQuestion<Value>): Promise<Value>;
  /** Does not echo the answer. */
  secret<Value>(question: TextQuestion<Value>): Promise<Value>;
  choose<Value>(question: ChoiceQuestion<Value>): Promise<Value>;
  /** Lets the user type to narrow a list. */
  search<Value>(question: SearchQuestion<Value>): Promise<Value>;
  /** Returns at least one choice. */
  chooseMany<Value>(question: ManyQuestion<Value>): Promise<Value[]>;
  confirm(question: ConfirmQuestion): Promise<boolean>;
  /**
   * Runs work that asks and waits by turns. While it waits, it shows progress, and keys are neither echoed nor taken for
   * the answer to the next question; Ctrl-C and Ctrl-Z work.
   * @param start shows the progress
   */
  attend<Value>(start: () => Progress, work: () => Promise<Value>): Promise<Value>;
}

type Library = typeof import('./inquirer.ts');
type Theme = ReturnType<typeof import('./theme.ts').promptTheme>;
interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/** Lines of a list that are shown at once. */
const pageSize = 12;
/** Characters beside a message on its line: `? ` before and ` (y/N) ` after it. */
const margin = 10;

/**
 * @param context its stdin and stderr are the terminal; the library is loaded with the first question
 * @param flags the line's `--no-input` and `--no-color`
 */
export function createQuestions(context: Context, flags: AskingFlags): Questions {
  return new TerminalQuestions(context, flags);
}

type AskingFlags = { readonly noInput: boolean; readonly noColor: boolean };

class TerminalQuestions implements Questions {
  readonly possible: boolean;
  readonly obstacle: string;
  readonly #context: Context;
  readonly #noColor: boolean;
  /** Undefined if the user can't be asked. */
  readonly #keyboard: Keyboard | undefined;
  /** Shown between questions during `attend`. */
  #waiting: Waiting | undefined;

  constructor(context: Context, { noInput, noColor }: AskingFlags) {
    const { stdin, stderr, env } = context;
    const isTerminal = stdin.isTTY === true && stderr.isTTY === true;
    this.#context = context;
    this.#noColor = noColor;
    this.possible = isTerminal && !noInput && !isInCi(env);
    this.obstacle = obstacleTo(noInput, isTerminal);
    this.#keyboard = this.possible ? new Keyboard(context) : undefined;
  }

  missing(flag: string): CliError {
    return usageError(`${flag.split(' ')[0]} is missing, and ${this.obstacle}`, `add ${flag}`);
  }

  text<Value>({ message, flag, default: preset = '', read }: TextQuestion<Value>): Promise<Value> {
    return this.#ask(flag, async ({ input }, theme, terminal) => {
      const validate = (typed: string) => this.#check(read, typed || preset);
      const config = { message: this.#fitted(message), theme, validate, default: visible(preset) };
      return read((await input(config, terminal)) || preset);
    });
  }

  secret<Value>({ message, flag, read }: TextQuestion<Value>): Promise<Value> {
    return this.#ask(flag, async ({ password }, theme, terminal) => {
      const validate = (typed: string) => this.#check(read, typed);
      const config = { message: this.#fitted(message), theme, validate, toggleMask: false };
      return read(await password(config, terminal));
    });
  }

  choose<Value>({ message, flag, choices, default: preset }: ChoiceQuestion<Value>): Promise<Value> {
    return this.#ask(flag, ({ select }, theme, terminal) => {
      const list = { pageSize, loop: false, choices: choices.map(shownChoice) };
      const config = { message: this.#fitted(message), theme, ...list };
      return select(preset === undefined ? config : { ...config, default: preset }, terminal);
    });
  }

  search<Value>({ message, flag, find }: SearchQuestion<Value>): Promise<Value> {
    return this.#ask(flag, ({ search }, theme, terminal) => {
      const source = async (typed: string | undefined, { signal }: { readonly signal: AbortSignal }) => {
        try {
          return await fittedChoices(await find(typed ?? '', signal), this.#columns);
        } catch (error) {
          throw new Error(this.#fitted(error instanceof Error ? error.message : String(error)));
        }
      };
      return search({ message: this.#fitted(message), theme, pageSize, source }, terminal);
    });
  }

  chooseMany<Value>({ message, flag, choices }: ManyQuestion<Value>): Promise<Value[]> {
    return this.#ask(flag, ({ checkbox, Separator }, theme, terminal) => {
      const lines = choices.flatMap((choice, index) => {
        const { heading } = choice;
        const begins = heading !== undefined && heading !== choices[index - 1]?.heading;
        return begins ? [new Separator(visible(heading)), shownChoice(choice)] : [shownChoice(choice)];
      });
      const list = { pageSize, loop: false, required: true, choices: lines };
      return checkbox({ message: this.#fitted(message), theme, ...list }, terminal);
    });
  }

  confirm({ message, flag, default: preset }: ConfirmQuestion): Promise<boolean> {
    return this.#ask(flag, ({ confirm }, theme, terminal) =>
      confirm({ message: this.#fitted(message), theme, default: preset }, terminal),
    );
  }

  async attend<Value>(start: () => Progress, work: () => Promise<Value>): Promise<Value> {
    let progress: Progress | undefined;
    const waiting: Waiting = {
      pause: () => progress?.stop(),
      resume: () => {
        progress = start();
      },
    };
    this.#waiting = waiting;
    waiting.resume();
    this.#keyboard?.hold(waiting);
    try {
      return await work();
    } finally {
      waiting.pause();
      this.#waiting = undefined;
      this.#keyboard?.release();
    }
  }

  /** Asks by a prompt of the library, which `show` calls. */
  async #ask<Answer>(
    flag: string,
    show: (library: Library, theme: Theme, terminal: Terminal) => Promise<Answer>,
  ): Promise<Answer> {
    const keyboard = this.#keyboard;
    if (!keyboard) throw this.missing(flag);
    const { stderr, env, signal } = this.#context;
    const [library, { promptTheme }] = await Promise.all([import('./inquirer.ts'), import('./theme.ts')]);
    const theme = promptTheme(await createPaint(hasColour(stderr, { env, noColor: this.#noColor })));
    this.#waiting?.pause();
    try {
      return await keyboard.ask((input, left) => {
        const terminal = { input, output: asTerminal(stderr), signal: AbortSignal.any([signal, left]) };
        return show(library, theme, terminal);
      });
    } catch (error) {
      throw isLeaving(error) ? interrupted() : error;
    } finally {
      this.#waiting?.resume();
    }
  }

  get #columns(): number {
    return this.#context.stderr.columns ?? 80;
  }

  /** Escapes text for the terminal and wraps it between words; the library would wrap within them. */
  #fitted(text: string): string {
    return wrap(visible(text), this.#columns - margin).join('\n');
  }

  /** Returns true for an answer that can be read, or the problem with it, as the library wants it. */
  #check(read: (typed: string) => unknown, typed: string): true | string {
    const problem = problemOf(read, typed);
    return problem === undefined || this.#fitted(problem);
  }
}

function obstacleTo(noInput: boolean, isTerminal: boolean): string {
  if (noInput) return '--no-input forbids asking';
  return isTerminal ? 'nothing is asked when CI is set' : 'there is no terminal to ask on';
}

function shownChoice<Value>({ name, value, description }: Choice<Value>) {
  return {
    name: visible(name),
    value,
    ...(description !== undefined && { description: visible(description) }),
  };
}

/** Characters beside a choice on its line: the cursor, and the last column, where many terminals wrap. */
const choiceMargin = 3;

/** Returns the choices, each on one line of the terminal; the answer is shown without its description. */
async function fittedChoices<Value>(choices: readonly Choice<Value>[], columns: number) {
  const rows = choices.map((choice) => ({
    ...shownChoice(choice),
    short: visible(choice.short ?? choice.name),
  }));
  const measure = await measureFor(rows.map(({ name }) => [name]));
  return rows.map((row) => ({ ...row, name: cut(row.name, columns - choiceMargin, measure) }));
}

/** Returns the problem with an answer, or undefined. */
function problemOf(read: (typed: string) => unknown, typed: string): string | undefined {
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
