import { forEachConcurrent } from '../../bulk/concurrency.ts';
import { CliError } from '../../errors.ts';
import { encodeJson } from '../../lib/json/raw.ts';
import { items, members } from '../../lib/json/slices.ts';
import { buildRequest } from '../../operations/request.ts';
import { viewOf } from '../../operations/send.ts';
import { listOfPart, type Part, shownPart } from '../parts.ts';
import type { RestoreTarget } from './target.ts';

const concurrency = { current: 4 };

/** Servers stop counting here. */
export const maxCounted = 5000;

/**
 * Counts the items of a part that the target has.
 * @returns at most 5000 on most servers; 0 if what would hold them is missing; undefined for targets, which have no list
 */
export async function countInTarget(
  part: Part,
  { client, operation }: Pick<RestoreTarget, 'client' | 'operation'>,
): Promise<number | undefined> {
  if (part.kind === 'targets') return undefined;
  const { group, command, values } = listOfPart(part);
  const list = operation(group, command);
  try {
    const queries = [encodeJson({ method: 'limit', values: [1] })];
    const { text } = await client.text(buildRequest(list, { ...values, queries }));
    const body = members(text);
    const some = [...items(body.get(viewOf(list).items!) ?? '[]')].length;
    return Math.max(some, Number(body.get('total') ?? 0));
  } catch (error) {
    if (error instanceof CliError && error.status === 404) return 0;
    throw error;
  }
}

/** Returns the parts of which the target has items, with their numbers. */
export async function occupiedParts(
  parts: readonly Part[],
  target: Pick<RestoreTarget, 'client' | 'operation'>,
): Promise<ReadonlyMap<string, number>> {
  const occupied = new Map<string, number>();
  await forEachConcurrent(parts, concurrency, async (part) => {
    const count = (await countInTarget(part, target)) ?? 0;
    if (count > 0) occupied.set(shownPart(part), count);
  });
  return new Map(
    parts.flatMap((part) => {
      const count = occupied.get(shownPart(part));
      return count === undefined ? [] : [[shownPart(part), count] as const];
    }),
  );
}
