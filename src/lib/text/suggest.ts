/** Returns the word with the fewest edits, at most a third of its length; undefined if there is none. */
export function closestMatch(typed: string, words: readonly string[]): string | undefined {
  const lower = typed.toLowerCase();
  const ranked = words
    .map((candidate) => ({ candidate, edits: distance(lower, candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
}

/** Verbs of other programs, with the verb of this program. */
const otherWords: Readonly<Record<string, string>> = {
  ls: 'list',
  show: 'get',
  view: 'get',
  describe: 'get',
  rm: 'delete',
  remove: 'delete',
  add: 'create',
  new: 'create',
  edit: 'update',
  set: 'update',
  db: 'databases',
};

const maxNames = 3;

/** Replaces the verb of another program by that of this one: `ls-files` becomes `list-files`. */
export function ourVerb(name: string): string {
  const [verb = '', ...nouns] = name.toLowerCase().split('-');
  return [otherWords[verb] ?? verb, ...nouns].join('-');
}

/**
 * Returns at most three names that a user may have meant by an unknown one: `list-buckets` for `list`, `delete` for
 * `rm`, `get-usage` for `get-usge`.
 * @param names existing names
 */
export function suggestNames(typed: string, names: readonly string[]): readonly string[] {
  const [typedVerb = '', ...nouns] = typed.toLowerCase().split('-');
  const verbs = [...new Set(names.map((name) => name.split('-')[0]!))];
  const verb = otherWords[typedVerb] ?? closestMatch(typedVerb, verbs) ?? typedVerb;
  const wanted = [verb, ...nouns].join('-');
  if (names.includes(wanted)) return [wanted];
  const longer = names.filter((name) => name.startsWith(`${wanted}-`)).slice(0, maxNames);
  if (longer.length > 0) return longer;
  const similar = closestMatch(wanted, names);
  return similar === undefined ? [] : [similar];
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
