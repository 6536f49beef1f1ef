import { RawJson } from '../../lib/json/raw.ts';
import { Expression, type Value } from './value.ts';

/** The type of a parameter. */
interface Type<T extends Value> {
  readonly name: string;
  is(value: Value): value is T;
}

export const any: Type<Value> = { name: 'any', is: (_): _ is Value => true };
export const number: Type<RawJson> = { name: 'number', is: (value) => value instanceof RawJson };
export const string: Type<string> = { name: 'string', is: (value) => typeof value === 'string' };
export const array: Type<Value[]> = { name: 'array', is: (value) => Array.isArray(value) };
export const object: Type<Map<string, Value>> = { name: 'object', is: (value) => value instanceof Map };
export const expression: Type<Expression> = { name: 'expref', is: (value) => value instanceof Expression };

export const arrayOf = <T extends Value>(item: Type<T>): Type<T[] & Value[]> => ({
  name: `array[${item.name}]`,
  is: (value): value is T[] & Value[] => Array.isArray(value) && value.every((each) => item.is(each)),
});

export const either = <A extends Value, B extends Value>(one: Type<A>, other: Type<B>): Type<A | B> => ({
  name: `${one.name} or ${other.name}`,
  is: (value): value is A | B => one.is(value) || other.is(value),
});

/** Returns the name of a value's type, as `type()` reports it. */
export function typeName(value: Value): string {
  const type = [number, string, array, object, expression].find(({ is }) => is(value));
  return type?.name ?? (value === null ? 'null' : 'boolean');
}

/** A function of JMESPath. */
export interface FilterFunction {
  readonly minArguments: number;
  readonly maxArguments: number;
  /** @throws Error for an argument of a wrong type */
  call(name: string, args: readonly Value[]): Value;
}

/** Defines a function that takes one argument of each type. */
export function takes<Args extends Value[]>(
  types: readonly [...{ [At in keyof Args]: Type<Args[At]> }],
  run: (...args: Args) => Value,
): FilterFunction {
  const call = (name: string, args: readonly Value[]) => {
    for (const [at, type] of types.entries()) check(name, type, at, args[at]!);
    return run(...(args as Args));
  };
  return { minArguments: types.length, maxArguments: types.length, call };
}

/** Defines a function that takes one or more arguments of a type. */
export function takesOneOrMore<T extends Value>(
  type: Type<T>,
  run: (args: readonly T[]) => Value,
): FilterFunction {
  const call = (name: string, args: readonly Value[]) => {
    for (const [at, arg] of args.entries()) check(name, type, at, arg);
    return run(args as readonly T[]);
  };
  return { minArguments: 1, maxArguments: Number.POSITIVE_INFINITY, call };
}

function check(name: string, type: Type<Value>, at: number, value: Value): void {
  if (type.is(value)) return;
  throw new Error(`argument ${at + 1} of ${name}() must be ${type.name}, not ${typeName(value)}`);
}
