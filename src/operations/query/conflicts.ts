import { exclusion } from '../../core/flags.ts';
import { usageError } from '../../errors.ts';
import type { QueryValues } from './flags.ts';
import type { RawQuery } from './raw.ts';

const pagingFlags = [
  ['limit', '--limit'],
  ['offset', '--offset'],
  ['cursorAfter', '--cursor-after'],
  ['cursorBefore', '--cursor-before'],
] as const;

/**
 * Refuses what contradicts itself. A raw query says the same as the flag of its name, so it counts as that flag; but
 * a raw `limit` is allowed with `--all`: it says how big a page is.
 * @throws CliError exit 2 naming both
 */
export function refuseConflicts(input: QueryValues, raw: readonly RawQuery[]): void {
  const given = new Map<string, string>();
  for (const [method, flag] of pagingFlags) {
    const spellings = raw.filter((query) => query.method === method).map(() => `${method} in --queries`);
    if (input[method] !== undefined) spellings.push(flag);
    if (spellings.length > 1) throw usageError(`${spellings.join(' and ')} say the same`, 'keep one of them');
    if (spellings[0]) given.set(method, spellings[0]);
  }
  const after = given.get('cursorAfter');
  const before = given.get('cursorBefore');
  exclude(after, before, 'a page begins after one item or ends before one: keep one of them');
  if (!input.all) return;
  if (input.limit !== undefined)
    exclude('--all', '--limit', '--all lists everything, --limit N the first N: keep one of them');
  exclude('--all', before, '--all goes forwards: use --cursor-after, or turn the order round with --sort');
  exclude(after, given.get('offset'), 'with --all, begin after a cursor or at an offset: keep one of them');
}

function exclude(one: string | undefined, other: string | undefined, hint: string): void {
  if (one && other) throw exclusion(one, other, hint);
}
