import { items, members, plainText, writeObject } from '../../lib/json/slices.ts';
import { isFinal } from './execution.ts';

/** Executions may become visible a moment after the time that their server gives them: so far back is asked again. */
const overlapMs = 5000;

interface Item {
  readonly text: string;
  readonly id: string;
  readonly updatedMs: number;
  readonly isFinal: boolean;
}

/**
 * Picks the executions that have ended since the look before from lists of what has changed: each once, none left out.
 * Pure.
 */
export class ExecutionFeed {
  readonly #member: string;
  /** Ended executions that have been seen, and the time of their last change. */
  #seen = new Map<string, number>();
  /** Latest change of any execution. */
  #latestMs: number | undefined;
  /** Changes up to this time are not news: they are older than what the first look shows. */
  #floorMs = Number.NEGATIVE_INFINITY;

  /** @param member of the body that holds the executions */
  constructor(member: string) {
    this.#member = member;
  }

  /** Time from which on something may have changed; undefined if no execution is known. */
  get since(): string | undefined {
    if (this.#latestMs === undefined) return undefined;
    return new Date(Math.max(this.#latestMs - overlapMs, this.#floorMs)).toISOString();
  }

  /**
   * Takes the first look: the latest executions, the latest first.
   * @param limit number that was asked for; a full page has left out older ones
   */
  begin(body: string, limit: number): string | undefined {
    const listed = itemsIn(body, this.#member);
    if (listed.length >= limit) this.#floorMs = Math.min(...listed.map(({ updatedMs }) => updatedMs));
    return this.#take(body, listed.toReversed());
  }

  /** Takes a later look: what has changed since {@link since}, in the order of change. */
  update(body: string): string | undefined {
    const isNews = ({ id, updatedMs }: Item) => updatedMs > this.#floorMs && !this.#seen.has(id);
    return this.#take(body, itemsIn(body, this.#member).filter(isNews));
  }

  /** @returns the body with those that have ended; undefined if there are none */
  #take(body: string, listed: readonly Item[]): string | undefined {
    for (const { updatedMs } of listed) this.#latestMs = Math.max(this.#latestMs ?? updatedMs, updatedMs);
    const oldestMs = (this.#latestMs ?? 0) - 2 * overlapMs;
    for (const [id, updatedMs] of this.#seen) if (updatedMs < oldestMs) this.#seen.delete(id);
    const ended = listed.filter((item) => item.isFinal);
    for (const { id, updatedMs } of ended) this.#seen.set(id, updatedMs);
    if (ended.length === 0) return undefined;
    const list = `[${ended.map(({ text }) => text).join(',')}]`;
    return writeObject(members(body).set(this.#member, list));
  }
}

/** Returns the body of a list with its items in the other order. */
export function reversed(body: string, member: string): string {
  const fields = members(body);
  const list = [...items(fields.get(member) ?? '[]')].toReversed();
  return writeObject(fields.set(member, `[${list.join(',')}]`));
}

function itemsIn(body: string, member: string): Item[] {
  return [...items(members(body).get(member) ?? '[]')].map((text) => {
    const item = members(text);
    const textOf = (name: string) => plainText(item.get(name) ?? '""') ?? '';
    return {
      text,
      id: textOf('$id'),
      updatedMs: Date.parse(textOf('$updatedAt')),
      isFinal: isFinal(textOf('status')),
    };
  });
}
