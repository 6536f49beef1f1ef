import type { FlagTexts, FlagValues } from '../core/flags.ts';
import type { GlobalOptions } from '../core/globals.ts';
import type { CommandSpec } from '../core/spec.ts';
import type { Page } from './help/page.ts';

/** Heading of groups and commands that need the session of a console login. */
export const consoleHeading = 'With a console login';

/** A first word of the command line: a group of commands, or a command of its own. */
export interface Entry {
  readonly name: string;
  /** Other accepted words, for a command of its own. */
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly heading: 'API' | 'Console' | 'Tools';
  /** Loads the commands below it, or the one command that it is. */
  load(): Promise<readonly CommandSpec[] | CommandSpec>;
  /** Returns the command of a name, without making the others; undefined if it is none, or only an alias. */
  readonly find?: ((name: string) => Promise<CommandSpec | undefined>) | undefined;
  /** Loads those of its commands that need a console login, if it has others too. */
  readonly loadConsole?: (() => Promise<readonly CommandSpec[]>) | undefined;
}

/** A command line that calls a command. */
export interface CommandCall {
  /** Names of the entry and the command; aliases are resolved. */
  readonly path: readonly string[];
  readonly command: CommandSpec;
  /** The words of the line by key, those of global flags too. */
  readonly texts: FlagTexts;
  readonly values: FlagValues;
  readonly globals: GlobalOptions;
}

/** The meaning of a command line: a command with its values, or a page of help. */
export type Invocation = { readonly help: Page; readonly input: FlagTexts } | CommandCall;

/** Loads all commands below an entry, or the one command that it is. */
export async function loadAll(entry: Entry): Promise<readonly CommandSpec[] | CommandSpec> {
  const [loaded, ofConsole = []] = await Promise.all([entry.load(), entry.loadConsole?.()]);
  return isGroup(loaded) ? [...loaded, ...ofConsole] : loaded;
}

/** True if a word names a command or a group, by its name or an alias. */
export function isCalled({ name, aliases }: Pick<CommandSpec, 'name' | 'aliases'>, typed: string): boolean {
  return name === typed || aliases?.includes(typed) === true;
}

/** True if an entry loads the commands below it, false if it is a command itself. */
export function isGroup(loaded: readonly CommandSpec[] | CommandSpec): loaded is readonly CommandSpec[] {
  return Array.isArray(loaded);
}
