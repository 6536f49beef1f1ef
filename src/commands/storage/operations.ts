import type { Operation } from '../../api/schema.ts';
import { storage } from '../../api/storage.ts';

/** An operation on files of the catalogue. */
export function storageOperation(command: string): Operation {
  return storage.operations.find((operation) => operation.command === command)!;
}

/** The operation with these of its parameters alone, to read them from a line. */
export function withParams(operation: Operation, ...names: readonly string[]): Operation {
  return { ...operation, params: operation.params.filter(({ name }) => names.includes(name)) };
}
