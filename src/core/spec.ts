import type { Lifetime } from '../api/versions.ts';
import type { CliError } from '../errors.ts';
import { once } from '../lib/once.ts';
import type { Draw } from '../output/screen.ts';
import type { Result, View } from '../output/types.ts';
import {
  type Argument,
  type ArgumentSet,
  type ArgumentValuesOf,
  argumentFlags,
  argumentsOf,
  type Flag,
  type FlagSet,
  type FlagValues,
  type FlagValuesOf,
  flagsOf,
} from './flags.ts';
import type { Services } from './services.ts';

/** The outcome of a command: a result to print, and an exit code if it is not 0. */
export interface CommandResult {
  readonly result?: Result;
  /** Exit code that is no error: another program decides it, or something differs. */
  readonly exitCode?: number;
  /** Error to report after the result. */
  readonly failure?: CliError;
}

/** One command, hand-written or made from an operation. Its values are typed where it is defined. */
export interface CommandSpec extends Lifetime {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** Details, below the summary in help. */
  readonly about?: string | undefined;
  /** Heading under which its group lists it. */
  readonly section?: string;
  readonly arguments: readonly Argument[];
  readonly flags: readonly Flag[];
  readonly examples?: readonly string[];
  /** True if this version of the API advises against it. */
  readonly deprecated?: boolean | undefined;
  /** Command that does the same, instead of a deprecated one or after `until`: `tables-db list-rows`. */
  readonly replacement?: string | undefined;
  /** Last line of help: method and path, scope, credentials. */
  readonly facts?: string;
  /** Writes to `--out` itself: files, not a result. */
  readonly ownsOut?: boolean;
  /** The command of its group that it shares arguments or flags with, such as `--where`: they are completed in the same way. */
  readonly completesAs?: string;
  run(values: FlagValues, services: Services): Promise<CommandResult>;
}

/** A hand-written command. Each argument and each flag is written once; `run` gets their values by key. */
export interface CommandDefinition<Arguments extends ArgumentSet, Flags extends FlagSet>
  extends Omit<CommandSpec, 'arguments' | 'flags' | 'run'> {
  readonly arguments?: Arguments;
  readonly flags?: Flags;
  run(values: ArgumentValuesOf<Arguments> & FlagValuesOf<Flags>, services: Services): Promise<CommandResult>;
}

type None = Readonly<Record<never, never>>;

export function defineCommand<
  const Arguments extends ArgumentSet = None,
  const Flags extends FlagSet = None,
>({ arguments: positional, flags, run, ...rest }: CommandDefinition<Arguments, Flags>): CommandSpec {
  // Lazy: a group has many commands, and a line names one of them.
  const ownArguments = once(() => argumentsOf(positional ?? {}));
  const ownFlags = once(() => [...argumentFlags(positional ?? {}), ...flagsOf(flags ?? {})]);
  return {
    ...rest,
    get arguments() {
      return ownArguments();
    },
    get flags() {
      return ownFlags();
    },
    // The keys of the values are those of the arguments and flags above.
    run: (values, services) => run(values as ArgumentValuesOf<Arguments> & FlagValuesOf<Flags>, services),
  };
}

/** Adds flags to the command of an operation, and replaces what it does and what help says of it. */
export function extendCommand<const Flags extends FlagSet>(
  base: CommandSpec,
  {
    flags,
    run,
    ...rest
  }: Pick<CommandSpec, 'about' | 'examples' | 'since' | 'until'> & {
    readonly flags: Flags;
    run(values: FlagValues & FlagValuesOf<Flags>, services: Services): Promise<CommandResult>;
  },
): CommandSpec {
  return {
    ...base,
    ...rest,
    flags: [...base.flags, ...flagsOf(flags)],
    run: (values, services) => run(values as FlagValues & FlagValuesOf<Flags>, services),
  };
}

/** @param body is serialised */
export function jsonResult(body: unknown, view: View = {}): CommandResult {
  return jsonTextResult(JSON.stringify(body), view);
}

/** @param text JSON, for example from the server */
export function jsonTextResult(text: string, view: View = {}): CommandResult {
  return { result: { kind: 'json', text, view } };
}

/**
 * @param text JSON, for machine formats, and for the table if nothing is drawn
 * @param draw draws the same for people
 */
export function drawnResult(text: string, draw: Draw, view: View = {}): CommandResult {
  return { result: { kind: 'json', text, view, draw } };
}

export function textResult(text: string): CommandResult {
  return { result: { kind: 'text', text } };
}

/** @param message a sentence for the user; programs get no output */
export function doneResult(message: string): CommandResult {
  return { result: { kind: 'done', message } };
}
