import { RawJson } from '../../lib/json/raw.ts';
import { Expression, type Value } from './value.ts';

/** What a parameter takes. */
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

/** What `type()` says. */
export function typeName(value: Value): string {
  const type = [number, string, array, object, expression].find(({ is }) => is(value));
  return type?.name ?? (value === null ? 'null' : 'boolean');
}

/** A function of JMESPath. */
export interface Signed {
  /** How many arguments it takes at least, and at most. */
  readonly least: number;
  readonly most: number;
  /** @throws Error where an argument is not what it takes */
  call(name: string, args: readonly Value[]): Value;
}

/** A function that takes one argument of each type. */
export function takes<Args extends Value[]>(
  types: readonly [...{ [At in keyof Args]: Type<Args[At]> }],
  run: (...args: Args) => Value,
): Signed {
  const call = (name: string, args: readonly Value[]) => {
    for (const [at, type] of types.entries()) check(name, type, at, args[at]!);
    return run(...(args as Args));
  };
  return { least: types.length, most: types.length, call };
}

/** A function that takes one argument of the type, or more. */
export function takesSome<T extends Value>(type: Type<T>, run: (args: readonly T[]) => Value): Signed {
  const call = (name: string, args: readonly Value[]) => {
    for (const [at, arg] of args.entries()) check(name, type, at, arg);
    return run(args as readonly T[]);
  };
  return { least: 1, most: Number.POSITIVE_INFINITY, call };
}

function check(name: string, type: Type<Value>, at: number, value: Value): void {
  if (type.is(value)) return;
  throw new Error(`argument ${at + 1} of ${name}() must be ${type.name}, and is ${typeName(value)}`);
}
