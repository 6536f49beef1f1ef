import { isObject, type Json } from '../json.ts';

/** A tree of parameters; an array is a node whose names are numbers. Values may be files. */
export interface Nested<T> {
  [name: string]: T | Nested<T>;
}

const empty = <T>(): Nested<T> => Object.create(null);

/** Maximum nesting of names; deeper brackets are part of the last name. */
const maxDepth = 8;

/**
 * Nests names as PHP does: `a[]=1&a[]=2` and `a[0]=1&a[1]=2` are lists, `a[b]=1` is an object.
 * @param pairs from a query string or a form, in order
 */
export function nest<T>(pairs: Iterable<readonly [name: string, value: T]>): Nested<T> {
  const root = empty<T>();
  const sizes: Sizes = new WeakMap();
  for (const [name, value] of pairs) {
    const first = /^[^[]+/.exec(name)?.[0];
    if (first === undefined) continue;
    place(root, [first, ...innerSteps(name, first.length)], value, sizes);
  }
  return root;
}

/** Returns the names in brackets from a position on. */
function innerSteps(name: string, start: number): string[] {
  const steps: string[] = [];
  for (let at = start; steps.length < maxDepth; ) {
    const open = name.indexOf('[', at);
    const close = open === -1 ? -1 : name.indexOf(']', open);
    if (close === -1) break;
    steps.push(name.slice(open + 1, close));
    at = close + 1;
  }
  return steps;
}

/** Number of names in each node, because counting them for each item of a long list would take quadratic time. */
type Sizes = WeakMap<object, number>;

function place<T>(root: Nested<T>, steps: readonly string[], value: T, sizes: Sizes): void {
  let node = root;
  for (const [index, step] of steps.entries()) {
    const size = sizes.get(node) ?? 0;
    const name = step === '' ? `${size}` : step;
    if (!(name in node)) sizes.set(node, size + 1);
    if (index === steps.length - 1) {
      node[name] = value;
      return;
    }
    const known = node[name];
    const next = isNode<T>(known) ? known : empty<T>();
    node[name] = next;
    node = next;
  }
}

function isNode<T>(value: unknown): value is Nested<T> {
  return isObject(value) && Object.getPrototypeOf(value) === null;
}

/** Converts the tree to JSON: a node whose names count up from 0 is a list. */
export function toJson(node: Nested<string> | string): Json {
  if (typeof node === 'string') return node;
  const names = Object.keys(node);
  const isList = names.length > 0 && names.every((name, index) => name === `${index}`);
  if (isList) return names.map((name) => toJson(node[name]!));
  return Object.fromEntries(names.map((name) => [name, toJson(node[name]!)]));
}
