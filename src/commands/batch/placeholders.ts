import { usageError } from '../../errors.ts';

const placeholder = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** Returns the names of the variables in the words of a line: `id` for `{{id}}`. */
export function placeholdersIn(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.flatMap((word) => [...word.matchAll(placeholder)].map(([, name]) => name!)));
}

/**
 * Replaces the variables in words. A value stays in its word, whatever characters are in it.
 * @param values by name
 * @throws CliError exit 2 if there is no value for a name
 */
export function fillIn(words: readonly string[], values: ReadonlyMap<string, string>): string[] {
  return words.map((word) =>
    word.replace(placeholder, (_, name: string) => {
      const value = values.get(name);
      if (value !== undefined) return value;
      throw usageError(`there is no value for {{${name}}}`);
    }),
  );
}
