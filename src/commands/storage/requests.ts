import type { Operation } from '../../api/schema.ts';

/** Returns an operation with only these parameters, to read them from flags. */
export function withParams(operation: Operation, ...names: readonly string[]): Operation {
  return { ...operation, params: operation.params.filter(({ name }) => names.includes(name)) };
}
