import { keyScopesIn } from '../../api/choices/console.ts';
import { defaultApiVersion } from '../../api/versions.ts';
import { type Actor, keyActor } from './auth/actor.ts';
import type { Upload } from './http/body.ts';
import type { Result } from './http/reply.ts';
import type { JsonObject } from './json.ts';
import type { Project } from './records/projects.ts';
import type { Kernel } from './types.ts';

/** A request of the sandbox to itself, without HTTP. */
export type InnerRequest = readonly [operation: string, params: JsonObject, file?: Upload];

/** A key with every scope of its project. */
export const fullKey: Actor = keyActor(keyScopesIn(defaultApiVersion));

/** @throws ApiError as the operation does */
export async function performAs(
  kernel: Kernel,
  project: Project,
  actor: Actor,
  [name, params, file]: InnerRequest,
): Promise<Result> {
  const request = { headers: {}, ip: '127.0.0.1', host: 'localhost' };
  const input = { params, files: new Map(file && [['file', file]]) };
  const { result } = await kernel.perform(kernel.operation(name), { project, actor, request, input });
  return result;
}
