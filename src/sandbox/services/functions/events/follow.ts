import type { Call } from '../../../core/call.ts';
import { jsonBytes, Reply, type Result } from '../../../core/http/reply.ts';
import { isObject, type JsonObject } from '../../../core/json.ts';
import type { Follow } from '../../../core/module.ts';
import { consoleId } from '../../../core/records/projects.ts';
import { functionsOf } from '../records.ts';
import { causeOf } from './cause.ts';
import { objectToDelete } from './deleted.ts';
import { raise } from './raise.ts';
import { templateOf } from './templates.ts';

/** Raises the event of an operation, if functions could listen to it, once what it has changed is written. */
export function followCall(call: Call): Promise<Follow> | undefined {
  const { kernel, operation, project } = call;
  if (!kernel.functions || project.$id === consoleId) return undefined;
  const template = templateOf(operation);
  return template === undefined ? undefined : begin(call, template);
}

async function begin(call: Call, template: string): Promise<Follow> {
  const { kernel, operation, project } = call;
  const cause = causeOf(call);
  const listens = functionsOf(call).find(({ events }) => events.length > 0) !== undefined;
  const deleted = operation.method === 'DELETE' && listens ? await objectToDelete(call) : undefined;
  return (result) => {
    const object = call.event.payload ?? deleted ?? objectOf(result);
    raise(kernel, {
      projectId: project.$id,
      template,
      ids: idsOf(call, template, object ?? {}),
      // PHP writes an empty object as a list.
      payload: object ? jsonBytes(object) : Buffer.from('[]'),
      userId: call.event.userId ?? call.actor.signedIn?.userId ?? '',
      depth: cause ? cause.depth + 1 : 0,
    });
  };
}

/** Returns the object that an operation answers, even with a status of its own. */
function objectOf(result: Result): JsonObject | undefined {
  if (!(result instanceof Reply)) return result;
  const { body } = result;
  if (!Buffer.isBuffer(body)) return undefined;
  const value: unknown = JSON.parse(body.toString());
  return isObject(value) ? value : undefined;
}

/** Returns the IDs of an event's template by their names. */
function idsOf(call: Call, template: string, object: JsonObject): Record<string, string> {
  const names = [...template.matchAll(/\[(\w+)\]/g)].map(([, name]) => name!);
  const last = names.at(-1);
  const ids = names.map((name) => [name, idOf(call, name, object, name === last)] as const);
  return Object.fromEntries(ids.flatMap(([name, id]) => (typeof id === 'string' ? [[name, id]] : [])));
}

function idOf(call: Call, name: string, object: JsonObject, isInnermost: boolean): unknown {
  const { operation, params, actor } = call;
  const own = name === 'attributeId' || name === 'indexId' ? 'key' : name;
  const inPath = operation.path.includes(`{${own}}`) ? params.string(own) : 'current';
  // `current` stands for the session of the caller.
  if (inPath !== 'current') return inPath;
  if (name === 'userId' && operation.response !== 'user') return object.userId ?? actor.signedIn?.userId;
  return isInnermost ? (object.$id ?? object.key) : object[name];
}
