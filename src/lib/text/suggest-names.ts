import { closestMatch } from './suggest.ts';

/** What other programs call it. */
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

const most = 3;

/**
 * The names that somebody may have meant who typed one that is not there: `list` in a group with `list-buckets`, `rm` for
 * `delete`.
 * @param names those that are there
 * @returns a few of them, or none
 */
export function suggestNames(typed: string, names: readonly string[]): readonly string[] {
  const [typedVerb = '', ...nouns] = typed.toLowerCase().split('-');
  const verbs = [...new Set(names.map((name) => name.split('-')[0]!))];
  const verb = otherWords[typedVerb] ?? closestMatch(typedVerb, verbs) ?? typedVerb;
  const wanted = [verb, ...nouns].join('-');
  if (names.includes(wanted)) return [wanted];
  return names.filter((name) => name.startsWith(`${wanted}-`)).slice(0, most);
}
