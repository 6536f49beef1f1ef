/** The dates that a restore can't bring back: of documents if the server takes none, of everything else always. */
import { counted, listed } from '../../lib/text/words.ts';
import { type Part, type PartKind, partKinds } from '../parts.ts';

/** Number of items by kind, in the order of restoring. */
export class CountsByKind {
  readonly #counts = new Map<PartKind, number>();

  add(kind: PartKind, count: number): void {
    if (count > 0) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + count);
  }

  get entries(): readonly (readonly [kind: PartKind, count: number])[] {
    return partKinds.flatMap((kind) => {
      const count = this.#counts.get(kind);
      return count === undefined ? [] : [[kind, count] as const];
    });
  }
}

/**
 * Says before a restore what gets new dates; undefined for nothing.
 * @param countOf number of items of a part, undefined if it is not known
 * @param keepsDocuments true if the server takes the dates of documents
 */
export function newDatesBefore(
  parts: readonly Part[],
  countOf: (part: Part) => number | undefined,
  { keepsDocuments }: { readonly keepsDocuments: boolean },
): string | undefined {
  const names = partKinds.flatMap((kind) => {
    if (kind === 'documents' && keepsDocuments) return [];
    const counts = parts.filter((part) => part.kind === kind).map(countOf);
    if (counts.every((count) => count === 0)) return [];
    if (counts.includes(undefined)) return kind;
    return counted(
      counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
      kind,
    );
  });
  if (names.length === 0) return undefined;
  return `Of these, what is created gets new dates, since the API takes none: ${listed(names, 'and')}.`;
}

/** Says after a restore what has new dates; undefined for nothing. */
export function newDatesAfter({ entries }: CountsByKind): string | undefined {
  if (entries.length === 0) return undefined;
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  const names = entries.map(([kind, count]) => counted(count, kind));
  return `${listed(names, 'and')} ${total === 1 ? 'has' : 'have'} new dates: the server takes none.`;
}
