import { crc32 } from 'node:zlib';

/** Number of items of a part that are read again at the end. */
const size = 20;

/** A sample of IDs that depends on nothing but the IDs: of those that are offered, the ones with the lowest checksums. */
export class Sample {
  readonly #chosen: { readonly rank: number; readonly id: string }[] = [];

  add(id: string): void {
    const rank = crc32(id);
    const highest = this.#chosen.at(-1);
    if (this.#chosen.length === size && highest && rank >= highest.rank) return;
    const at = this.#chosen.findIndex((each) => each.rank > rank);
    this.#chosen.splice(at === -1 ? this.#chosen.length : at, 0, { rank, id });
    if (this.#chosen.length > size) this.#chosen.pop();
  }

  get ids(): ReadonlySet<string> {
    return new Set(this.#chosen.map(({ id }) => id));
  }
}
