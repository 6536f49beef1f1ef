/** Changes JSON text in place: every byte that belongs to no change stays. */
import { compactJson } from './format.ts';
import { JsonReader } from './reader.ts';
import {
  type JsonArrayNode,
  type JsonContainer,
  type JsonMember,
  type JsonNode,
  type JsonObjectNode,
  parseTree,
} from './tree.ts';

/** Place of a new member among those of its object. */
export type MemberPlace = 'first' | 'last' | { readonly after: string };

interface Added {
  /** Text before the value: the name and the colon; empty in an array. */
  readonly name: string | undefined;
  readonly json: string;
  /** The part that it follows; undefined: it is the first. */
  readonly after: JsonNode | Added | undefined;
}

interface ContainerEdit {
  readonly removed: Set<JsonNode>;
  /** In the order of the calls. */
  readonly added: Added[];
}

/** A member of an object or an item of an array. */
interface Part {
  readonly start: number;
  readonly value: JsonNode;
}

/**
 * Collects changes of a JSON text and applies them together.
 *
 * `modify` of jsonc-parser can't do this: of a key that occurs twice it replaces the first value, while every reader of
 * the file uses the last one; and to give a new member its own line it reformats the lines that it touches, so a file
 * of one line is reformatted as a whole.
 */
export class JsonEditor {
  readonly text: string;
  readonly root: JsonNode;
  private readonly replaced = new Map<JsonNode, string>();
  private readonly edits = new Map<JsonContainer, ContainerEdit>();
  private readonly style: Style;

  /**
   * @param text JSON
   * @param root the text's own tree, if there is one already
   * @throws JsonError if it is not JSON
   */
  constructor(text: string, root: JsonNode = parseTree(text)) {
    this.text = text;
    this.root = root;
    this.style = styleOf(text, root);
  }

  /** Replaces a value. @param json its layout is that of the old value: on one line, or a line for each part */
  replace(node: JsonNode, json: string): void {
    this.replaced.set(node, json);
  }

  /** Sets a member; of several with the same name, the last. */
  set(object: JsonObjectNode, name: string, json: string, place: MemberPlace = 'last'): void {
    const found = object.members.findLast((member) => member.name === name);
    if (found) {
      this.replace(found.value, json);
      return;
    }
    const { added } = this.edit(object);
    const isAfter = typeof place === 'object' ? place.after : undefined;
    const after =
      isAfter === undefined
        ? undefined
        : (object.members.findLast((member) => member.name === isAfter)?.value ??
          added.find((each) => each.name === isAfter));
    added.push({ name, json, after: place === 'last' ? this.lastPart(object) : after });
  }

  /** Removes every member of this name. */
  remove(object: JsonObjectNode, name: string): void {
    const { removed } = this.edit(object);
    for (const member of object.members) if (member.name === name) removed.add(member.value);
  }

  append(array: JsonArrayNode, json: string): void {
    this.edit(array).added.push({ name: undefined, json, after: this.lastPart(array) });
  }

  removeItem(array: JsonArrayNode, item: JsonNode): void {
    this.edit(array).removed.add(item);
  }

  /** Returns the text with all changes. */
  result(): string {
    return this.render(this.root, this.dirtyNodes());
  }

  private edit(container: JsonContainer): ContainerEdit {
    const edit = this.edits.get(container) ?? { removed: new Set(), added: [] };
    this.edits.set(container, edit);
    return edit;
  }

  private lastPart(container: JsonContainer): JsonNode | Added | undefined {
    return this.edits.get(container)?.added.at(-1) ?? partsOf(container).at(-1)?.value;
  }

  /** Nodes that change or contain one that does. */
  private dirtyNodes(): ReadonlySet<JsonNode> {
    const dirty = new Set<JsonNode>();
    for (const changed of [...this.replaced.keys(), ...this.edits.keys()]) {
      for (let node: JsonNode | undefined = changed; node && !dirty.has(node); node = node.parent)
        dirty.add(node);
    }
    return dirty;
  }

  /** Renders the text around a node too if it is the root. */
  private render(node: JsonNode, dirty: ReadonlySet<JsonNode>): string {
    if (node.parent === undefined)
      return this.text.slice(0, node.start) + this.value(node, dirty) + this.text.slice(node.end);
    return this.value(node, dirty);
  }

  private value(node: JsonNode, dirty: ReadonlySet<JsonNode>): string {
    const { text } = this;
    const replacement = this.replaced.get(node);
    if (replacement !== undefined) {
      const before = text.slice(node.start, node.end);
      const isScalar = node.kind !== 'object' && node.kind !== 'array';
      const isOneLine = isScalar || partsOf(node).length === 0 ? undefined : !/[\r\n]/.test(before);
      return layOut(replacement, this.style, depthOf(node), isOneLine);
    }
    if (!dirty.has(node) || (node.kind !== 'object' && node.kind !== 'array'))
      return text.slice(node.start, node.end);
    return this.container(node, dirty);
  }

