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
export function parseTree(text: string): JsonNode {
  const reader = new JsonReader(text);
  let root: JsonNode | undefined;
  let parent: Open | undefined;
  let name = '';
  let nameStart = 0;
  let nameEnd = 0;
  // A file repeats few names many times.
  const names = new Map<string, string>();
  for (let token = reader.next(); token !== 'end'; token = reader.next()) {
    const { start, end } = reader;
    if (token === 'key') {
      const written = text.slice(start, end);
      name = names.get(written) ?? decodeString(written);
      names.set(written, name);
      nameStart = start;
      nameEnd = end;
      continue;
    }
    if (token === '}' || token === ']') {
      parent!.end = end;
      parent = parent!.parent as Open | undefined;
      continue;
    }
    const node: JsonNode =
      token === '{'
        ? { kind: 'object', start, end, parent, members: [] }
        : token === '['
          ? { kind: 'array', start, end, parent, items: [] }
          : { kind: kindAt(text, start) as JsonScalarNode['kind'], start, end, parent };
    if (parent === undefined) root = node;
    else if (parent.kind === 'array') parent.items.push(node);
    else parent.members.push({ name, start: nameStart, nameEnd, value: node });
    if (node.kind === 'object' || node.kind === 'array') parent = node as Open;
  }
  return root!;
}

/** Returns the value of a member; the last of several with the same name counts, as in JSON.parse. */
export function memberNamed(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node?.kind === 'object' ? node.members.findLast((member) => member.name === name)?.value : undefined;
}

/** Returns the decoded value of a node that is a string. */
export function stringAt(text: string, node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? decodeString(text.slice(node.start, node.end)) : undefined;
}
