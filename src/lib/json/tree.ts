/** JSON text as a tree of positions. Values stay text: every digit, the order of members and duplicate names survive. */
import { checkJson } from './format.ts';
import { skipSpace } from './scan.ts';
import { forEachItem, forEachMember, skipValue } from './skip.ts';
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

/**
 * Parses a text.
 * @throws JsonError if it is not JSON
 */
export function parseTree(text: string): JsonNode {
  checkJson(text);
  return treeOf(text);
}

const byteOrderMark = 0xfeff;

/**
 * Returns the tree of a text that is known to be JSON. The parts of an object or array are found when they are asked for,
 * once: of a large file, few places are of interest.
 */
export function treeOf(text: string): JsonNode {
  const start = skipSpace(text, text.charCodeAt(0) === byteOrderMark ? 1 : 0);
  return nodeAt(text, start, text.trimEnd().length, undefined);
}

function nodeAt(text: string, start: number, end: number, parent: JsonContainer | undefined): JsonNode {
  const kind = kindAt(text, start);
  if (kind === 'object') return new ObjectNode(text, start, end, parent);
  if (kind === 'array') return new ArrayNode(text, start, end, parent);
  return { kind, start, end, parent };
}

abstract class Container<Part> {
  readonly #text: string;
  #parts: readonly Part[] | undefined;

  constructor(
    text: string,
    readonly start: number,
    readonly end: number,
    readonly parent: JsonContainer | undefined,
  ) {
    this.#text = text;
  }

  protected get parts(): readonly Part[] {
    this.#parts ??= this.find(this.#text);
    return this.#parts;
  }

  protected abstract find(text: string): Part[];
}

class ObjectNode extends Container<JsonMember> implements JsonObjectNode {
  readonly kind = 'object';

  get members(): readonly JsonMember[] {
    return this.parts;
  }

  protected find(text: string): JsonMember[] {
    const found: JsonMember[] = [];
    forEachMember(text, this.start, (start, nameEnd, valueStart) => {
      const end = skipValue(text, valueStart);
      const value = nodeAt(text, valueStart, end, this);
      found.push({ name: decodeString(text.slice(start, nameEnd)), start, nameEnd, value });
      return end;
    });
    return found;
  }
}

class ArrayNode extends Container<JsonNode> implements JsonArrayNode {
  readonly kind = 'array';

  get items(): readonly JsonNode[] {
    return this.parts;
  }

  protected find(text: string): JsonNode[] {
    const found: JsonNode[] = [];
    forEachItem(text, this.start, (start) => {
      const end = skipValue(text, start);
      found.push(nodeAt(text, start, end, this));
      return end;
    });
    return found;
  }
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
      ? parent.members.find(({ value }) => value === node)!.name
      : parent.items.indexOf(node);
  return [...pointerTo(parent), step];
}
