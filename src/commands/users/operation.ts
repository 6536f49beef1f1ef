import type { Operation } from '../../api/schema.ts';
import { users } from '../../api/users.ts';

/** An operation on users of the catalogue. */
export function userOperation(command: string): Operation {
  return users.operations.find((operation) => operation.command === command)!;
}
