/** From words of a line to the resources that a command is about. */
import { usageError } from '../../errors.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import { type Selector, selectors } from '../../project/model/kind.ts';
import { type Pattern, parsePattern, type Selection, selectorNamed } from '../../project/model/selection.ts';

export interface SelectionValues {
  readonly kinds: readonly string[] | undefined;
  readonly only: readonly string[] | undefined;
  readonly except: readonly string[] | undefined;
  /** Spelling of the official CLI for everything. */
  readonly all: boolean;
}

/**
 * Reads the arguments and flags that choose resources. The word `all` chooses everything.
 * @throws CliError exit 2 for a word that is no kind, or a flag without a word
 */
export function readSelection({ kinds = [], only, except }: Omit<SelectionValues, 'all'>): Selection {
  const named = [...patternsOf('the argument', kinds), ...patternsOf('--only', only)];
  return {
    only: named.length === 0 || named.includes('all') ? undefined : named.filter((each) => each !== 'all'),
    except: patternsOf('--except', except).map((pattern) => {
      if (pattern === 'all') throw usageError('--except all leaves nothing');
      return pattern;
    }),
  };
}

/**
 * Reads the kinds of a flag such as `--prune`.
 * @returns undefined if the flag is not given; no kinds if it is given alone, or with the word `all`
 * @throws CliError exit 2 for a word that is no kind
 */
export function readSelectors(
  flag: string,
  words: readonly string[] | undefined,
): readonly Selector[] | undefined {
  const all = words?.flatMap((word) => word.split(','));
  return all?.includes('all') ? [] : all?.map((word) => selectorNamed(word) ?? refuse(flag, word));
}

/** Commas separate, since no kind holds one; in an ID they do not. */
function patternsOf(origin: string, words: readonly string[] | undefined): (Pattern | 'all')[] {
  if (words?.length === 0 && origin.startsWith('--'))
    throw usageError(`${origin} needs a kind`, `kinds: ${selectors.join(', ')}`);
  return (words ?? [])
    .flatMap((word) => (word.includes('/') ? [word] : word.split(',')))
    .map((word) => (word === 'all' ? 'all' : (parsePattern(word) ?? refuse(origin, word))));
}

function refuse(origin: string, word: string): never {
  const [kind = ''] = word.split('/');
  const guess = closestMatch(kind, selectors);
  if (selectorNamed(kind) !== undefined)
    throw usageError(
      `${origin} "${word}" has an empty part`,
      'write it as kind/id, such as collections/main/posts',
    );
  throw usageError(
    `${origin} "${word}" is not a kind of resource`,
    guess ? `did you mean ${guess}?` : `kinds: ${selectors.join(', ')}`,
  );
}
