import type { Arity, Flag, FlagTexts } from '../core/flags.ts';
import { usageError } from '../errors.ts';
import { closestMatch } from '../lib/text/suggest.ts';
import { isPair } from '../operations/object.ts';

/** argv with the flags of every command recognised; the flags of one command are known only after its words. */
export interface CommandLine {
  readonly tokens: readonly Token[];
  /** The words after `--`, or undefined if there is no `--`. */
  readonly rest: readonly string[] | undefined;
  /** The flags that the tokens have been compared with. */
  readonly flags: readonly Flag[];
}

/** One word of argv. */
export interface Token {
  readonly text: string;
  /** The recognised flags; none for a positional word and for a flag that is not known yet. */
  readonly parts: readonly Part[];
  /** True if the flag before it takes it as its value. */
  readonly isValue: boolean;
}

/** The flags of a command line, and the words that belong to none. */
export interface ParsedFlags {
  readonly input: FlagTexts;
  /** Positional words and unknown flags, in order, up to `--`. */
  readonly words: readonly string[];
  readonly rest: readonly string[] | undefined;
}

/**
 * Splits argv into tokens. Never throws: a missing or superfluous value is reported by `parseFlags`.
 * @param flags flags that may stand before a command's name; each takes at most one value
 */
export function tokenise(argv: readonly string[], flags: readonly Flag[]): CommandLine {
  const known = knownSpellings(flags);
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  const tokens: Token[] = [];
  let isValue = false;
  for (const text of words) {
    const parts: readonly Part[] = isValue && !known.has(text) ? [] : split(text, known);
    tokens.push({ text, parts, isValue: isValue && parts.length === 0 });
    const last = parts.at(-1);
    isValue = last?.found.flag.arity === 'value' && last.attached === undefined;
  }
  return { tokens, rest: end < 0 ? undefined : argv.slice(end + 1), flags };
}

/** The words that may name a group and its command: the first two that are neither a flag nor its value. */
export function commandWords({ tokens }: CommandLine): readonly Token[] {
  return tokens
    .filter(({ text, parts, isValue }) => parts.length === 0 && !isValue && !text.startsWith('-'))
    .slice(0, 2);
}

/** True for the flag that asks for help. It is no flag of a command, and so remains among the words of a line. */
export function isHelpFlag(word: string): boolean {
  return word === '--help' || word === '-h';
}

/** The line without some of its own tokens. */
export function withoutTokens(line: CommandLine, tokens: readonly Token[]): CommandLine {
  return { ...line, tokens: line.tokens.filter((token) => !tokens.includes(token)) };
}

/** The line with one more word before `--`. */
export function withWord(line: CommandLine, text: string): CommandLine {
  return { ...line, tokens: [...line.tokens, { text, parts: [], isValue: false }] };
}

/** Arities that may be repeated on a line; the values add up. */
const accumulates: ReadonlySet<Arity> = new Set(['none', 'repeatable', 'variadic']);

interface FlagMatch {
  readonly flag: Flag;
  readonly negated: boolean;
}

/**
 * Reads the flags of a line. Pure: files and stdin are read later, from the values.
 * @param flags flags of the command, in addition to those that the tokens were compared with; they win over those
 * @throws CliError exit 2 if a value is missing or not accepted, or a flag is given twice
 */
