import type { Call } from '../call.ts';
import { newId } from '../ids.ts';
import type { Collection, Entity } from '../store/collection.ts';
import type { Store } from '../store/store.ts';
import { consoleId } from './projects.ts';

/** A domain that leads to a project or one of its functions. A domain belongs to one project only. */
export interface Rule extends Entity {
  readonly projectId: string;
  readonly domain: string;
  readonly resourceType: 'api' | 'function';
  /** ID of the function, or ''. */
  readonly resourceId: string;
  readonly status: 'created' | 'verified';
}

/** Functions get a subdomain of it. */
export const functionsDomain = 'functions.localhost';

export const rules = (store: Store): Collection<Rule> => store.scope(consoleId).collection('rules');

/** True if a rule gives a host name to the API. @param host in lower case */
export const isApiDomain = (store: Store, host: string): boolean =>
  rules(store).find(({ domain, resourceType }) => resourceType === 'api' && domain.toLowerCase() === host) !==
  undefined;

/** Gives a function a domain, as every new function has one. */
export function addFunctionRule(call: Call, functionId: string): void {
  rules(call.kernel.store).put({
    ...call.stamp(newId(call.now)),
    projectId: call.project.$id,
    domain: `${newId(call.now)}.${functionsDomain}`,
    resourceType: 'function',
    resourceId: functionId,
    status: 'verified',
  });
}

/** Removes the domains of a deleted function. */
export function removeFunctionRules(call: Call, functionId: string): void {
  const all = rules(call.kernel.store);
  for (const { $id } of all.filter(
    ({ projectId, resourceId }) => projectId === call.project.$id && resourceId === functionId,
  )) {
    all.delete($id);
  }
}
