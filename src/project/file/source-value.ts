/** Values in files, whose positions are looked for on demand: most values are read without them. */
import { type JsonNode, memberNamed } from '../../lib/json/tree.ts';
import type { JsonValue } from '../../lib/json/value.ts';
import { type ProjectSource, type SourceNode, textAt } from './source.ts';

export class SourceValue implements JsonValue, SourceNode {
  readonly source: ProjectSource;
  readonly plain: unknown;
  readonly #container: SourceValue | undefined;
  readonly #step: string | number;
  #node: JsonNode | undefined;

  private constructor(
    source: ProjectSource,
    plain: unknown,
    node: JsonNode | undefined,
    container?: SourceValue,
    step: string | number = '',
  ) {
    this.source = source;
    this.plain = plain;
    this.#node = node;
    this.#container = container;
    this.#step = step;
  }

  /** Returns the value of a whole file. */
  static whole(source: ProjectSource): SourceValue {
    return new SourceValue(source, source.plain, source.tree);
  }

  /** Returns the value of a node. */
  static at(source: ProjectSource, node: JsonNode): SourceValue {
    return new SourceValue(source, JSON.parse(textAt({ source, node })), node);
  }

  get node(): JsonNode {
    this.#node ??= this.#find();
    return this.#node;
  }

  get text(): string {
    return textAt(this);
  }

  get hidesFractions(): boolean {
    return this.source.hidesFractions;
  }

  get isObject(): boolean {
    return isObject(this.plain);
  }

  /** Names of the members of an object; none for another value. */
  get names(): readonly string[] {
    return isObject(this.plain) ? Object.keys(this.plain) : [];
  }

  hasMember(name: string): boolean {
    return isObject(this.plain) && Object.hasOwn(this.plain, name);
  }

  /** Returns the value of a member; the last of several with the same name counts. */
  member(name: string): SourceValue | undefined {
    const { plain } = this;
    if (!isObject(plain) || !Object.hasOwn(plain, name)) return undefined;
    return new SourceValue(this.source, plain[name], undefined, this, name);
  }

  /** The items of an array; undefined for another value. */
  get items(): readonly SourceValue[] | undefined {
    if (!Array.isArray(this.plain)) return undefined;
    return this.plain.map((item, at) => new SourceValue(this.source, item, undefined, this, at));
  }

  #find(): JsonNode {
    const { node } = this.#container!;
    return node.kind === 'array'
      ? node.items[this.#step as number]!
      : memberNamed(node, this.#step as string)!;
  }
}

const isObject = (plain: unknown): plain is Readonly<Record<string, unknown>> =>
  typeof plain === 'object' && plain !== null && !Array.isArray(plain);