export function parseFlags(line: CommandLine, flags: readonly Flag[]): ParsedFlags {
  const { tokens, rest } = line;
  const known = flags.length === 0 ? knownSpellings(line.flags) : allSpellings(line.flags, flags);
  const input: Record<string, string[] | null> = {};
  const words: string[] = [];

  let at = 0;
  const following: Following = {
    take(accepts) {
      const text = tokens[at]?.text;
      if (text === undefined || known.has(text) || !accepts(text)) return undefined;
      at++;
      return text;
    },
    peek: () => tokens[at]?.text ?? (rest && '--'),
  };
  const store = ({ found: { flag }, typed }: Part, value: string[] | null) => {
    const before = input[flag.key];
    if (before === undefined) input[flag.key] = value;
    else if (before && value && accumulates.has(flag.arity)) before.push(...value);
    else throw usageError(`${typed} is given twice`, `${flag.flag} takes one value: keep one of them`);
  };

  while (at < tokens.length) {
    const { text } = tokens[at++]!;
    const parts = split(text, known);
    if (parts.length === 0) words.push(text);
    for (const part of parts) store(part, readValue(part, following, known));
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
  if (first.flag.arity !== 'none') return [{ found: first, typed, attached: text.slice(2) }];
  const others = split(`-${text.slice(2)}`, known);
  return others.length > 0 ? [{ found: first, typed }, ...others] : [];
}

/** The words after a flag. */
interface Following {
  /** Consumes the next word, unless it is a flag or is not accepted. */
  take(accepts: (text: string) => boolean): string | undefined;
  peek(): string | undefined;
}

function readValue(
  { found: { flag, negated }, typed, attached }: Part,
  { take, peek }: Following,
  known: ReadonlyMap<string, FlagMatch>,
): string[] | null {
  const valueless = negated || flag.arity === 'none';
  if (valueless && attached !== undefined) throw usageError(`${typed} takes no value`);
  if (negated && flag.refuseNo) throw usageError(`${typed} would mean two things`, flag.refuseNo);
  if (negated) return flag.arity === 'boolean' && !flag.nullable ? ['false'] : null;
  switch (flag.arity) {
    case 'none':
      return ['true'];
    case 'boolean': {
      const said = attached ?? take((text) => text === 'true' || text === 'false') ?? 'true';
      if (said !== 'true' && said !== 'false')
        throw usageError(`${typed} takes true or false, not "${said}"`);
      return [said];
    }
    case 'value':
    case 'repeatable':
      return [attached ?? take(() => true) ?? missing(typed, peek())];
    case 'variadic': {
      if (attached !== undefined) return [attached];
      const items: string[] = [];
      const isItem = (text: string) => split(text, known).length === 0;
      for (let item = take(isItem); item !== undefined; item = take(isItem)) {
        refuseTypo(item, typed, known);
        items.push(item);
      }
      return items;
    }
    case 'keyValue': {
      const first = attached ?? take(() => true) ?? missing(typed, peek());
      const pairs = [first];
      if (!isPair(first)) return pairs;
      for (let pair = take(isPair); pair !== undefined; pair = take(isPair)) pairs.push(pair);
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

/** A variadic flag takes all words up to the next flag, so a misspelt flag would be taken for an item. */
function refuseTypo(item: string, typed: string, known: ReadonlyMap<string, FlagMatch>): void {
  if (!item.startsWith('--')) return;
  const long = [...known.keys()].filter((spelling) => spelling.startsWith('--'));
  const guess = closestMatch(item.split('=')[0]!, long);
  if (guess)
    throw usageError(`unknown flag ${item}`, `did you mean ${guess}? As a value, write ${typed}=${item}`);
}

type Spellings = ReadonlyMap<string, FlagMatch>;

// Kept by the lists of flags, which the lines of a batch have in common.
const spellings = new WeakMap<readonly Flag[], Spellings>();
const joined = new WeakMap<
  readonly Flag[],
  { readonly general: readonly Flag[]; readonly known: Spellings }
>();

/** Returns every word that gives one of the flags: `--enabled`, `--no-enabled`, `-f`. */
export function knownSpellings(flags: readonly Flag[]): Spellings {
  const known = spellings.get(flags) ?? spellingsOf(flags);
  spellings.set(flags, known);
  return known;
}

/** Returns the spellings of two lists of flags; those of a command win. */
function allSpellings(general: readonly Flag[], ofCommand: readonly Flag[]): Spellings {
  const kept = joined.get(ofCommand);
  if (kept?.general === general) return kept.known;
  const known = new Map([...knownSpellings(general), ...knownSpellings(ofCommand)]);
  joined.set(ofCommand, { general, known });
  return known;
}

function spellingsOf(flags: readonly Flag[]): Spellings {
  const known = new Map<string, FlagMatch>();
  for (const flag of flags) {
    for (const spelling of [flag.flag, ...(flag.spellings ?? [])]) {
      known.set(spelling, { flag, negated: false });
      const negatable = (flag.arity === 'boolean' || flag.nullable) && spelling.startsWith('--');
      if (negatable) known.set(`--no-${spelling.slice(2)}`, { flag, negated: true });
    }
  }
  return known;
}
