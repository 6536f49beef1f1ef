import { findFunction } from './functions.ts';
import type { Child, Comparator, Node, Parsed } from './parse.ts';
import { compare, Expression, isEqual, isFalse, type Value } from './value.ts';

/** Evaluates an expression on a value. */
export type Evaluate = (value: Value) => Value;

/**
 * Compiles an expression. It follows JMESPath's specification, and compares strings too.
 * @throws Error if the expression is incomplete or calls an unknown function
 */
export function evaluator({ node, literals }: Parsed): Evaluate {
  const all = (nodes: readonly Child[]) => nodes.map(prepare);
  return prepare(node);

  function prepare(child: Child): Evaluate {
    if (!child) throw new Error('it is incomplete');
    switch (child.type) {
      case 'Identity':
      case 'Current':
        return (value) => value;
      case 'Field':
        return (value) => (value instanceof Map ? (value.get(child.name) ?? null) : null);
      case 'Index':
        return (value) => itemAt(value, child.value);
      case 'Slice':
        return slice(child.children);
      case 'Literal': {
        const literal = literals[child.value]!;
        return () => literal;
      }
      case 'Subexpression':
      case 'IndexExpression':
      case 'Pipe': {
        const [first, then] = pair(child);
        return (value) => then(first(value));
      }
      case 'Projection': {
        const [list, each] = pair(child);
        return (value) => project(list(value), each);
      }
      case 'ValueProjection': {
        const [object, each] = pair(child);
        return (value) => project(valuesOf(object(value)), each);
      }
      case 'FilterProjection': {
        const list = prepare(child.children[0]);
        const each = prepare(child.children[1]);
        const condition = prepare(child.children[2]);
        return (value) => project(filter(list(value), condition), each);
      }
      case 'Flatten': {
        const list = prepare(child.children[0]);
        return (value) => flatten(list(value));
      }
      case 'OrExpression': {
        const [first, second] = pair(child);
        return (value) => {
          const found = first(value);
          return isFalse(found) ? second(value) : found;
        };
      }
      case 'AndExpression': {
        const [first, second] = pair(child);
        return (value) => {
          const found = first(value);
          return isFalse(found) ? found : second(value);
        };
      }
      case 'NotExpression': {
        const operand = prepare(child.children[0]);
        return (value) => isFalse(operand(value));
      }
      case 'Comparator': {
        const [first, second] = pair(child);
        const holds = comparators[child.name];
        return (value) => holds(first(value), second(value));
      }
      case 'MultiSelectList': {
        const parts = all(child.children);
        return (value) => (value === null ? null : parts.map((part) => part(value)));
      }
      case 'MultiSelectHash': {
        const parts = child.children.map(({ name, value }) => [name, prepare(value)] as const);
        return (value) => (value === null ? null : new Map(parts.map(([name, part]) => [name, part(value)])));
      }
      case 'ExpressionReference': {
        const expression = new Expression(prepare(child.children[0]));
        return () => expression;
      }
      case 'Function': {
        const parts = all(child.children);
        const call = findFunction(child.name, parts.length);
        return (value) => call(parts.map((part) => part(value)));
      }
    }
  }

  function pair({ children: [first, second] }: Extract<Node, { children: [Child, Child] }>) {
    return [prepare(first), prepare(second)] as const;
  }
}

const comparators: Readonly<Record<Comparator, (first: Value, second: Value) => Value>> = {
  EQ: isEqual,
  NE: (first, second) => !isEqual(first, second),
  GT: ordered((order) => order > 0),
  GTE: ordered((order) => order >= 0),
  LT: ordered((order) => order < 0),
  LTE: ordered((order) => order <= 0),
};

/** Returns a comparison that gives null for values without an order. */
function ordered(holds: (order: number) => boolean) {
  return (first: Value, second: Value) => {
    const order = compare(first, second);
    return order === undefined ? null : holds(order);
  };
}

function itemAt(list: Value, index: number): Value {
  if (!Array.isArray(list)) return null;
  return list[index < 0 ? list.length + index : index] ?? null;
}

function valuesOf(object: Value): Value {
  return object instanceof Map ? [...object.values()] : null;
}

/** Evaluates an expression on each item and drops the nulls. */
function project(list: Value, each: Evaluate): Value {
  return Array.isArray(list) ? list.map(each).filter((found) => found !== null) : null;
}

function filter(list: Value, condition: Evaluate): Value {
  return Array.isArray(list) ? list.filter((item) => !isFalse(condition(item))) : null;
}

function flatten(list: Value): Value {
  return Array.isArray(list) ? list.flat() : null;
}

/** Returns the items from `start` up to `stop`, exclusive; negative indexes count from the end. */
function slice([start, stop, step]: [number | null, number | null, number | null]): Evaluate {
  const by = step ?? 1;
  if (by === 0) throw new Error('the step of a slice is 0');
  return (list) => {
    if (!Array.isArray(list)) return null;
    const { length } = list;
    const [minIndex, maxIndex] = by > 0 ? [0, length] : [-1, length - 1];
    const within = (index: number) =>
      Math.min(Math.max(index < 0 ? index + length : index, minIndex), maxIndex);
    const from = start === null ? (by > 0 ? minIndex : maxIndex) : within(start);
    const to = stop === null ? (by > 0 ? maxIndex : minIndex) : within(stop);
    const found: Value[] = [];
    for (let at = from; by > 0 ? at < to : at > to; at += by) found.push(list[at]!);
    return found;
  };
}
