import type { Operation } from '../../../api/schema.ts';
import type { Json, JsonObject } from '../json.ts';

/**
 * Checked parameters of an operation, read by the type that the catalogue gives them. If a parameter is missing or
 * null, a reader returns its fallback; without a fallback, undefined.
 */
export class Params {
  readonly #operation: Operation;
  readonly #values: ReadonlyMap<string, Json>;

  constructor(operation: Operation, values: ReadonlyMap<string, Json>) {
    this.#operation = operation;
    this.#values = values;
  }

  /** True if the parameter was sent; null counts only if the parameter is nullable. */
  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** Returns the unconverted value, or undefined if none was sent. */
  get(name: string): Json | undefined {
    if (!this.#operation.params.some((param) => param.name === name)) {
      throw new TypeError(`${this.#operation.group} ${this.#operation.command} has no parameter ${name}`);
    }
    return this.#values.get(name);
  }

  /** Reads a required string, or one with a fallback. */
  string(name: string, fallback?: string): string {
    return this.optionalString(name) ?? fallback ?? missingParam(name);
  }

  optionalString(name: string): string | undefined {
    return this.#read<string>(name);
  }

  boolean(name: string, fallback?: boolean): boolean {
    return this.#read<boolean>(name) ?? fallback ?? missingParam(name);
  }

  number(name: string, fallback?: number): number {
    return Number(this.#read<number | bigint>(name) ?? fallback ?? missingParam(name));
  }

  strings(name: string, fallback?: readonly string[]): readonly string[] {
    return this.#read<readonly string[]>(name) ?? fallback ?? missingParam(name);
  }

  object(name: string, fallback?: JsonObject): JsonObject {
    return this.#read<JsonObject>(name) ?? fallback ?? missingParam(name);
  }

  /** Returns the value, whose type has been checked; undefined for null. */
  #read<T extends Json>(name: string): T | undefined {
    return (this.get(name) as T | null | undefined) ?? undefined;
  }
}

/** Reports a mistake in the handler: a required parameter is always present. */
function missingParam(name: string): never {
  throw new TypeError(`the parameter ${name} is optional: give a fallback`);
}
