/** From the texts of a schema to the identifiers of a language. */

/** Splits text into words: at what is no letter or digit, and where a capital letter begins a word. */
export function wordsOf(text: string, letters: 'unicode' | 'ascii'): string[] {
  const other = letters === 'ascii' ? /[^A-Za-z0-9]+/ : /[^\p{L}\p{Nd}]+/u;
  return text
    .normalize('NFC')
    .replaceAll(/([\p{Ll}\p{Nd}])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(other)
    .filter((word) => word !== '');
}

/** Changes the case of letters. Some change into a letter with a mark of its own, which identifiers don't hold. */
function cased(text: string, change: 'toUpperCase' | 'toLowerCase'): string {
  return Array.from(text, (letter) => {
    const changed = letter[change]();
    return /\p{M}/u.test(changed) ? letter : changed;
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

/** True if no identifier begins like this: with a digit, or with nothing. */
export const needsPrefix = (name: string): boolean => !/^[\p{L}_]/u.test(name);

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
