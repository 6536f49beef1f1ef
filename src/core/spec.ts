import type { CliError } from '../errors.ts';
import type { Result } from '../output/types.ts';
import type { Services } from './services.ts';

/**
 * How many words a flag takes.
 * none: it is there or not · switch: `--x`, `--x true|false`, `--no-x` · one: the next word · each: the next word,
 * repeatable · many: every word up to the next flag, repeatable · pairs: one word, or several as long as they read
 * `key=…`.
 */
export type Arity = 'none' | 'switch' | 'one' | 'each' | 'many' | 'pairs';

export interface Flag {
  /** The name its value is found by in the Input; several flags may share one. */
  readonly key: string;
  /** `--database-id`. */
  readonly flag: string;
  /** What else is understood: `-f`, `--databaseId`. Not shown unless it is one letter. */
  readonly spellings?: readonly string[];
  readonly takes: Arity;
  readonly help: string;
  /** The word for its value in help: `ID`, `PATH`. */
  readonly placeholder?: string;
  readonly required?: boolean;
  /** `--no-x` sends JSON null. */
  readonly nullable?: boolean;
  /** Why `--no-x` is refused, and what to say instead. */
  readonly refuseNo?: string;
  readonly choices?: readonly string[];
  /** Under which heading help lists it. */
  readonly heading?: string;
  readonly hidden?: boolean;
  readonly completes?: Completion;
}

/**
 * Values for shell completion that follow neither from choices nor from the API.
 * profile: names of profiles · fields: fields of the command's result · command: any command of the system.
 */
export type Completion = 'profile' | 'fields' | 'command';

export interface Argument {
  /** The key of the flag that says the same, or a key of its own. */
  readonly key: string;
  /** `database-id`. */
  readonly name: string;
  readonly help: string;
  readonly required: boolean;
  /** The last one may take all words that are left. */
  readonly many?: boolean;
  readonly choices?: readonly string[];
  readonly completes?: Completion;
}

/** What the user typed for each key, still text; `null` is `--no-x` of a nullable parameter. */
export type FlagValues = Readonly<Record<string, readonly string[] | null | undefined>>;

/** What a command leaves behind: a result to render, then how it ends where that is not exit 0. */
export interface CommandResult {
  readonly result?: Result;
  /** The exit code of a command that another program decides. */
  readonly exitCode?: number;
  /** What went wrong although there is a result; it is told after the result. */
  readonly failure?: CliError;
}

/** One command, hand-written or made from an operation. */
export interface CommandSpec {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** More about it, below the summary in help. */
  readonly about?: string;
  /** The heading under which its group lists it. */
  readonly section?: string;
  readonly arguments: readonly Argument[];
  readonly flags: readonly Flag[];
  readonly examples?: readonly string[];
  /** What the API says of it, in one line at the end of help. */
  readonly facts?: string;
  /** It writes to `--out` itself: files, not a result. */
  readonly ownsOut?: boolean;
  /** The list command of its group that it takes flags from, such as `--where`: they are completed in the same way. */
  readonly completesAs?: string;
  run(input: FlagValues, services: Services): Promise<CommandResult>;
}

/** The one word given for a key, or undefined. */
export function stringFlag(input: FlagValues, key: string): string | undefined {
  return input[key]?.[0];
}

/** Whether a flag without a value was given, or a switch says true. */
export function boolFlag(input: FlagValues, key: string): boolean {
  return input[key]?.[0] === 'true';
}
