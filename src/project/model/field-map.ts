import type { NamedField } from './kinds.ts';

/**
 * A map from the names of the fields of a kind or variant, in their order. A project may have 100,000 resources, and a
 * Map takes ten times the memory.
 */
export class FieldMap<Value, Stored = Value> implements ReadonlyMap<string, Value> {
  readonly #list: readonly NamedField[];
  readonly #stored: readonly (Stored | undefined)[];
  readonly #present: (stored: Stored, place: number) => Value;
  readonly size: number;

  /**
   * @param list the fields, as `fieldListOf` returns them
   * @param stored at the places of their fields; undefined, or beyond the end: the map does not have the field
   * @param present makes a value of what is stored for it, each time that it is asked for
   */
  constructor(
    list: readonly NamedField[],
    stored: readonly (Stored | undefined)[],
    present: (stored: Stored, place: number) => Value,
  ) {
    this.#list = list;
    this.#stored = stored;
    this.#present = present;
    let size = 0;
    for (const each of stored) if (each !== undefined) size++;
    this.size = size;
  }

  get(name: string): Value | undefined {
    for (let at = 0; at < this.#list.length; at++) if (this.#list[at]!.name === name) return this.at(at);
    return undefined;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** Returns the value of the field at this place of the list. */
  at(place: number): Value | undefined {
    const stored = this.#stored[place];
    return stored === undefined ? undefined : this.#present(stored, place);
  }

  *entries(): MapIterator<[string, Value]> {
    for (let at = 0; at < this.#stored.length; at++) {
      const value = this.at(at);
      if (value !== undefined) yield [this.#list[at]!.name, value];
    }
  }

  *keys(): MapIterator<string> {
    for (const [name] of this) yield name;
  }

  *values(): MapIterator<Value> {
    for (const [, value] of this) yield value;
  }

  forEach(visit: (value: Value, name: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [name, value] of this) visit(value, name, this);
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }
}
