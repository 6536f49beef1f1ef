/** From the texts of a schema to the identifiers of a language. */
import { isPrintableAscii } from '../../lib/text/visible.ts';

/**
 * Letters that only the latest versions of Unicode have, or rare ones above U+FFFF: a compiler refuses those that it does
 * not know. The others are letters for Python 3.8 and Go 1.18 too.
 */
const uncommon = [
  '\\u0860-\\u08ff\\u0c5c\\u0c5d\\u0cdc\\u0cdd\\u0d04\\u170d\\u171f\\u1b4c\\u1c89\\u1c8a',
  '\\u2c2f\\u2c5f\\u2e2f\\u31bb-\\u31bf\\u4db6-\\u4dbf\\u9fa6-\\u9fff\\ua7ba-\\ua7ff\\uab66-\\uab6f',
  '\\u{10000}-\\u{10ffff}',
].join('');
const separators = {
  ascii: /[^A-Za-z0-9]+/,
  unicode: new RegExp(`(?:[^\\p{L}\\p{Nd}]|[${uncommon}])+`, 'u'),
};

/**
 * Splits text into words: at what is no letter or digit, and where a capital letter begins a word. Letters of one meaning
 * become the same (NFKC), as they are for Python.
 */
export function wordsOf(text: string, letters: 'unicode' | 'ascii'): string[] {
  return text
    .normalize('NFKC')
    .replaceAll(/([\p{Ll}\p{Nd}])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(separators[letters])
    .filter((word) => word !== '');
}

const uncommonLetter = new RegExp(`[${uncommon}]`, 'u');

/** True if an older compiler does not know a letter of the text: what it demands of letters, it refuses them. */
export const hasUncommonLetters = (text: string): boolean => uncommonLetter.test(text);

const notInNames = new RegExp(`[\\p{M}${uncommon}]`, 'u');

/** Changes the case of letters. Some change into what identifiers don't hold, such as a letter with a mark of its own. */
function cased(text: string, change: 'toUpperCase' | 'toLowerCase'): string {
  if (isPrintableAscii(text)) return text[change]();
  return Array.from(text, (letter) => {
    const changed = letter[change]();
    return notInNames.test(changed) ? letter : changed;
  }).join('');
}

const capitalized = (word: string) => {
  const [first = ''] = word;
  return cased(first, 'toUpperCase') + word.slice(first.length);
};

/** Returns `ShipTo`. It is empty if there are no words, and may begin with a digit. */
export const pascal = (words: readonly string[]): string => words.map(capitalized).join('');

/** Returns `shipTo`. */
export function camel(words: readonly string[]): string {
  const [first = '', ...others] = words;
  return cased(first, 'toLowerCase') + pascal(others);
}

/** Returns `ship_to`. */
export const snake = (words: readonly string[]): string =>
  words.map((word) => cased(word, 'toLowerCase')).join('_');

/** Returns `SHIP_TO`. */
export const upper = (words: readonly string[]): string =>
  words.map((word) => cased(word, 'toUpperCase')).join('_');

const styles = { camel, pascal, snake, upper } as const;

/** Rules of a language for names of one kind. */
export interface NameRules {
  readonly letters: 'unicode' | 'ascii';
  readonly style: keyof typeof styles;
  /** Characters that names begin with, if not any letter or `_`. */
  readonly initial?: RegExp | undefined;
  /** Words that can't be names. */
  readonly reserved: ReadonlySet<string>;
  /** Makes a name of a reserved word; by default it gets a final `_`. */
  readonly escapeWord?: ((word: string) => string) | undefined;
}

/**
 * Returns a text as an identifier.
 * @param prefix word in front of a text of which no identifier can begin
 */
export function identifierOf(text: string, rules: NameRules, prefix: string): string {
  const { letters, style, initial, reserved, escapeWord = (word) => `${word}_` } = rules;
  const words = wordsOf(text, letters);
  const plain = styles[style](words);
  const name = needsPrefix(plain, initial) ? styles[style]([prefix, ...words]) : plain;
  return reserved.has(name) ? escapeWord(name) : name;
}

/**
 * True if no identifier begins like this: with a digit, or with nothing.
 * @param initial characters that one begins with in the language
 */
export const needsPrefix = (name: string, initial = /^[\p{L}_]/u): boolean => !initial.test(name);

/** Makes names unique, also without regard for case, in their order: one that is taken gets the first free number. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  // A name as it stands has precedence over one that a number makes.
  const given = new Set(names.map((name) => name.toLowerCase()));
  const nextNumbers = new Map<string, number>();
  return names.map((name) => {
    const key = name.toLowerCase();
    let unique = name;
    let number = nextNumbers.get(key) ?? 2;
    if (taken.has(key))
      do unique = `${name}${number++}`;
      while (given.has(unique.toLowerCase()) || taken.has(unique.toLowerCase()));
    nextNumbers.set(key, number);
    taken.add(unique.toLowerCase());
    return unique;
  });
}
