import type { Flag, FlagValues } from '../core/spec.ts';
import { usageError } from '../errors.ts';
import { closestMatch } from '../lib/text/suggest.ts';
import { isPair } from '../operations/object.ts';

/** A line taken apart: what was said for each flag, and the words that belong to none. */
export interface ParsedFlags {
  readonly input: FlagValues;
  /** Positional words and unknown flags, in order, up to `--`. */
  readonly words: readonly string[];
  /** What stands behind `--`, or undefined where there is no `--`. */
  readonly rest: readonly string[] | undefined;
}

/** A word of a line, and at which place it stands. */
export interface Token {
  readonly text: string;
  readonly index: number;
}

/**
 * The first words that neither are flags nor belong to one: those that name a command.
 * @param flags what may stand in front of such words and between them
 * @param count how many words are wanted; there may be fewer
 */
export function firstWords(argv: readonly string[], flags: readonly Flag[], count: number): Token[] {
  const known = spellings(flags);
  const found: Token[] = [];
  for (let index = 0; index < argv.length && found.length < count; index++) {
    const text = argv[index]!;
    if (text === '--') break;
    const last = split(text, known).at(-1);
    if (last?.found.flag.takes === 'one' && last.attached === undefined) index++;
    else if (!text.startsWith('-')) found.push({ text, index });
  }
  return found;
}

/** What may stand on a line more than once; each adds to what is there. */
const accumulates: ReadonlySet<Flag['takes']> = new Set(['none', 'each', 'many']);

interface FlagMatch {
  readonly flag: Flag;
  readonly negated: boolean;
}

/**
 * Takes the flags out of a line. Pure: files and stdin are read later, from the Input.
 * @param argv the words to scan
 * @param flags every flag that is known here
 * @throws CliError exit 2: a value is missing, a flag is given twice, a switch is given something else
 */
export function scan(argv: readonly string[], flags: readonly Flag[]): ParsedFlags {
  const known = spellings(flags);
  const input: Record<string, string[] | null> = {};
  const words: string[] = [];
  let rest: string[] | undefined;

  let at = 0;
  const isFlag = (text: string) => known.has(text) || text === '--';
  const next = (accepts: (text: string) => boolean): string | undefined => {
    const text = argv[at];
    if (text === undefined || isFlag(text) || !accepts(text)) return undefined;
    at++;
    return text;
  };
  const store = ({ flag }: FlagMatch, typed: string, value: string[] | null) => {
    const before = input[flag.key];
    if (before === undefined) input[flag.key] = value;
    else if (before && value && accumulates.has(flag.takes)) before.push(...value);
    else throw usageError(`${typed} is given twice`, `${flag.flag} takes one value: keep one of them`);
  };

  while (at < argv.length) {
    const text = argv[at++]!;
    if (text === '--') {
      rest = argv.slice(at);
      break;
    }
    const parts = split(text, known);
    if (parts.length === 0) words.push(text);
    for (const { found, typed, attached } of parts) {
      store(
        found,
        typed,
        readValue(found, typed, attached, next, () => argv[at], known),
      );
    }
  }
  return { input, words, rest };
}

interface Part {
  readonly found: FlagMatch;
  readonly typed: string;
  readonly attached?: string;
}

/** The flags in one word: `--x`, `--x=value`, `-x`, `-xvalue`, or several letters in one as in `-yq`. */
function split(text: string, known: ReadonlyMap<string, FlagMatch>): Part[] {
  const whole = known.get(text);
  if (whole) return [{ found: whole, typed: text }];
  if (text.startsWith('--')) {
    const equals = text.indexOf('=');
    const typed = text.slice(0, Math.max(equals, 0));
    const found = known.get(typed);
    return found ? [{ found, typed, attached: text.slice(equals + 1) }] : [];
  }
  const typed = text.slice(0, 2);
  const first = text.startsWith('-') ? known.get(typed) : undefined;
  if (!first) return [];
  if (first.flag.takes !== 'none') return [{ found: first, typed, attached: text.slice(2) }];
  const others = split(`-${text.slice(2)}`, known);
  return others.length > 0 ? [{ found: first, typed }, ...others] : [];
}

type Next = (accepts: (text: string) => boolean) => string | undefined;

function readValue(
  { flag, negated }: FlagMatch,
  typed: string,
  attached: string | undefined,
  next: Next,
  peek: () => string | undefined,
  known: ReadonlyMap<string, FlagMatch>,
): string[] | null {
  const valueless = negated || flag.takes === 'none';
  if (valueless && attached !== undefined) throw usageError(`${typed} takes no value`);
  if (negated && flag.refuseNo) throw usageError(`${typed} would mean two things`, flag.refuseNo);
  if (negated) return flag.takes === 'switch' && !flag.nullable ? ['false'] : null;
  switch (flag.takes) {
    case 'none':
      return ['true'];
    case 'switch': {
      const said = attached ?? next((text) => text === 'true' || text === 'false') ?? 'true';
      if (said !== 'true' && said !== 'false')
        throw usageError(`${typed} takes true or false, not "${said}"`);
      return [said];
    }
    case 'one':
    case 'each':
      return [attached ?? next(() => true) ?? missing(typed, peek())];
    case 'many': {
      if (attached !== undefined) return [attached];
      const items: string[] = [];
      const isItem = (text: string) => split(text, known).length === 0;
      for (let item = next(isItem); item !== undefined; item = next(isItem)) {
        refuseTypo(item, typed, known);
        items.push(item);
      }
      return items;
    }
    case 'pairs': {
      const first = attached ?? next(() => true) ?? missing(typed, peek());
      const pairs = [first];
      if (!isPair(first)) return pairs;
      for (let pair = next(isPair); pair !== undefined; pair = next(isPair)) pairs.push(pair);
      return pairs;
    }
  }
}

function missing(typed: string, following: string | undefined): never {
  throw usageError(
    `${typed} needs a value`,
    following === undefined ? undefined : `if "${following}" is the value, write ${typed}=${following}`,
  );
}

/** A list swallows all words up to the next flag, so a flag that is almost right must not pass for an item. */
function refuseTypo(item: string, typed: string, known: ReadonlyMap<string, FlagMatch>): void {
  if (!item.startsWith('--')) return;
  const long = [...known.keys()].filter((spelling) => spelling.startsWith('--'));
  const guess = closestMatch(item.split('=')[0]!, long);
  if (guess)
    throw usageError(`unknown flag ${item}`, `did you mean ${guess}? As a value, write ${typed}=${item}`);
}

function spellings(flags: readonly Flag[]): ReadonlyMap<string, FlagMatch> {
  const known = new Map<string, FlagMatch>();
  for (const flag of flags) {
    for (const spelling of [flag.flag, ...(flag.spellings ?? [])]) {
      known.set(spelling, { flag, negated: false });
      const negatable = (flag.takes === 'switch' || flag.nullable) && spelling.startsWith('--');
      if (negatable) known.set(`--no-${spelling.slice(2)}`, { flag, negated: true });
    }
  }
  return known;
}
