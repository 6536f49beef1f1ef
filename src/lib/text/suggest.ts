/**
 * Returns the word that is nearest to a typed one; undefined if none is near. Case and separators don't count, nor does
 * the order of parts such as `id-database`. In each part an edit is allowed from three letters on, two from six and three
 * from nine, or the rest may be missing.
 */
export function closestMatch(typed: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((candidate) => ({ candidate, cost: costOf(typed.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ cost }) => cost !== undefined) as { candidate: string; cost: number }[];
  // Stable: of equally near words the first.
  return ranked.sort((a, b) => a.cost - b.cost)[0]?.candidate;
}

/** Returns the maximum number of edits between two words. */
function maxEdits(a: string, b: string): number {
  return Math.min(3, Math.floor(Math.min(a.length, b.length) / 3));
}

/** Returns how far two words are from one another; undefined if they are not near. */
function costOf(typed: string, candidate: string): number | undefined {
  if (typed === candidate) return 0;
  const [from, to] = [partsOf(typed), partsOf(candidate)];
  if (from.join('') === to.join('') && from.length > 0) return 0.5;
  if (from.length !== to.length) {
    const edits = distance(typed, candidate);
    return edits <= Math.min(1, maxEdits(typed, candidate)) ? edits : undefined;
  }
  if ([...from].sort().join() === [...to].sort().join() && from.length > 1) return 0.5;
  const costs = from.map((part, index) => partCost(part, to[index]!, from.length));
  return costs.every((cost) => cost !== undefined)
    ? costs.reduce<number>((sum, cost) => sum + cost!, 0)
    : undefined;
}

const partsOf = (word: string): readonly string[] => word.split(/[-_\s]+/).filter(Boolean);

/** @param count number of parts: a part of several may be shorter, since the others tell what is meant */
function partCost(typed: string, candidate: string, count: number): number | undefined {
  const edits = distance(typed, candidate);
  if (edits <= maxEdits(typed, candidate)) return edits;
  const isBeginning = typed.length >= (count > 1 ? 2 : 3) && candidate.startsWith(typed);
  return isBeginning ? 1 + (candidate.length - typed.length) / 100 : undefined;
}

/** Returns the number of edits between two words (Damerau-Levenshtein distance, optimal string alignment). */
function distance(a: string, b: string): number {
  const maxLength = 64;
  if (a.length > maxLength || b.length > maxLength) return a === b ? 0 : maxLength;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let edits = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) edits = Math.min(edits, beforeLast[column - 2]! + 1);
      current.push(edits);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length]!;
}
