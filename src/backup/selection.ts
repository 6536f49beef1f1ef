/** Words of `--only` and `--except` for backups: those of a project file, which bring their items along, and `users`, `messages`. */
import { usageError } from '../errors.ts';
import { members, plainText } from '../lib/json/slices.ts';
import { closestMatch } from '../lib/text/suggest.ts';
import { wildcard } from '../lib/text/wildcard.ts';
import { type Selector, selectors } from '../project/model/kind.ts';
import {
  everything,
  isSelected,
  type Pattern,
  parsePattern,
  type Selection,
} from '../project/model/selection.ts';
import type { ResourceRef } from '../project/model/state.ts';
import { idOfLine } from './id-of-line.ts';
import type { Part } from './parts.ts';

/** Choice of the things that a backup, a restore or a copy is about. */
export interface BackupSelection {
  /** As the user gave them; for the manifest. */
  readonly given: { readonly only: readonly string[]; readonly except: readonly string[] };
  /** For the project engine. */
  readonly project: Selection;
  /** True if some of the part's items are selected. */
  includes(part: Part): boolean;
  /** Returns a test of an item, as JSON text, if not all items of the part are selected. */
  itemFilter(part: Part): ((item: string) => boolean) | undefined;
}

/** Kinds that no project file describes. */
const ownWords = ['users', 'messages'] as const;
type OwnWord = (typeof ownWords)[number];

interface ItemPattern {
  readonly word: OwnWord | Selector;
  /** For buckets the bucket and a file; otherwise as a {@link Pattern} has it. */
  readonly path: readonly string[];
}

export interface SelectionFlags {
  readonly only?: readonly string[] | undefined;
  readonly except?: readonly string[] | undefined;
}

/** Everything. */
export const wholeProject: BackupSelection = {
  given: { only: [], except: [] },
  project: everything,
  includes: () => true,
  itemFilter: () => undefined,
};

/**
 * Reads the flags.
 * @throws CliError exit 2 for an unknown word
 */
export function readBackupSelection({ only, except = [] }: SelectionFlags): BackupSelection {
  if (only === undefined && except.length === 0) return wholeProject;
  const chosen = only?.map((text) => readItemPattern('--only', text));
  const excluded = except.map((text) => readItemPattern('--except', text));
  const project = {
    only: chosen?.flatMap(onlyPatterns),
    // A pattern for single files leaves the bucket in.
    except: excluded.filter((pattern) => !namesItems(pattern)).flatMap(projectPatterns),
  };
  return {
    given: { only: only ?? [], except },
    project,
    includes: (part) => {
      const isOut = excluded.some((pattern) => !namesItems(pattern) && matchesPart(pattern, part));
      if (isOut) return false;
      const resource = resourceOf(part);
      return resource
        ? isSelected(project, resource)
        : (chosen?.some((each) => matchesPart(each, part)) ?? true);
    },
    itemFilter: (part) => {
      const ofPart = (patterns: readonly ItemPattern[]) => patterns.filter((each) => matchesPart(each, part));
      const named = ofPart(chosen ?? []);
      const isWhole = named.length === 0 || !named.every(namesItems);
      const wanted = isWhole ? [] : named.map(idTest);
      const unwanted = ofPart(excluded).filter(namesItems).map(idTest);
      if (isWhole && unwanted.length === 0) return undefined;
      return (item) => {
        const id = idOf(part, item);
        return (isWhole || wanted.some((names) => names(id))) && !unwanted.some((names) => names(id));
      };
    },
  };
}

function readItemPattern(flag: string, text: string): ItemPattern {
  const [word = '', ...path] = text.split('/');
  const own = ownWords.find((each) => each === word || each === `${word}s`);
  if (own && path.length <= 1 && !path.includes('')) return { word: own, path };
  const pattern = parsePattern(text);
  if (pattern) return { word: pattern.selector, path: pattern.path };
  const known = [...selectors, ...ownWords];
  const guess = closestMatch(word, known);
  throw usageError(
    `${flag}: "${text}" is not a kind of things in a project${guess ? ` (did you mean ${guess}?)` : ''}`,
    `kinds: ${known.join(', ')}; IDs follow with slashes: collections/main/posts, buckets/photos`,
  );
}

/** True if the pattern chooses some items of a part: a user, a message, a file of a bucket. */
const namesItems = ({ word, path }: ItemPattern): boolean =>
  word === 'buckets' ? path.length === 2 : isOwnWord(word) && path.length === 1;

/** Returns a test of an ID for a pattern that chooses items. */
const idTest = ({ path }: ItemPattern) => wildcard(path.at(-1)!);

const isOwnWord = (word: ItemPattern['word']): word is OwnWord => ownWords.some((own) => own === word);

/** A database comes with its collections: a backup of it without them would be no use. */
function onlyPatterns(pattern: ItemPattern): Pattern[] {
  const patterns = projectPatterns(pattern);
  return patterns.flatMap((each) =>
    each.selector === 'databases' ? [each, { ...each, selector: 'collections' }] : [each],
  );
}

function projectPatterns(pattern: ItemPattern): Pattern[] {
  const { word, path } = pattern;
  if (isOwnWord(word)) return [];
  return [{ selector: word, path: namesItems(pattern) ? path.slice(0, 1) : path }];
}

/** Returns the resource of a project file that the items belong to; undefined if there is none. */
export function resourceOf(part: Part): ResourceRef | undefined {
  switch (part.kind) {
    case 'documents':
      return { kind: 'collection', path: [part.databaseId, part.collectionId] };
    case 'memberships':
      return { kind: 'team', path: [part.teamId] };
    case 'files':
      return { kind: 'bucket', path: [part.bucketId] };
    case 'subscribers':
      return { kind: 'topic', path: [part.topicId] };
    default:
      return undefined;
  }
}

function matchesPart({ word, path }: ItemPattern, part: Part): boolean {
  switch (part.kind) {
    case 'users':
    case 'targets':
      return word === 'users';
    case 'messages':
      return word === 'messages';
    case 'files':
      return word === 'buckets' && (path[0] === undefined || wildcard(path[0])(part.bucketId));
    default:
      return false;
  }
}

function idOf(part: Part, item: string): string {
  return part.kind === 'targets' ? plainText(members(item).get('userId') ?? '""') : idOfLine(item);
}
