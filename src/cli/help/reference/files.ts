import type { CommandSpec } from '../../../core/spec.ts';
import { version } from '../../../version.ts';
import { type Entry, isGroup, loadAll } from '../../entry.ts';
import { type ByVersion, inEveryVersion, mergeVersions } from '../../merge-versions.ts';
import { entriesIn } from '../../registry.ts';
import { examplesOf } from '../examples.ts';
import { topics } from '../topics/index.ts';
import { manPage } from './man.ts';
import { groupPage, indexPage, toolsPage, topicsPage } from './markdown.ts';
import type { Command, Group, Reference } from './reference.ts';
import { versionsPage } from './versions-page.ts';

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
    ['docs/versions.md', versionsPage(reference)],
    ['man/appwrite-cli.1', manPage(reference, version)],
  ]);
}

/** Reads the help of everything, in every version. */
export async function readReference(): Promise<Reference> {
  const entries = mergeVersions(await inEveryVersion(entriesIn), ({ name }) => name);
  return {
    groups: await Promise.all(entries.map(readGroup)),
    topics: await Promise.all(
      topics.map(async ({ name, summary, load }) => ({ name, summary, topic: await load() })),
    ),
  };
}

async function readGroup(entries: ByVersion<Entry>): Promise<Group> {
  const { name, summary, heading } = [...entries.values()].at(-1)!;
  const loaded = await Promise.all(
    [...entries].map(async ([version, entry]) => [version, await loadAll(entry)] as const),
  );
  const isTool = !isGroup(loaded[0]![1]);
  const lists = new Map(loaded.map(([version, found]) => [version, isGroup(found) ? found : [found]]));
  const commands = mergeVersions(lists, namesOf).map((specs): Command => {
    const spec = [...specs.values()].at(-1)!;
    const path = isTool ? name : `${name} ${spec.name}`;
    return { path, spec, specs, examples: spec.examples ?? examplesOf(path) };
  });
  const ownExamples = isTool ? [] : examplesOf(name);
  return { name, summary, heading, versions: [...entries.keys()], examples: ownExamples, commands };
}

/** All names of a command: the same in every version, although one of them may be its name and another an alias. */
function namesOf({ name, aliases = [] }: CommandSpec): string {
  return [...new Set([name, ...aliases])].sort().join(' ');
}
