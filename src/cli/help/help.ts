import { usageError } from '../../errors.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import { type Entry, isGroup, loadAll } from '../entry.ts';
import { topicList } from './pages.ts';
import { topicPage } from './topic.ts';
import { topics } from './topics/index.ts';

/**
 * Finds the page of `appwrite-cli help …`: a topic, or the list of topics.
 * @param words after `help`, without flags
 * @param width in characters
 * @returns undefined if the words name a command, which has its own help
 * @throws CliError exit 2 for words that name neither, with a suggestion
 */
export async function helpPage(
  words: readonly string[],
  entries: readonly Entry[],
  width: number,
): Promise<string | undefined> {
  const [name, command] = words;
  if (name === undefined || name === 'help') return topicList(width);
  const topic = topics.find((topic) => topic.name === name);
  if (topic) return topicPage(topic.summary, await topic.load(), width);
  const entry = entries.find((entry) => entry.name === name);
  if (!entry) throw unknown('topic or command', name, [...topics, ...entries], 'appwrite-cli help');
  const commands = await loadAll(entry);
  if (command === undefined || !isGroup(commands)) return undefined;
  const known = commands.some(({ name, aliases }) => name === command || aliases?.includes(command));
  if (!known) throw unknown('command', command, commands, `appwrite-cli ${name} --help`);
  return undefined;
}

function unknown(what: string, typed: string, known: readonly { readonly name: string }[], lister: string) {
  const names = known.map(({ name }) => name);
  const guess = names.find((name) => name.startsWith(typed)) ?? closestMatch(typed, names);
  return usageError(
    `there is no ${what} "${typed}"`,
    guess ? `did you mean ${guess}?` : `${lister} lists what there is`,
  );
}
