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
  for (const [name, value] of pairs) {
    const first = /^[^[]+/.exec(name)?.[0];
    if (first === undefined) continue;
    const rest = [...name.slice(first.length).matchAll(/\[([^\]]*)\]/g)].slice(0, maxDepth);
    const steps = [first, ...rest.map((match) => match[1]!)];
    place(root, steps, value);
  }
  return root;
}

function place<T>(root: Nested<T>, steps: readonly string[], value: T): void {
  let node = root;
  for (const [index, step] of steps.entries()) {
    const name = step === '' ? `${Object.keys(node).length}` : step;
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
