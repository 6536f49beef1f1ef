import { crc32 } from 'node:zlib';
import { detached } from '../../lib/text/detached.ts';

/** Number of items of a part that are read again at the end. */
const size = 20;

interface Candidate {
  readonly id: string;
  readonly rank: number;
  /** Number of items that were offered before. */
  readonly position: number;
  readonly line: string;
}

/**
 * A sample of restored items that depends on nothing but their IDs: the ones with the lowest checksums. It keeps their
 * lines, so that the backup or the server need not be read a second time for them.
 */
export class Sample {
  readonly #chosen: Candidate[] = [];
  /** Items that may be chosen once they are restored. */
  readonly #open = new Map<string, Candidate>();
  #offered = 0;

  /** Must be called before an item is restored. @param line the item as JSON text */
  offer(id: string, line: string): void {
    const position = this.#offered++;
    const rank = crc32(id);
    if (this.#isLow(rank)) this.#open.set(id, { id, rank, position, line: detached(line) });
  }

  /** Adds an item that is as in the backup now. */
  add(id: string): void {
    const candidate = this.#open.get(id);
    this.drop(id);
    if (candidate === undefined || !this.#isLow(candidate.rank)) return;
    const at = this.#chosen.findIndex(({ rank }) => rank > candidate.rank);
    this.#chosen.splice(at === -1 ? this.#chosen.length : at, 0, candidate);
    if (this.#chosen.length > size) this.#chosen.pop();
  }

  /** Forgets an item that is not as in the backup. */
  drop(id: string): void {
    this.#open.delete(id);
  }

  /** Items as JSON texts, in the order of the backup. */
  get lines(): readonly string[] {
    return this.#chosen.toSorted((a, b) => a.position - b.position).map(({ line }) => line);
  }

  #isLow(rank: number): boolean {
    return this.#chosen.length < size || rank < this.#chosen.at(-1)!.rank;
  }
}
