/** What of a document is to be answered: by name, and for a relationship what of the related documents. */
export type Selection = ReadonlyMap<string, Selection>;

/**
 * Reads what `select` queries name: `title`, `*`, `reviews.text`, `reviews.author.name`.
 * @returns undefined for everything
 */
export function selection(names: readonly string[]): Selection | undefined {
  if (names.length === 0) return undefined;
  type Tree = Map<string, Tree>;
  const root: Tree = new Map();
  for (const name of names) {
    let at = root;
    for (const part of name.split('.')) {
      const next = at.get(part) ?? new Map();
      at.set(part, next);
      at = next;
    }
  }
  return root;
}
