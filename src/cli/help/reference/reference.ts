import type { CommandSpec } from '../../../core/spec.ts';
import type { Entry } from '../../entry.ts';
import type { Topic } from '../topic.ts';

/** All of help, loaded at once: the source of the man page and of docs/. */
export interface Reference {
  readonly groups: readonly Group[];
  readonly topics: readonly { readonly name: string; readonly summary: string; readonly topic: Topic }[];
}

/** An entry with its commands. */
export interface Group {
  readonly name: string;
  readonly summary: string;
  readonly heading: Entry['heading'];
  readonly examples: readonly string[];
  readonly commands: readonly Command[];
}

export interface Command {
  /** `databases list`, or the name of a tool that is a command itself. */
  readonly path: string;
  readonly spec: CommandSpec;
  readonly examples: readonly string[];
}