  private container(node: JsonContainer, dirty: ReadonlySet<JsonNode>): string {
    const { text } = this;
    const parts = partsOf(node);
    const { removed, added } = this.edits.get(node) ?? { removed: new Set<JsonNode>(), added: [] };
    const open = text[node.start]!;
    const close = text[node.end - 1]!;
    const first = parts[0];
    const gap = first
      ? text.slice(node.start + 1, first.start)
      : `${this.style.newline}${this.style.indent.repeat(depthOf(node) + 1)}`;
    const pieces: Piece[] = [];
    const addAfter = (part: JsonNode | Added | undefined) => {
      for (const each of added.filter(({ after }) => after === part)) {
        const name = each.name === undefined ? '' : `${JSON.stringify(each.name)}${this.style.colon}`;
        const isOneLine = /[\r\n]/.test(gap) ? undefined : true;
        const value = layOut(each.json, this.style, depthOf(node) + 1, isOneLine);
        pieces.push({ text: gap + name + value, trail: '' });
        addAfter(each);
      }
    };
    addAfter(undefined);
    let lead = text.slice(node.start + 1, first?.start);
    for (const [at, { start, value }] of parts.entries()) {
      const next = parts[at + 1];
      const comma = next && text.indexOf(',', value.end);
      const kept = lead + text.slice(start, value.start);
      if (!removed.has(value))
        pieces.push({
          text: kept + this.value(value, dirty),
          trail: next ? text.slice(value.end, comma) : '',
        });
      addAfter(value);
      lead = next ? text.slice(comma! + 1, next.start) : '';
    }
    if (pieces.length === 0) return open + close;
    const closing = first
      ? text.slice(parts.at(-1)!.value.end, node.end - 1)
      : `${this.style.newline}${this.style.indent.repeat(depthOf(node))}`;
    const inner = pieces.map((piece, at) => piece.text + (at < pieces.length - 1 ? `${piece.trail},` : ''));
    return open + inner.join('') + closing + close;
  }
}

/** A part of the new text, with the white space between it and its comma. */
interface Piece {
  readonly text: string;
  readonly trail: string;
}

const partsOf = (container: JsonContainer): readonly Part[] =>
  container.kind === 'object'
    ? container.members.map(({ start, value }: JsonMember) => ({ start, value }))
    : container.items.map((value) => ({ start: value.start, value }));

function depthOf(node: JsonNode): number {
  let depth = 0;
  for (let outer = node.parent; outer; outer = outer.parent) depth++;
  return depth;
}

/** Layout of a file, as its first lines show it. */
interface Style {
  readonly newline: string;
  readonly indent: string;
  /** Between name and value. */
  readonly colon: string;
  /** True if lists of texts stand on one line. */
  readonly inlineLists: boolean;
}

function styleOf(text: string, root: JsonNode): Style {
  const [, newline = text.includes('\r\n') ? '\r\n' : '\n', indent = '  '] =
    /[[{](\r\n|\n|\r)([ \t]+)["{[]/.exec(text) ?? [];
  return { newline, indent, colon: ': ', inlineLists: firstList(text, root) === 'one line' };
}

/** Looks at the first list of texts that is not empty. */
function firstList(text: string, root: JsonNode): 'one line' | 'several lines' | undefined {
  const open: JsonNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'array' && node.items[0]?.kind === 'string')
      return /[\r\n]/.test(text.slice(node.start, node.end)) ? 'several lines' : 'one line';
    if (node.kind === 'array') open.push(...node.items.toReversed());
    if (node.kind === 'object') open.push(...node.members.map(({ value }) => value).toReversed());
  }
  return undefined;
}

/**
 * Lays a JSON text out in the style of a file.
 * @param depth number of containers around it
 * @param isOneLine undefined: a line for each part
 */
function layOut(json: string, style: Style, depth: number, isOneLine: boolean | undefined): string {
  const reader = new JsonReader(compactJson(json));
  const newLine = (level: number) => style.newline + style.indent.repeat(depth + level);
  let laidOut = '';
  /** For each open container: true if it stands on one line. */
  const inline: boolean[] = [];
  let isFirst = true;
  for (let token = reader.next(); token !== 'end'; token = reader.next()) {
    const { text, start, end, separator } = reader;
    if (token === '}' || token === ']') {
      const isInline = inline.pop()!;
      if (!isInline && !isFirst) laidOut += newLine(inline.length);
    } else if (separator === ':') laidOut += style.colon;
    else if (inline.length > 0) {
      if (inline.at(-1)) laidOut += separator === ',' ? ', ' : '';
      else laidOut += separator + newLine(inline.length);
    }
    laidOut += text.slice(start, end);
    isFirst = token === '{' || token === '[';
    if (isFirst) {
      const isTextList = token === '[' && text[end] === '"';
      inline.push(isOneLine ?? (inline.at(-1) || (style.inlineLists && isTextList)));
    }
  }
  return laidOut;
}
