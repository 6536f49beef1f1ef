import { RawJson } from './raw.ts';
import { JsonReader, type JsonToken } from './reader.ts';
import { decodeString } from './slices.ts';

/** Callbacks that build a custom representation of JSON text. */
export interface JsonBuilder<Value> {
  object(): Value;
  array(): Value;
  /** @param key the member's name, or undefined in an array */
  add(container: Value, key: string | undefined, value: Value): void;
  /** @param text source text of the token */
  scalar(token: JsonToken, text: string): Value;
  /** Called when a container is complete, with its source text. */
  close?(container: Value, text: string): void;
}

/** Containers that preserve the order and the names of members, even `__proto__` and integers. */
export const mapsAndArrays = {
  object: () => new Map<string, never>(),
  array: (): never[] => [],
  add(container: unknown, key: string | undefined, value: unknown) {
    if (key === undefined) (container as unknown[]).push(value);
    else (container as Map<string, unknown>).set(key, value);
  },
};

/** Returns the value of a token; a number keeps its text. */
export function exactScalar(token: JsonToken, text: string): string | boolean | null | RawJson {
  if (token === 'number') return new RawJson(text);
  return token === 'string' ? decodeString(text) : JSON.parse(text);
}

/**
 * Builds a value from JSON text, without recursion, so that depth can't overflow the stack.
 * @throws JsonError if it is not JSON
 */
export function buildJson<Value>(text: string, builder: JsonBuilder<Value>): Value {
  const reader = new JsonReader(text);
  const open: { container: Value; start: number; key: string | undefined }[] = [];
  let root: Value | undefined;
  const place = (value: Value) => {
    const around = open.at(-1);
    if (around) builder.add(around.container, around.key, value);
    else root = value;
  };
  for (let token = reader.next(); token !== 'end'; token = reader.next()) {
    if (token === 'key') {
      open.at(-1)!.key = decodeString(text.slice(reader.start, reader.end));
    } else if (token === '{' || token === '[') {
      const container = token === '{' ? builder.object() : builder.array();
      place(container);
      open.push({ container, start: reader.start, key: undefined });
    } else if (token === '}' || token === ']') {
      const { container, start } = open.pop()!;
      builder.close?.(container, text.slice(start, reader.end));
    } else {
      place(builder.scalar(token, text.slice(reader.start, reader.end)));
    }
  }
  return root as Value;
}
