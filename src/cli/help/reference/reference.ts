import type { ApiVersion } from '../../../api/versions.ts';
import type { CommandSpec } from '../../../core/spec.ts';
import type { Entry } from '../../entry.ts';
import type { ByVersion } from '../../merge-versions.ts';
import type { Topic } from '../topic.ts';

/** All of help, of every version of the API, loaded at once: the source of the man page and of docs/. */
export interface Reference {
  readonly groups: readonly Group[];
  readonly topics: readonly { readonly name: string; readonly summary: string; readonly topic: Topic }[];
}

/** An entry with its commands. */
export interface Group {
  readonly name: string;
  readonly summary: string;
  readonly heading: Entry['heading'];
  /** Versions that have it, from the oldest. */
  readonly versions: readonly ApiVersion[];
  readonly examples: readonly string[];
  readonly commands: readonly Command[];
}

export interface Command {
  /** `databases list`, or the name of a tool that is a command itself; in the newest version that has it. */
  readonly path: string;
  /** As the newest version has it. */
  readonly spec: CommandSpec;
  readonly specs: ByVersion<CommandSpec>;
  readonly examples: readonly string[];
}
