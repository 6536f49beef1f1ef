import type { Operation } from '../../api/schema.ts';

/** The operation with these of its parameters alone, to read them from a line. */
export function withParams(operation: Operation, ...names: readonly string[]): Operation {
  return { ...operation, params: operation.params.filter(({ name }) => names.includes(name)) };
}
