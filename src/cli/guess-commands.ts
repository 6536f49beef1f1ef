/** Guesses the command that an unknown name means. Loaded only for lines with such a name. */
import type { ApiVersion } from '../api/versions.ts';
import type { CommandSpec } from '../core/spec.ts';
import { closestMatch } from '../lib/text/suggest.ts';
import { isGroup } from './entry.ts';
import { groupedCommands, type NamedCommand, pathOf } from './other-versions.ts';
import { entriesIn } from './registry.ts';
import { lookUp, nouns, phrases, verbs } from './synonyms.ts';
import { twinName } from './twins.ts';

/** Maximum number of names in a hint. */
const maxNames = 3;

const ownVerbs = new Set([...Object.values(verbs), 'import', 'export', 'upload', 'download']);
const ourVerb = (word: string) => lookUp(verbs, word) ?? word;
const ourNoun = (word: string) => lookUp(nouns, word) ?? word;
const isVerb = (word: string) => ownVerbs.has(ourVerb(word));

/** Splits a name in any spelling: `createDoc`, `create_doc`, `create:doc`. */
function wordsOf(name: string): readonly string[] {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return words.split(/[-_:./\s]+/).filter(Boolean);
}

/** Makes the name of a command of words in any order: the verb, by default `list`, and the nouns. */
function nameOf(words: readonly string[]): string {
  const verb = words.find(isVerb);
  const others = words.filter((word) => word !== verb);
  return [verb === undefined ? 'list' : ourVerb(verb), ...others.map(ourNoun)].join('-');
}

function singular(name: string): string {
  return name.replace(/ies$/, 'y').replace(/(?<=x)es$|(?<=[^s])s$/, '');
}

/** True if a name is that of a command but for the number of its last noun, or names what its group is about. */
function isSimilar(name: string, { group, spec }: NamedCommand): boolean {
  const full = spec.name.includes('-') ? spec.name : `${spec.name}-${group}`;
  return singular(spec.name) === singular(name) || singular(full) === singular(name);
}

/** Returns the commands of a name, or else those with nearly the same. `delete-documents` may mean a single one too. */
function called(name: string, commands: readonly NamedCommand[]): readonly NamedCommand[] {
  const exact = commands.filter(({ spec }) => spec.name === name);
  const mayBeOne = name.endsWith('s') && !name.startsWith('list');
  return exact.length > 0 && !mayBeOne ? exact : commands.filter((command) => isSimilar(name, command));
}

/** Puts the commands first that this version of the API advises. */
function ranked(commands: readonly NamedCommand[]): readonly NamedCommand[] {
  const isAdvised = ({ spec }: NamedCommand) => spec.deprecated !== true;
  return [...commands.filter(isAdvised), ...commands.filter((command) => !isAdvised(command))];
}

/** Like `called`, else with the other words of `databases` and `tables-db` for the same things. */
function calledInEither(name: string, commands: readonly NamedCommand[]): readonly NamedCommand[] {
  const found = called(name, commands);
  const twin = twinName(name);
  return ranked(found.length > 0 || twin === undefined ? found : called(twin, commands));
}

/** @param group whose commands are named without it, if there are no others among them */
function namesOf(commands: readonly NamedCommand[], group?: string): readonly string[] {
  const isOwn = commands.every((command) => command.group === group);
  return commands.slice(0, maxNames).map((command) => (isOwn ? command.spec.name : pathOf(command)));
}

/**
 * Returns what may be meant by an unknown first word: an entry, or a command about the things that it names, such as
 * `storage list-buckets` for `buckets list`.
 * @param second the next word, which may be no name at all
 */
