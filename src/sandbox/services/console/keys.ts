import type { Call } from '../../core/call.ts';
import { invalidArgument } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';
import { type ApiKey, apiKeys, createKey } from '../../core/records/projects.ts';
import { parseTime, timestamp } from '../../core/time.ts';
import { findInProject, recordsOfProject, visibleProject } from './access.ts';

export function keyView(key: ApiKey): JsonObject {
  const { $id, $createdAt, $updatedAt, name, expire, scopes, secret, accessedAt, sdks } = key;
  return { $id, $createdAt, $updatedAt, name, expire, scopes, secret, accessedAt, sdks };
}

/** `projects … key`. Changes of scopes apply from the next request on. */
export const keyHandlers: Record<string, Handler> = {
  'projects.listKeys': (call) => {
    const all = recordsOfProject(call, apiKeys(call.kernel.store));
    return { total: all.length, keys: all.map(keyView) };
  },
  'projects.createKey': (call) => {
    const { $id: projectId } = visibleProject(call);
    return keyView(createKey(call.kernel.store, call.now, { projectId, ...members(call) }));
  },
  'projects.getKey': (call) => keyView(findKey(call)),
  'projects.updateKey': (call) =>
    keyView(apiKeys(call.kernel.store).put(call.touch(findKey(call), members(call)))),
  'projects.deleteKey': (call) => {
    apiKeys(call.kernel.store).delete(findKey(call).$id);
    return undefined;
  },
};

function members(call: Call): Pick<ApiKey, 'name' | 'scopes' | 'expire'> {
  const { params } = call;
  const expire = params.optionalString('expire');
  const time = expire ? parseTime(expire) : undefined;
  if (expire && time === undefined)
    throw invalidArgument('expire', 'it must be a date and time in ISO 8601.');
  return {
    name: params.string('name'),
    scopes: params.strings('scopes'),
    expire: time === undefined ? '' : timestamp(time),
  };
}

const findKey = (call: Call): ApiKey => findInProject(call, apiKeys(call.kernel.store), 'key');
