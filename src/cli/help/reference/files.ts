import { version } from '../../../version.ts';
import { manPage } from './man.ts';
import { groupPage, indexPage, toolsPage, topicsPage } from './markdown.ts';
import { readReference } from './reference.ts';

/** Generates the man page and the pages of docs/, by path from the root of the repository. */
export async function referenceFiles(): Promise<Map<string, string>> {
  const reference = await readReference();
  const api = reference.groups.filter(({ heading }) => heading === 'API');
  const tools = reference.groups.filter(({ heading }) => heading === 'Tools');
  return new Map([
    ['docs/README.md', indexPage(reference)],
    ...api.map((group) => [`docs/${group.name}.md`, groupPage(group)] as const),
    ['docs/tools.md', toolsPage(tools)],
    ['docs/topics.md', topicsPage(reference)],
    ['man/appwrite-cli.1', manPage(reference, version)],
  ]);
}
