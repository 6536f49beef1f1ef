/** Members to return of a document, by name; for a relationship, those of the related documents. */
export type Selection = ReadonlyMap<string, Selection>;

/**
 * Parses the names in `select` queries: `title`, `*`, `reviews.text`, `reviews.author.name`.
 * @returns the selection, or undefined for everything
 */
export function parseSelection(names: readonly string[]): Selection | undefined {
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
