import { keyScopesIn } from '../../../api/choices/console.ts';
import { defaultApiVersion } from '../../../api/versions.ts';
import type { Variables } from '../../../functions/runtime/environment.ts';
import type { Deployed, SandboxFact } from '../../core/function-host.ts';
import { apiKeys, createKey } from '../../core/records/projects.ts';
import type { Collection } from '../../core/store/collection.ts';
import type { Store } from '../../core/store/store.ts';
import type { Kernel } from '../../core/types.ts';
import { type Deployment, functionsOf, projectVariables, type Variable, variablesOf } from './records.ts';

/**
 * Returns what runs a deployment with the variables of now.
 * @throws Error if the function has been deleted
 */
export function deployedOf(
  kernel: Kernel,
  projectId: string,
  { $id: deploymentId, resourceId: functionId, buildId, entrypoint }: Deployment,
): { deployed: Deployed; timeoutSeconds: number } {
  const store = kernel.store.scope(projectId);
  const fn = functionsOf({ store }).get(functionId);
  if (!fn) throw new Error('the function has been deleted');
  const { name, runtime, timeout: timeoutSeconds } = fn;
  const variables = {
    project: valuesOf(projectVariables({ store })),
    // These replace the function's own, which name a real server.
    function: { ...valuesOf(variablesOf({ store }, functionId)), ...setVariables(kernel, projectId) },
  };
  return {
    deployed: { projectId, functionId, deploymentId, buildId, name, runtime, entrypoint, variables },
    timeoutSeconds,
  };
}

const valuesOf = (variables: Collection<Variable>): Variables =>
  Object.fromEntries(variables.all().map(({ key, value }) => [key, value]));

function setVariables(kernel: Kernel, projectId: string): Variables {
  const { set = {}, endpoint = '' } = kernel.functions ?? {};
  const values: Readonly<Record<SandboxFact, () => string>> = {
    endpoint: () => endpoint,
    project: () => projectId,
    key: () => functionsKey(kernel.store, projectId, kernel.now()),
  };
  return Object.fromEntries(Object.entries(set).map(([name, fact]) => [name, values[fact]()]));
}

/**
 * Returns the secret of the key that functions of a project get. It is theirs alone, so that a write with it is known to be
 * a function's. It is made when it is first needed.
 */
function functionsKey(store: Store, projectId: string, now: number): string {
  const known = apiKeys(store).find((key) => key.projectId === projectId && key.holder === 'functions');
  if (known) return known.secret;
  const scopes = keyScopesIn(defaultApiVersion);
  return createKey(store, now, { projectId, name: 'Functions', scopes, holder: 'functions' }).secret;
}

/** True for a key that only functions of the project have. */
export const isFunctionsKey = (store: Store, projectId: string, secret: string): boolean =>
  apiKeys(store).find((key) => key.projectId === projectId && key.secret === secret)?.holder === 'functions';