export async function guessEntries(
  first: string,
  second: string | undefined,
  version: ApiVersion,
): Promise<readonly string[]> {
  const both = second === undefined ? [] : await meanings(`${first} ${second}`, version);
  if (both.length > 0) return both;
  const commands = await groupedCommands(version);
  const words = wordsOf(first);
  const next = second === undefined ? [] : wordsOf(second);
  // `list documents` and `documents list` are one name; in `create-doc shop` the second word is an argument.
  const areOneName = next.length > 0 && words.every(isVerb) !== next.every(isVerb);
  const byBoth = areOneName ? calledInEither(nameOf([...words, ...next]), commands) : [];
  if (byBoth.length > 0) return namesOf(byBoth);
  const phrase = await meanings(first, version);
  if (phrase.length > 0) return phrase;
  const byFirst = calledInEither(nameOf(words), commands);
  if (byFirst.length > 0) return namesOf(byFirst);
  const entries = [...entriesIn(version).map(({ name }) => name), 'help'];
  const near = [first, ourNoun(first), `${ourNoun(first)}s`].map((word) => closestMatch(word, entries));
  const entry = near.find((name) => name !== undefined);
  if (entry !== undefined) return [entry];
  if (words.length < 2) return [];
  const names = commands.map(({ spec }) => spec.name);
  const closest = closestMatch(nameOf(words), names);
  return closest === undefined ? [] : namesOf(ranked(called(closest, commands)));
}

/**
 * Returns what may be meant by an unknown command of a group: commands of the group, or commands of that name in other
 * groups. `rows` and `documents`, `tables` and `collections`, `columns` and `attributes` are the same things.
 * @param next the next word, which may be no name at all
 * @returns names of the group's commands, or paths of others
 */
export async function guessCommands(
  group: string,
  specs: readonly CommandSpec[],
  typed: string,
  next: string | undefined,
  version: ApiVersion,
): Promise<readonly string[]> {
  const phrase = await meanings(`${group} ${typed}`, version);
  if (phrase.length > 0) return withoutGroup(phrase, group);
  const own = specs.map((spec) => ({ group, spec }));
  const words = wordsOf(typed);
  const hasVerb = words.some(isVerb);
  // `databases collections list`
  const verb = !hasVerb && next !== undefined && isVerb(next.toLowerCase()) ? [next.toLowerCase()] : [];
  const wanted = nameOf([...words, ...verb]);
  const here = called(wanted, own);
  if (here.length > 0) return namesOf(here, group);

  const others = (await groupedCommands(version)).filter((command) => command.group !== group);
  const twin = twinName(wanted);
  const ofTwin = twin === undefined ? [] : called(twin, own);
  if (ofTwin.length > 0) return namesOf(ranked([...ofTwin, ...called(wanted, others)]), group);
  const names = specs.map(({ name }) => name);
  const longer = hasVerb ? names.filter((name) => name.startsWith(`${wanted}-`)) : [];
  if (longer.length > 0) return longer.slice(0, maxNames);
  const near = closestMatch(typed, names) ?? closestMatch(wanted, names);
  if (near !== undefined) return [near];
  return wanted.includes('-') ? namesOf(calledInEither(wanted, others), group) : [];
}

/** Returns what a phrase of another program means, as far as the version has it. */
async function meanings(typed: string, version: ApiVersion): Promise<readonly string[]> {
  const phrase = typed.toLowerCase();
  const [group = '', ...rest] = phrase.split(' ');
  const own = lookUp(phrases, phrase);
  // Groups of databases share the phrases of the first.
  const shared =
    own || !group.endsWith('-db') ? undefined : lookUp(phrases, ['databases', ...rest].join(' '));
  const inGroup = (path: string) => {
    const inItsWords = group === 'tables-db' ? (twinName(path) ?? path) : path;
    return inItsWords.replace(/^databases\b/, group);
  };
  const paths = own ?? shared?.map(inGroup) ?? [];
  const known = await Promise.all(paths.map((path) => exists(path, version)));
  return paths.filter((_, index) => known[index]);
}

async function exists(path: string, version: ApiVersion): Promise<boolean> {
  const [name = '', command] = path.split(' ');
  if (name.startsWith('--') || name === 'help') return true;
  const entry = entriesIn(version).find((one) => one.name === name);
  const loaded = await entry?.load();
  if (loaded === undefined) return false;
  return command === undefined || !isGroup(loaded) || loaded.some((spec) => spec.name === command);
}

function withoutGroup(paths: readonly string[], group: string): readonly string[] {
  const prefix = `${group} `;
  return paths.every((path) => path.startsWith(prefix))
    ? paths.map((path) => path.slice(prefix.length))
    : paths;
}
