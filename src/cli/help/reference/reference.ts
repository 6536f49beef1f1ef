import type { CommandSpec } from '../../../core/spec.ts';
import { type Entry, isGroup } from '../../entry.ts';
import { entries } from '../../registry.ts';
import { examples } from '../examples.ts';
import type { Topic } from '../topic.ts';
import { topics } from '../topics/index.ts';

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

export async function readReference(): Promise<Reference> {
  return {
    groups: await Promise.all(entries.map(readGroup)),
    topics: await Promise.all(
      topics.map(async ({ name, summary, load }) => ({ name, summary, topic: await load() })),
    ),
  };
}

async function readGroup({ name, summary, heading, load }: Entry): Promise<Group> {
  const loaded = await load();
  const command = (path: string, spec: CommandSpec): Command => ({
    path,
    spec,
    examples: spec.examples ?? examples[path] ?? [],
  });
  return {
    name,
    summary,
    heading,
    examples: isGroup(loaded) ? (examples[name] ?? []) : [],
    commands: isGroup(loaded)
      ? loaded.map((spec) => command(`${name} ${spec.name}`, spec))
      : [command(name, loaded)],
  };
}
