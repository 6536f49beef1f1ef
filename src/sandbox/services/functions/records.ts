import type { Trigger } from '../../../functions/runtime/headers.ts';
import { isPrivileged } from '../../core/auth/actor.ts';
import type { Call } from '../../core/call.ts';
import type { Assembly } from '../../core/chunks.ts';
import { ApiError } from '../../core/errors.ts';
import type { Collection, Entity } from '../../core/store/collection.ts';

/** Settings of a function, and its active deployment. */
export interface FunctionRecord extends Entity {
  /** Roles that may run it. */
  readonly execute: readonly string[];
  readonly name: string;
  readonly enabled: boolean;
  /** True if the active deployment was built with the current settings and variables. */
  readonly live: boolean;
  readonly logging: boolean;
  readonly runtime: string;
  /** ID of the active deployment, or ''. */
  readonly deployment: string;
  readonly events: readonly string[];
  /** A cron expression, or ''. */
  readonly schedule: string;
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

/** Uploaded code of a function. It has no build until its last chunk has arrived. */
export interface Deployment extends Entity, Assembly {
  readonly resourceId: string;
  /** `cli` or `manual`. */
  readonly type: string;
  readonly entrypoint: string;
  readonly commands: string;
  readonly size: number;
  /** True to activate the deployment when its build is ready. */
  readonly activate: boolean;
  /** '' until there is a build. */
  readonly buildId: string;
  readonly status: 'waiting' | 'processing' | 'building' | 'ready' | 'failed';
  readonly buildLogs: string;
  /** Duration of the build; absent if there was none. */
  readonly buildSeconds?: number;
}

export interface Header {
  readonly name: string;
  readonly value: string;
}

/** A run of a function. */
export interface Execution extends Entity {
  readonly $permissions: readonly string[];
  readonly functionId: string;
  readonly trigger: Trigger;
  readonly status: 'waiting' | 'processing' | 'completed' | 'failed';
  readonly requestMethod: string;
  readonly requestPath: string;
  readonly requestHeaders: readonly Header[];
  /** 0 until there is an answer. */
  readonly responseStatusCode: number;
  readonly responseHeaders: readonly Header[];
  readonly logs: string;
  readonly errors: string;
  /** In seconds. */
  readonly duration: number;
}

export const executionsOf = (call: Pick<Call, 'store'>, functionId: string): Collection<Execution> =>
  call.store.collection(`executions/${functionId}`);

export const functionsOf = (call: Pick<Call, 'store'>): Collection<FunctionRecord> =>
  call.store.collection('functions');

export const variablesOf = (call: Pick<Call, 'store'>, functionId: string): Collection<Variable> =>
  call.store.collection(`variables/${functionId}`);

/** Variables of all functions of the project. */
export const projectVariables = (call: Pick<Call, 'store'>): Collection<Variable> =>
  call.store.collection('projectVariables');

export const deploymentsOf = (call: Pick<Call, 'store'>, functionId: string): Collection<Deployment> =>
  call.store.collection(`deployments/${functionId}`);

/** @throws ApiError 404 function_not_found */
export function findFunction(call: Call): FunctionRecord {
  const id = call.params.string('functionId');
  const found = functionsOf(call).get(id);
  if (!found) throw functionNotFound(id);
  return found;
}

/**
 * Returns the function to run, or whose executions are listed. Only keys and admins see a function that is switched
 * off.
 * @throws ApiError 404 function_not_found
 */
export function usableFunction(call: Call): FunctionRecord {
  const found = findFunction(call);
  if (!found.enabled && !isPrivileged(call.actor)) throw functionNotFound(found.$id);
  return found;
}

export const functionNotFound = (id: string) =>
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
