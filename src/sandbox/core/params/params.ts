import type { Operation } from '../../../api/schema.ts';
import type { Json, JsonObject } from '../json.ts';

/**
 * An operation's parameters after they have been checked, read by the type the catalogue gives them. A reader with a
 * fallback answers that where nothing (or null) was sent; without one, undefined.
 */
export class Params {
  readonly #operation: Operation;
  readonly #values: ReadonlyMap<string, Json>;

  constructor(operation: Operation, values: ReadonlyMap<string, Json>) {
    this.#operation = operation;
    this.#values = values;
  }

  /** Whether it was sent; a null counts only where the parameter knows null. */
  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** The value as it is; undefined where nothing was sent. */
  get(name: string): Json | undefined {
    if (!this.#operation.params.some((param) => param.name === name)) {
      throw new TypeError(`${this.#operation.group} ${this.#operation.command} has no parameter ${name}`);
    }
    return this.#values.get(name);
  }

  /** A required string, or one with a fallback. */
  string(name: string, fallback?: string): string {
    return this.optionalString(name) ?? fallback ?? unset(name);
  }

  optionalString(name: string): string | undefined {
    return this.#read<string>(name);
  }

  boolean(name: string, fallback?: boolean): boolean {
    return this.#read<boolean>(name) ?? fallback ?? unset(name);
  }

  number(name: string, fallback?: number): number {
    return Number(this.#read<number | bigint>(name) ?? fallback ?? unset(name));
  }

  strings(name: string, fallback?: readonly string[]): readonly string[] {
    return this.#read<readonly string[]>(name) ?? fallback ?? unset(name);
  }

  object(name: string, fallback?: JsonObject): JsonObject {
    return this.#read<JsonObject>(name) ?? fallback ?? unset(name);
  }

  /** The value, whose type the check has seen to; undefined for null. */
  #read<T extends Json>(name: string): T | undefined {
    return (this.get(name) as T | null | undefined) ?? undefined;
  }
}

/** The catalogue says it is required, so it is there: anything else is a mistake in the handler. */
function unset(name: string): never {
  throw new TypeError(`the parameter ${name} is optional: give a fallback`);
}
