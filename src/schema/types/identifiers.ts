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

const capitalized = (word: string) => {
  const [first = ''] = word;
  return first.toUpperCase() + word.slice(first.length);
};

/** Returns `ShipTo`. It is empty if there are no words, and may begin with a digit. */
export const pascal = (words: readonly string[]): string => words.map(capitalized).join('');

/** Returns `shipTo`. */
export function camel(words: readonly string[]): string {
  const [first = '', ...others] = words;
  return first.toLowerCase() + pascal(others);
}

/** Returns `ship_to`. */
export const snake = (words: readonly string[]): string => words.map((word) => word.toLowerCase()).join('_');

/** True if no identifier begins like this: with a digit, or with nothing. */
export const needsPrefix = (name: string): boolean => !/^[\p{L}_]/u.test(name);

/**
 * Makes names unique in their order: a name that is taken gets the first free number, `status2`.
 */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  // A name as it stands has precedence over one that a number makes.
  const given = new Set(names);
  return names.map((name) => {
    let unique = name;
    for (let number = 2; taken.has(unique) || (unique !== name && given.has(unique)); number++)
      unique = `${name}${number}`;
    taken.add(unique);
    return unique;
  });
}
