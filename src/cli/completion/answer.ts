import { newestApiVersion } from '../../api/versions.ts';
import type { Context } from '../../context.ts';
import type { Completion, FlagTexts } from '../../core/flags.ts';
import { globalFlags, globalValues } from '../../core/globals.ts';
import { isPair } from '../../operations/object.ts';
import { resolveApiVersion } from '../../profile/api-version.ts';
import { pathsToSearch } from '../../profile/folder.ts';
import { configPath, findProfile, readConfig } from '../../profile/read-config.ts';
import { isLeftOver } from '../../profile/sandbox-profile.ts';
import { isCalled, isGroup } from '../entry.ts';
import { entriesIn } from '../registry.ts';
import { parseFlags, tokenise } from '../scan.ts';
import { askServer } from './ask-server.ts';
import { remember } from './cache.ts';
import { type Item, shellLines } from './items.ts';
import { commonAttributes } from './lists.ts';
import { type Question, questionOf } from './question.ts';
import { type RecentAnswer, stampOf } from './recent.ts';

/** About a second with the start of Node, which this does not include. */
const maxWaitMs = 900;

/**
 * Answers a shell that completes a line: `appwrite-cli __complete FLAG =TYPED ENTRY COMMAND WORDS…`. FLAG is the flag or
 * the name of the argument that the word at the cursor belongs to, TYPED the beginning of that word (after a `=`, since
 * some shells drop empty words), ENTRY and COMMAND the words that name the command, and WORDS the other words before the
 * cursor. Asks no question, writes no profile and changes nothing on the server. A script that needs to know which commands
 * there are asks `appwrite-cli __complete --api-version = WORDS…` for the version in use.
 * @returns a line for each word that can be offered: the word, or the word, a tab and a description. Empty after any
 *   error, so that the shell offers nothing
 */
export async function answer(argv: readonly string[], context: Context): Promise<string> {
  const limit = AbortSignal.any([context.signal, AbortSignal.timeout(maxWaitMs)]);
  return Promise.race([find(argv, context, limit), aborted(limit)]).catch(() => '');
}

async function find(argv: readonly string[], context: Context, limit: AbortSignal): Promise<string> {
  const found = await findItems(argv, context, limit);
  const text = shellLines(found.items);
  if (found.recent) remember(argv, context, { ...found.recent, text });
  return text;
}

/** Words to offer. */
interface Found {
  readonly items: readonly Item[];
  /** Set if the next TAB in this line may be answered by the same words. */
  readonly recent?: Omit<RecentAnswer, 'text'> | undefined;
}

async function findItems(
  [flag = '', typed = '', ...words]: readonly string[],
  context: Context,
  limit: AbortSignal,
): Promise<Found> {
  if (flag === '--profile') return { items: profiles(context) };
  if (flag === '--env') return { items: await environments(context) };
  const source = await projectFileSource(flag, words);
  if (source !== undefined) {
    const { projectFileWords } = await import('./resources.ts');
    return { items: projectFileWords(source, typed.slice(1), words, context) };
  }
  // Before they are read: a change in the meantime must show.
  const files = stamps(context);
  // The flag whose value is at the cursor has none yet.
  const complete = words.at(-1) === flag ? words.slice(0, -1) : words;
  const { version } = resolveApiVersion(context, globalValues(globalTextsOf(words)));
  if (flag === '--api-version') return { items: [unnamed(version)] };
  const [entry = '', command = '', ...others] = complete;
  const question = await questionOf({ entry, command, flag, words: others }, version);
  if (!question) return { items: [] };
  const { items, at, isForAnyWord, profile } = await askServer(question, typed.slice(1), context, limit);
  const lasts = files && isForAnyWord && !isOfSandbox(context, profile);
  return { items: offers(question, items), recent: lasts ? { at, files } : undefined };
}

/** Stamps of the files that decide about the version and the connection of a line; undefined if they can't be looked at. */
function stamps(context: Context): RecentAnswer['files'] | undefined {
  try {
    const config = configPath(context);
    const paths = [...(config === undefined ? [] : [config]), ...pathsToSearch(context)];
    return Object.fromEntries(paths.map((path) => [path, stampOf(path)]));
  } catch {
    return undefined;
  }
}

/** True for a profile that ends with a process, which no file shows. */
function isOfSandbox(context: Context, profile: string | undefined): boolean {
  return profile !== undefined && findProfile(readConfig(context), profile)?.sandbox !== undefined;
}

/** The global flags before the cursor, where the last word may be a flag without its value. */
function globalTextsOf(words: readonly string[]): FlagTexts {
  const read = (complete: readonly string[]) => parseFlags(tokenise(complete, globalFlags), []).input;
  try {
    return read(words);
  } catch {
    return read(words.slice(0, -1));
  }
}

function profiles(context: Context): Item[] {
  const { profiles } = readConfig(context);
  return profiles
    .filter((profile) => !isLeftOver(profile))
    .map(({ name, endpoint }) => ({ id: name, name: endpoint }));
}

async function environments(context: Context): Promise<Item[]> {
  const { listEnvironments } = await import('../../project/file/environments.ts');
  return listEnvironments(context).map(({ name, projectId }) => ({ id: name, name: projectId ?? '' }));
}

/** Words that are in the project file. */
export type ProjectFileSource = (typeof projectFileSources)[number];
const projectFileSources = ['resource', 'function', 'event'] as const satisfies readonly Completion[];

/** Returns the source of the words of a flag or an argument, if it is the project file. */
async function projectFileSource(
  flag: string,
  [entry, command]: readonly string[],
): Promise<ProjectFileSource | undefined> {
  const found = entriesIn(newestApiVersion).find(
    ({ name, heading }) => name === entry && (heading === 'Tools' || name === 'functions'),
  );
  const loaded = await found?.load();
  if (loaded === undefined) return undefined;
  const spec = isGroup(loaded) ? loaded.find((each) => isCalled(each, command ?? '')) : loaded;
  if (spec === undefined) return undefined;
  const words = [
    ...spec.flags.map((each) => ({ word: each.flag, completes: each.completes })),
    ...spec.arguments.map((each) => ({ word: each.name, completes: each.completes })),
  ];
  const completes = words.find(({ word }) => word === flag)?.completes;
  return projectFileSources.find((source) => source === completes);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

const common = commonAttributes.map(unnamed);
/** Attributes of every document or row that can't be sorted or filtered by. */
const unsortable = (path: string) =>
  ['$permissions', '$databaseId', path.endsWith('/columns') ? '$tableId' : '$collectionId'].map(unnamed);

/** Turns items of the list into the words to offer. */
function offers({ list, given }: Question, items: readonly Item[]): readonly Item[] {
  switch (list.wanted) {
    case 'id':
      return items;
    case 'field':
      return [...common, ...unsortable(list.path), ...items];
    case 'condition':
      return [...common, ...items];
    case 'pair':
      return pairs(items, given);
  }
}

/** Returns `title=`, `price:=` for the keys that have no pair yet. No pair can follow JSON or a file. */
function pairs(items: readonly Item[], given: readonly string[]): readonly Item[] {
  if (!given.every(isPair)) return [];
  const givenKeys = new Set(given.map(keyOf));
  return items
    .filter(({ id }) => isPair(`${id}=`) && keyOf(`${id}=`) === id && !givenKeys.has(id))
    .map((item) => ({ ...item, id: `${item.id}${item.takesJson ? ':=' : '='}` }));
}

function keyOf(pair: string): string | undefined {
  return pair.split(/:?=/, 1)[0];
}

function unnamed(id: string): Item {
  return { id, name: '' };
}
