import type { Call } from '../../../core/call.ts';
import { ApiError } from '../../../core/errors.ts';
import { Reply } from '../../../core/http/reply.ts';
import { fullKey } from '../../../core/inner-request.ts';
import { isList, isObject, type JsonObject } from '../../../core/json.ts';

/** Reads what an operation deletes: the operation that answers it, and parameters other than its own. */
interface Reading {
  readonly operation: string;
  readonly params?: JsonObject;
}

/** Operations that delete something which the operation of the same name with `get` does not answer; null: no object. */
export const readingExceptions: Readonly<Record<string, (call: Call) => Reading | null>> = {
  'account.delete-identity': () => null,
  'account.delete-mfa-authenticator': () => null,
  'account.delete-push-target': ({ actor }) => ({
    operation: 'users.get-target',
    params: { userId: actor.signedIn?.userId ?? '' },
  }),
  'account.delete-sessions': () => ({ operation: 'account.get-session', params: { sessionId: 'current' } }),
  'messaging.delete': () => ({ operation: 'messaging.get-message' }),
  'users.delete-identity': () => null,
  'users.delete-mfa-authenticator': () => null,
  'users.delete-session': () => ({ operation: 'users.list-sessions' }),
  'users.delete-sessions': () => ({ operation: 'users.get' }),
};

/**
 * Returns what an operation is about to delete, as the API answers it; undefined if there is no such thing.
 * @param call of an operation that deletes
 */
export async function objectToDelete(call: Call): Promise<JsonObject | undefined> {
  const { group, command } = call.operation;
  const reading = readingOf(`${group}.${command}`)(call);
  if (!reading) return undefined;
  try {
    return chosen(call, await read(call, reading));
  } catch (error) {
    // The operation itself is then refused in the same way.
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

const readingOf = (name: string): ((call: Call) => Reading | null) =>
  readingExceptions[name] ?? (() => ({ operation: name.replace('.delete', '.get') }));

async function read(call: Call, { operation, params = {} }: Reading): Promise<unknown> {
  const { kernel, project, request } = call;
  // A caller may delete what it may not read, but only the user has an account.
  const actor = operation.startsWith('account.') ? call.actor : fullKey;
  const own = call.operation.params.flatMap(({ name }) =>
    call.params.has(name) ? [[name, call.params.string(name)] as const] : [],
  );
  const input = { params: { ...Object.fromEntries(own), ...params }, files: new Map() };
  const { result } = await kernel.perform(kernel.operation(operation), { project, actor, request, input });
  return result instanceof Reply ? undefined : result;
}

/** Returns the object of an answer; of a list of sessions, the one that is deleted. */
function chosen({ params }: Call, answer: unknown): JsonObject | undefined {
  if (!isObject(answer)) return undefined;
  const { sessions } = answer;
  if (!isList(sessions)) return answer;
  return sessions.filter(isObject).find(({ $id }) => $id === params.string('sessionId'));
}
