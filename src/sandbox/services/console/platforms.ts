import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';
import { type Platform, platforms } from '../../core/records/projects.ts';
import { visibleProject } from './access.ts';

export function platformView(platform: Platform): JsonObject {
  const { $id, $createdAt, $updatedAt, name, type, key, store, hostname } = platform;
  return { $id, $createdAt, $updatedAt, name, type, key, store, hostname, httpUser: '', httpPass: '' };
}

/** `projects … platform`. */
export const platformHandlers: Record<string, Handler> = {
  'projects.listPlatforms': (call) => {
    const { $id } = visibleProject(call);
    const all = platforms(call.kernel.store).filter(({ projectId }) => projectId === $id);
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

function findPlatform(call: Call): Platform {
  const { $id } = visibleProject(call);
  const id = call.params.string('platformId');
  const platform = platforms(call.kernel.store).get(id);
  if (platform?.projectId === $id) return platform;
  throw new ApiError(404, 'platform_not_found', `The project has no platform with the ID ${id}.`);
}
