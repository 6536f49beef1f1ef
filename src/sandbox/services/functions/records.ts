import { isPrivileged } from '../../core/auth/actor.ts';
import type { Call } from '../../core/call.ts';
import type { Assembly } from '../../core/chunks.ts';
import { ApiError } from '../../core/errors.ts';
import type { Collection, Entity } from '../../core/store/collection.ts';

/** A function's settings and which code of it is live. */
export interface Fn extends Entity {
  /** The roles that may run it. */
  readonly execute: readonly string[];
  readonly name: string;
  readonly enabled: boolean;
  /** Whether the live deployment was built with the settings and variables as they are. */
  readonly live: boolean;
  readonly logging: boolean;
  readonly runtime: string;
  /** The ID of the live deployment, or ''. */
  readonly deployment: string;
  readonly events: readonly string[];
  /** A cron expression, or ''. */
  readonly schedule: string;
  /** In seconds. */
  readonly timeout: number;
  readonly entrypoint: string;
  readonly commands: string;
  readonly installationId: string;
  readonly providerRepositoryId: string;
  readonly providerBranch: string;
  readonly providerRootDirectory: string;
  readonly providerSilentMode: boolean;
}

export interface Variable extends Entity {
  readonly key: string;
  readonly value: string;
}

/** A piece of code that was uploaded. Until its last chunk is there, it has no build. */
export interface Deployment extends Entity, Assembly {
  readonly resourceId: string;
  /** `cli` or `manual`. */
  readonly type: string;
  readonly entrypoint: string;
  readonly commands: string;
  /** In bytes. */
  readonly size: number;
  /** Whether it goes live when its build is ready. */
  readonly activate: boolean;
  /** '' as long as there is no build. */
  readonly buildId: string;
  readonly status: 'waiting' | 'processing' | 'ready' | 'failed';
  readonly buildLogs: string;
}

export const functionsOf = (call: Pick<Call, 'store'>): Collection<Fn> => call.store.collection('functions');

export const variablesOf = (call: Call, functionId: string): Collection<Variable> =>
  call.store.collection(`variables/${functionId}`);

export const deploymentsOf = (call: Pick<Call, 'store'>, functionId: string): Collection<Deployment> =>
  call.store.collection(`deployments/${functionId}`);

/** @throws ApiError 404 function_not_found */
export function findFunction(call: Call): Fn {
  const id = call.params.string('functionId');
  const found = functionsOf(call).get(id);
  if (!found) throw functionNotFound(id);
  return found;
}

/**
 * The function that is to be run or whose runs are asked for. One that is switched off is there for keys and admins
 * only.
 * @throws ApiError 404 function_not_found
 */
export function usableFunction(call: Call): Fn {
  const found = findFunction(call);
  if (!found.enabled && !isPrivileged(call.actor)) throw functionNotFound(found.$id);
  return found;
}

const functionNotFound = (id: string) =>
  new ApiError(404, 'function_not_found', `There is no function with the ID ${id}.`);

/** @throws ApiError 404 function_not_found, deployment_not_found */
export function findDeployment(call: Call): Deployment {
  const fn = findFunction(call);
  const id = call.params.string('deploymentId');
  const deployment = deploymentsOf(call, fn.$id).get(id);
  if (!deployment) throw deploymentNotFound(`The function has no deployment with the ID ${id}.`);
  return deployment;
}

export const deploymentNotFound = (message: string) => new ApiError(404, 'deployment_not_found', message);
