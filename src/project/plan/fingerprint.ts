import { createHash } from 'node:crypto';
import { encodeJson } from '../../lib/json/raw.ts';
import { fieldsOf, kindNamed } from '../model/kinds.ts';
import type { LiveResource } from '../model/state.ts';
import { exact } from '../model/value.ts';
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

/**
 * Returns the SHA-256, in hex, of what a plan was computed from: target, file and remote state. Two plans with the same
 * fingerprint have the same actions.
 */
export function fingerprint({ target, file, remote }: Pick<Plan, 'target' | 'file' | 'remote'>): string {
  const { endpoint, projectId, apiVersion } = target;
  const states = Object.entries(remote)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, state]) => [key, state && [entriesOf(state), state.updatedAt ?? null]]);
  return createHash('sha256')
    .update(encodeJson([endpoint, projectId, apiVersion, file.sha256, states]))
    .digest('hex');
}

const entriesOf = ({ fields }: NonNullable<RemoteState>) =>
  Object.keys(fields)
    .sort()
    .map((name) => [name, exact(fields[name]!)]);
