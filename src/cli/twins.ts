/** The words of `databases` and of `tables-db` for the same things. */
const pairs = [
  ['document', 'row'],
  ['collection', 'table'],
  ['attribute', 'column'],
] as const;

const twins: ReadonlyMap<string, string> = new Map(
  pairs.flatMap(([old, newer]) => [
    [old, newer],
    [newer, old],
    [`${old}s`, `${newer}s`],
    [`${newer}s`, `${old}s`],
  ]),
);

/**
 * Replaces the words of one of the two groups by those of the other: `list-rows` by `list-documents`, `--table-id` by
 * `--collection-id`, and the other way round.
 * @returns undefined if the name has none of these words
 */
export function twinName(name: string): string | undefined {
  const parts = name.split('-');
  if (!parts.some((part) => twins.has(part))) return undefined;
  return parts.map((part) => twins.get(part) ?? part).join('-');
}
