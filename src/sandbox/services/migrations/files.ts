import type { Call } from '../../core/call.ts';
import { type Assembly, isComplete } from '../../core/chunks.ts';
import { addFunctionRule } from '../../core/records/rules.ts';
import { filesOf } from '../../core/records/storage.ts';
import type { Scope } from '../../core/store/store.ts';
import { deploymentsOf, functionsOf, variablesOf } from '../functions/records.ts';
import { allBuckets } from '../storage/buckets.ts';
import { attempt, type Kind, type Outcome, ownerMissing, skipped, taken } from './copying.ts';

/** Copies buckets, and the files that are complete. */
export function* copyStorage(call: Call, store: Scope, kinds: ReadonlySet<Kind>): Generator<Outcome> {
  if (!kinds.has('bucket')) return;
  const buckets = allBuckets({ store }).all();
  for (const bucket of buckets) {
    yield attempt('bucket', bucket.$id, () => {
      if (allBuckets(call).has(bucket.$id)) throw taken('bucket', bucket.$id);
      allBuckets(call).put({ ...bucket, ...call.stamp(bucket.$id) });
    });
  }
  if (!kinds.has('file')) return;
  for (const { $id: bucketId } of buckets) {
    for (const file of filesOf({ store }, bucketId).all()) {
      if (!isWhole(file)) {
        yield skipped('file', file.$id);
        continue;
      }
      yield attempt('file', file.$id, () => {
        if (!allBuckets(call).has(bucketId)) throw ownerMissing('bucket', bucketId);
        const files = filesOf(call, bucketId);
        if (files.has(file.$id)) throw taken('file', file.$id);
        files.put({ ...file, ...call.stamp(file.$id), blob: call.kernel.blobs.copy(file.blob) });
      });
    }
  }
}

/** Copies functions, their variables, and the code whose build is over; the active deployment stays active. */
export function* copyFunctions(call: Call, store: Scope, kinds: ReadonlySet<Kind>): Generator<Outcome> {
  if (!kinds.has('function')) return;
  const functions = functionsOf({ store }).all();
  for (const fn of functions) {
    yield attempt('function', fn.$id, () => {
      if (functionsOf(call).has(fn.$id)) throw taken('function', fn.$id);
      functionsOf(call).put({ ...fn, ...call.stamp(fn.$id), deployment: '', live: true });
      addFunctionRule(call, fn.$id);
    });
  }
  if (kinds.has('deployment')) for (const { $id } of functions) yield* copyDeployments(call, store, $id);
  if (!kinds.has('environment variable')) return;
  for (const { $id: functionId } of functions) {
    for (const variable of variablesOf({ store }, functionId).all()) {
      yield attempt('environment variable', variable.key, () => {
        if (!functionsOf(call).has(functionId)) throw ownerMissing('function', functionId);
        const variables = variablesOf(call, functionId);
        if (variables.find(({ key }) => key === variable.key)) {
          throw taken('environment variable', variable.key);
        }
        variables.put({ ...variable, ...call.stamp(variable.$id) });
      });
    }
  }
}

function* copyDeployments(call: Call, store: Scope, functionId: string): Generator<Outcome> {
  const active = functionsOf({ store }).get(functionId)?.deployment;
  for (const deployment of deploymentsOf({ store }, functionId).all()) {
    const { $id, status, blob } = deployment;
    if (!isWhole(deployment) || (status !== 'ready' && status !== 'failed')) {
      yield skipped('deployment', $id);
      continue;
    }
    yield attempt('deployment', $id, () => {
      const fn = functionsOf(call).get(functionId);
      if (!fn) throw ownerMissing('function', functionId);
      const deployments = deploymentsOf(call, functionId);
      if (deployments.has($id)) throw taken('deployment', $id);
      deployments.put({ ...deployment, ...call.stamp($id), blob: call.kernel.blobs.copy(blob) });
      if ($id === active) functionsOf(call).put({ ...fn, deployment: $id });
    });
  }
}

const isWhole = (assembly: Assembly): boolean => isComplete(assembly) && assembly.readable !== null;
