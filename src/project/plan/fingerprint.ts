import { createHash } from 'node:crypto';
import { encodeJson, RawJson } from '../../lib/json/raw.ts';
import { fieldsOf, kindNamed } from '../model/kinds.ts';
import { keyOf, type LiveProject, type LiveResource, type ResourceRef } from '../model/state.ts';
import type { Plan, RemoteState } from './plan.ts';

/** Returns the state of a resource as plans hold it. */
export function remoteState(live: LiveResource | undefined): RemoteState {
  if (live === undefined) return null;
  const own = fieldsOf(kindNamed(live.kind), live.variant);
  const shown = [...live.fields].filter(([name]) => !own[name]?.secret);
  const hasSecrets = Object.values(own).some(({ secret }) => secret);
  return {
    fields: Object.fromEntries([
      ...(live.variant === undefined ? [] : [['type', live.variant] as const]),
      ...shown.sort(([a], [b]) => (a < b ? -1 : 1)),
    ]),
    ...(hasSecrets && live.updatedAt !== undefined && { updatedAt: live.updatedAt }),
  };
}

/** Returns the state of what a reference names; of code, which deployment is active. */
export function stateOf(ref: ResourceRef, { resources, code }: LiveProject): RemoteState {
  if (ref.kind !== 'code') return remoteState(resources.get(keyOf(ref)));
  const deployment = code.get(ref.path[0]!);
  return deployment ? { fields: { deployment: deployment.deploymentId } } : null;
}

/**
 * Returns the SHA-256, in hex, of what a plan was computed from and what it does: target, file, remote state and actions.
 * A plan with another one was changed after it was made.
 */
export function fingerprint({
  target,
  file,
  remote,
  actions,
}: Pick<Plan, 'target' | 'file' | 'remote' | 'actions'>): string {
  const { endpoint, projectId, apiVersion } = target;
  const states = Object.entries(remote).sort(([a], [b]) => (a < b ? -1 : 1));
  // Part by part: the text of a large plan is many times the file.
  const hash = createHash('sha256');
  for (const part of [[endpoint, projectId, apiVersion, file.sha256], ...states, ...actions])
    hash.update(`${canonicalJson(part)}\n`);
  return hash.digest('hex');
}

/** Returns the JSON of a value with the members of all objects sorted. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value instanceof RawJson || typeof value !== 'object' || value === null) return encodeJson(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}
