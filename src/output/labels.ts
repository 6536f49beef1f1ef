import { excerpt } from '../lib/text/visible.ts';

/** Spelled out, because `\p{Ll}` adds a millisecond to a short command. */
const lower = 'a-zß-öø-ÿ';
const upper = 'A-ZÀ-ÖØ-Þ';
const newWord = new RegExp(`([${lower}])([${upper}])`, 'g');
/** Looks back at one character only: a run of capitals before it would be read again from each of its letters. */
const afterCapitals = new RegExp(`(?<=[${upper}\\d])([${upper}][${lower}])`, 'g');

/** `emailVerification` → `email Verification`, `subjectSN` → `subject SN`. */
const spaced = (name: string) => name.replace(newWord, '$1 $2').replace(afterCapitals, ' $1');

/**
 * Returns the headers of columns: `$createdAt` → `CREATED AT`, `prefs.theme` → `PREFS.THEME`. Paths that would get the
 * same header, such as `$id` and `id`, keep the API's spelling.
 */
export function columnTitles(paths: readonly string[]): string[] {
  const titles = paths.map((path) => spaced(path.replace(/(^|\.)\$/g, '$1')).toUpperCase());
  const seen = new Set<string>();
  const shared = new Set(titles.filter((title) => seen.size === seen.add(title).size));
  return titles.map((title, index) => (shared.has(title) ? paths[index]!.toUpperCase() : title));
}

/**
 * Returns a count such as `1 database` or `2 of 120 locale codes`.
 * @param noun in the plural, as the API calls a list
 * @param total the server's total as JSON text; undefined if the response has none
 */
export function countLine(count: number, total: string | undefined, noun: string): string {
  // A list that is asked not to count answers with a total of 0.
  const isPartial = total !== undefined && Number(total) > count;
  const all = isPartial ? total : `${count}`;
  const words = spaced(noun).toLowerCase();
  return `${isPartial ? `${count} of ${total}` : count} ${all === '1' ? singular(words) : words}`;
}

/** Names the columns that were left out: `2 more columns have no room here: labels, registration; …`. */
export function hiddenLine(names: readonly string[]): string {
  const few = names.length === 1 ? '1 more column has' : `${names.length} more columns have`;
  return `${few} no room here: ${excerpt(names.join(', '), 60)}; --fields chooses which are shown`;
}

function singular(noun: string): string {
  if (noun.endsWith('ies')) return `${noun.slice(0, -3)}y`;
  return /(x|ss|us)es$/.test(noun) ? noun.slice(0, -2) : noun.replace(/s$/, '');
}
