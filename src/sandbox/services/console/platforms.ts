import type { Call } from '../../core/call.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';
import { type Platform, platforms } from '../../core/records/projects.ts';
import { findInProject, recordsOfProject, visibleProject } from './access.ts';

export function platformView(platform: Platform): JsonObject {
  const { $id, $createdAt, $updatedAt, name, type, key, store, hostname } = platform;
  return { $id, $createdAt, $updatedAt, name, type, key, store, hostname, httpUser: '', httpPass: '' };
}

/** `projects … platform`. */
export const platformHandlers: Record<string, Handler> = {
  'projects.listPlatforms': (call) => {
    const all = recordsOfProject(call, platforms(call.kernel.store));
    return { total: all.length, platforms: all.map(platformView) };
  },
  'projects.createPlatform': (call) => {
    const { $id: projectId } = visibleProject(call);
    const type = call.params.string('type');
    const stamp = call.stamp(newId(call.now));
    return platformView(platforms(call.kernel.store).put({ ...stamp, projectId, type, ...members(call) }));
  },
  'projects.getPlatform': (call) => platformView(findPlatform(call)),
  'projects.updatePlatform': (call) =>
    platformView(platforms(call.kernel.store).put(call.touch(findPlatform(call), members(call)))),
  'projects.deletePlatform': (call) => {
    platforms(call.kernel.store).delete(findPlatform(call).$id);
    return undefined;
  },
};

function members({ params }: Call) {
  return {
    name: params.string('name'),
    key: params.string('key', ''),
    store: params.string('store', ''),
    hostname: params.string('hostname', ''),
  };
}

const findPlatform = (call: Call): Platform => findInProject(call, platforms(call.kernel.store), 'platform');
