/** JSON text as a tree of positions. Values stay text: every digit, the order of members and duplicate names survive. */
import { JsonReader } from './reader.ts';
import { decodeString, type JsonKind, kindAt } from './slices.ts';

interface NodeBase {
  /** Position in the text, in UTF-16 units. */
  readonly start: number;
  /** Position after the value. */
  readonly end: number;
  /** The array or object that contains it. */
  readonly parent: JsonContainer | undefined;
}

export interface JsonObjectNode extends NodeBase {
  readonly kind: 'object';
  readonly members: readonly JsonMember[];
}

export interface JsonArrayNode extends NodeBase {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

export interface JsonScalarNode extends NodeBase {
  readonly kind: Exclude<JsonKind, 'object' | 'array'>;
}

export type JsonContainer = JsonObjectNode | JsonArrayNode;
export type JsonNode = JsonContainer | JsonScalarNode;

export interface JsonMember {
  /** Decoded. */
  readonly name: string;
  /** Position of the name. */
  readonly start: number;
  /** Position after the name. */
  readonly nameEnd: number;
  readonly value: JsonNode;
}

type Open =
  | { -readonly [Key in keyof JsonObjectNode]: Key extends 'members' ? JsonMember[] : JsonObjectNode[Key] }
  | { -readonly [Key in keyof JsonArrayNode]: Key extends 'items' ? JsonNode[] : JsonArrayNode[Key] };

/**
 * Parses a text without recursion.
 * @throws JsonError if it is not JSON
 */
export const parseTree = (text: string): JsonNode => build(text, 0, undefined, () => false);

/**
 * Checks a text, and parses it but for the objects in its outermost lists: of these, `members` parses one object at a
 * time, anew and with other nodes after another one was looked at. For large texts that are read object by object: a tree
 * takes several times the text.
 * @throws JsonError if it is not JSON
 */
export const parseListsLazily = (text: string): JsonNode =>
  build(text, 0, undefined, ({ parent }) => parent === undefined || parent.parent === undefined);

/** The object of a text that was parsed last. */
interface LastParsed {
  object: UnparsedObject | undefined;
  members: readonly JsonMember[];
}

class UnparsedObject implements JsonObjectNode {
  readonly kind = 'object';
  readonly #text: string;
  readonly #last: LastParsed;

  constructor(
    text: string,
    readonly start: number,
    readonly end: number,
    readonly parent: JsonContainer,
    last: LastParsed,
  ) {
    this.#text = text;
    this.#last = last;
  }

  get members(): readonly JsonMember[] {
    const last = this.#last;
    if (last.object !== this) {
      const own = this.#text.slice(this.start, this.end);
      last.members = (build(own, this.start, this, () => false) as JsonObjectNode).members;
      last.object = this;
    }
    return last.members;
  }
}

/** A file repeats few names many times: one text serves them all, without being cut out each time. */
class NameCache {
  readonly #text: string;
  readonly #names: (string | undefined)[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** Returns the decoded name between these positions, which are those of its quotes. */
  nameAt(start: number, end: number): string {
    const slot = (this.#text.charCodeAt(start + 1) + 8 * (end - start)) & 0xff;
    const known = this.#names[slot];
    if (known !== undefined && known.length === end - start - 2 && this.#text.startsWith(known, start + 1))
      return known;
    const name = decodeString(this.#text.slice(start, end));
    // One that was written with escapes is never found by its decoded text.
    if (name.length === end - start - 2) this.#names[slot] = name;
    return name;
  }
}

/**
 * @param offset position of the text in the whole
 * @param self node that the members of the outermost object get as their parent; undefined: that object
 * @param leavesUnparsed true for a list whose objects stay unparsed
 */
function build(
  text: string,
  offset: number,
  self: JsonObjectNode | undefined,
  leavesUnparsed: (list: JsonArrayNode) => boolean,
): JsonNode {
  const reader = new JsonReader(text);
  const open: Open[] = [];
  let root: JsonNode | undefined;
  let name = '';
  let nameStart = 0;
  let nameEnd = 0;
  const names = new NameCache(text);
  const last: LastParsed = { object: undefined, members: [] };
  for (let token = reader.next(); token !== 'end'; token = reader.next()) {
    const start = offset + reader.start;
    if (token === 'key') {
      name = names.nameAt(reader.start, reader.end);
      nameStart = start;
      nameEnd = offset + reader.end;
      continue;
    }
    if (token === '}' || token === ']') {
      open.pop()!.end = offset + reader.end;
      continue;
    }
    const container = open.at(-1);
    const isUnparsed = token === '{' && container?.kind === 'array' && leavesUnparsed(container);
    if (isUnparsed) reader.skip();
    const end = offset + reader.end;
    const parent = open.length === 1 ? (self ?? container) : container;
    const node: JsonNode = isUnparsed
      ? new UnparsedObject(text, start, end, container, last)
      : token === '{'
        ? { kind: 'object', start, end, parent, members: [] }
        : token === '['
          ? { kind: 'array', start, end, parent, items: [] }
          : { kind: kindAt(text, reader.start) as JsonScalarNode['kind'], start, end, parent };
    if (container === undefined) root = node;
    else if (container.kind === 'array') container.items.push(node);
    else container.members.push({ name, start: nameStart, nameEnd, value: node });
    if (token === '[' || (token === '{' && !isUnparsed)) open.push(node as Open);
  }
  return root!;
}

/** Returns the value of a member; the last of several with the same name counts, as in JSON.parse. */
export function memberNamed(node: JsonNode | undefined, name: string): JsonNode | undefined {
  if (node?.kind !== 'object') return undefined;
  const { members } = node;
  for (let at = members.length - 1; at >= 0; at--) if (members[at]!.name === name) return members[at]!.value;
  return undefined;
}

/** Returns the decoded value of a node that is a string. */
export function stringAt(text: string, node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? decodeString(text.slice(node.start, node.end)) : undefined;
}

/** Returns the way from the root to a node: names of members and positions of items. */
export function pointerTo(node: JsonNode): (string | number)[] {
  const { parent } = node;
  if (parent === undefined) return [];
  const step =
    parent.kind === 'object'
      ? parent.members.find(({ value }) => value.start === node.start)!.name
      : parent.items.indexOf(node);
  return [...pointerTo(parent), step];
}
