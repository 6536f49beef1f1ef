import { defaultApiVersion } from '../../../api/versions.ts';
import type { CommandSpec } from '../../../core/spec.ts';
import { version } from '../../../version.ts';
import { type Entry, isGroup, loadAll } from '../../entry.ts';
import { entriesIn } from '../../registry.ts';
import { examplesOf } from '../examples.ts';
import { topics } from '../topics/index.ts';
import { manPage } from './man.ts';
import { groupPage, indexPage, toolsPage, topicsPage } from './markdown.ts';
import type { Command, Group, Reference } from './reference.ts';

/** Generates the man page and the pages of docs/, by path from the root of the repository. */
export async function referenceFiles(): Promise<Map<string, string>> {
  const reference = await readReference();
  const tools = reference.groups.filter(({ heading }) => heading === 'Tools');
  const api = reference.groups.filter((group) => !tools.includes(group));
  return new Map([
    ['docs/README.md', indexPage(reference)],
    ...api.map((group) => [`docs/${group.name}.md`, groupPage(group)] as const),
    ['docs/tools.md', toolsPage(tools)],
    ['docs/topics.md', topicsPage(reference)],
    ['man/appwrite-cli.1', manPage(reference, version)],
  ]);
}

async function readReference(): Promise<Reference> {
  return {
    groups: await Promise.all(entriesIn(defaultApiVersion).map(readGroup)),
    topics: await Promise.all(
      topics.map(async ({ name, summary, load }) => ({ name, summary, topic: await load() })),
    ),
  };
}

async function readGroup(entry: Entry): Promise<Group> {
  const { name, summary, heading } = entry;
  const loaded = await loadAll(entry);
  const command = (path: string, spec: CommandSpec): Command => ({
    path,
    spec,
    examples: spec.examples ?? examplesOf(path),
  });
  return {
    name,
    summary,
    heading,
    examples: isGroup(loaded) ? examplesOf(name) : [],
    commands: isGroup(loaded)
      ? loaded.map((spec) => command(`${name} ${spec.name}`, spec))
      : [command(name, loaded)],
  };
}
