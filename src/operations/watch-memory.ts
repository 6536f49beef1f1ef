import { items, members, plainText, writeObject } from '../lib/json/slices.ts';

/**
 * Items may become visible a moment after the time that their server gives them. Items that changed within this time
 * before the latest are therefore looked at again.
 */
const overlapMs = 5000;

/** Differences between a list and the look before. */
export interface Changes {
  /** True if there was no look before. */
  readonly isFirst: boolean;
  /** IDs of items that were not in it; empty texts for items without one. */
  readonly added: readonly string[];
  /** IDs of items that were in it and have changed. */
  readonly changed: readonly string[];
  /** The body of the list with these items only; undefined if there are none. */
  readonly body: string | undefined;
}

/**
 * The items of the latest look at a list. An item is known by its ID and the time of its last change; one without them,
 * such as an entry of a log, by its text.
 */
export class Memory {
  readonly #member: string;
  #versions = new Map<string, string>();
  /** Time of the latest change of any item, as the server writes it. */
  #latest = '';
  /** The latest change at the first look: what is older and was not on its page is not news. */
  #startMs: number | undefined;
  #looks = 0;

  /** @param member of the body that holds the items */
  constructor(member: string) {
    this.#member = member;
  }

  /** Time from which on an item may be new or changed; undefined before the first look, and if items have no times. */
  get since(): string | undefined {
    const latestMs = Date.parse(this.#latest);
    if (Number.isNaN(latestMs)) return undefined;
    return new Date(Math.max(latestMs - overlapMs, this.#startMs ?? latestMs)).toISOString();
  }

  /** Compares the body of a list, and remembers it. An unknown item that is old has only moved up on the page. */
  update(body: string): Changes {
    const { since } = this;
    const floorMs = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since);
    const startMs = this.#startMs ?? Number.NEGATIVE_INFINITY;
    const isOld = (time: string | undefined) =>
      time !== undefined && (Date.parse(time) < floorMs || Date.parse(time) <= startMs);
    const fields = members(body);
    const [texts, added, changed]: [string[], string[], string[]] = [[], [], []];
    const versions = new Map([...this.#versions].filter(([, version]) => Date.parse(version) >= floorMs));
    for (const text of items(fields.get(this.#member) ?? '[]')) {
      const item = members(text);
      const name = textOf(item.get('$id'));
      const id = name ?? text;
      const time = textOf(item.get('$updatedAt'));
      const before = this.#versions.get(id);
      const version = time ?? text;
      versions.set(id, version);
      if (time !== undefined && time > this.#latest) this.#latest = time;
      if (before === version || (before === undefined && isOld(time))) continue;
      texts.push(text);
      (before === undefined ? added : changed).push(name ?? '');
    }
    this.#versions = versions;
    if (this.#latest !== '') this.#startMs ??= Date.parse(this.#latest);
    const isNothing = texts.length === 0;
    return {
      isFirst: this.#looks++ === 0,
      added,
      changed,
      body: isNothing ? undefined : writeObject(fields.set(this.#member, `[${texts.join(',')}]`)),
    };
  }
}

const textOf = (json: string | undefined) => (json === undefined ? undefined : plainText(json));
