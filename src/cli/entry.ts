import type { CommandSpec } from '../core/spec.ts';

/** A first word of the command line: a group of commands, or a command of its own. */
export interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly heading: 'API' | 'Tools';
  /** Loads the commands below it, or the one command that it is. */
  load(): Promise<readonly CommandSpec[] | CommandSpec>;
}

/** True if an entry loads the commands below it, false if it is a command itself. */
export function isGroup(loaded: readonly CommandSpec[] | CommandSpec): loaded is readonly CommandSpec[] {
  return Array.isArray(loaded);
}
