import { type CliError, usageError } from '../../errors.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import { listed } from '../../lib/text/words.ts';
import type { ResolvedApiVersion } from '../../profile/api-version.ts';
import { entriesIn } from '../registry.ts';
import type { Page } from './page.ts';
import { topicList } from './pages.ts';
import { topicPage } from './topic.ts';
import { topics } from './topics/index.ts';

/**
 * Finds the page of `appwrite-cli help …`: a topic, or the list of topics.
 * @param words after `help`, without flags
 * @param inUse decides which commands there are
 * @returns undefined if the first word names a group or a tool, which has its own help
 * @throws CliError exit 2 for a first word that names neither, with a suggestion
 */
export async function helpPage(
  words: readonly string[],
  inUse: ResolvedApiVersion,
): Promise<Page | undefined> {
  const [first, second] = words;
  if (first === undefined || first === 'help') return topicList();
  const topic = topics.find(({ name }) => name === first);
  if (topic) return topicPage(topic.summary, await topic.load());
  if (entriesIn(inUse.version).some(({ name }) => name === first)) return undefined;
  throw await unknownName(first, second, inUse);
}

async function unknownName(
  first: string,
  second: string | undefined,
  inUse: ResolvedApiVersion,
): Promise<CliError> {
  const [{ entryOfOtherVersion }, { guessEntries }] = await Promise.all([
    import('../unknown.ts'),
    import('../guess-commands.ts'),
  ]);
  const ofOther = await entryOfOtherVersion(first, second, { ...inUse, wantsHelp: true });
  if (ofOther) return ofOther;
  const names = topics.map(({ name }) => name);
  const topic = names.find((name) => name.startsWith(first)) ?? closestMatch(first, names);
  const guesses = topic ? [topic] : await guessEntries(first, second, inUse.version);
  return usageError(
    `there is no topic or command "${first}"`,
    guesses.length > 0 ? `did you mean ${listed(guesses, 'or')}?` : 'appwrite-cli help lists what there is',
  );
}
