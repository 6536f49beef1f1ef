import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument, invalidQuery } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler, Module } from '../../core/module.ts';
import { functionsDomain, type Rule, rules } from '../../core/records/rules.ts';
import { functionNotFound, functionsOf } from '../functions/records.ts';

/** There are no certificates here, so there is nothing to log or to renew. */
const view = (rule: Rule): JsonObject => modelView('proxyRule', { ...rule, logs: '', renewAt: '' });

const handlers: Record<string, Handler> = {
  'proxy.listRules': (call) => {
    if (call.params.string('search', '') !== '') {
      throw invalidQuery('1.5.7 has no index to search rules by; filter by domain.');
    }
    const own = rules(call.kernel.store).filter(({ projectId }) => projectId === call.project.$id);
    const { total, records } = call.page(own);
    return { total, rules: records.map(view) };
  },

  'proxy.createRule': (call) => {
    const domain = call.params.string('domain');
    refuseOwnDomain(domain);
    requireFree(call, domain);
    const resourceType = call.params.string('resourceType') as Rule['resourceType'];
    const resourceId = call.params.string('resourceId', '');
    if (resourceType === 'function') requireFunction(call, resourceId);
    const rule = rules(call.kernel.store).put({
      ...call.stamp(newId(call.now)),
      projectId: call.project.$id,
      domain,
      resourceType,
      resourceId,
      status: domain.endsWith(`.${functionsDomain}`) ? 'verified' : 'created',
    });
    return view(rule);
  },

  'proxy.getRule': (call) => view(findRule(call)),
  'proxy.deleteRule': (call) => {
    rules(call.kernel.store).delete(findRule(call).$id);
    return undefined;
  },

  /** A real server asks the DNS, and fails so while its own name is not public. */
  'proxy.updateRuleVerification': (call) => {
    findRule(call);
    throw new ApiError(500, 'general_server_error', 'Server Error');
  },
};

/** Domains that lead to domains of projects: rules of a project's own. */
export const proxyModule: Module = { handlers };

/** @throws ApiError 404 rule_not_found */
function findRule(call: Call): Rule {
  const id = call.params.string('ruleId');
  const rule = rules(call.kernel.store).get(id);
  if (rule?.projectId === call.project.$id) return rule;
  throw new ApiError(404, 'rule_not_found', `The project has no rule with the ID ${id}.`);
}

function refuseOwnDomain(domain: string): void {
  if (domain !== 'localhost' && domain !== functionsDomain) return;
  throw invalidArgument('domain', `${domain} is the server's own; choose another, or a subdomain.`);
}

/** @throws ApiError 409 rule_already_exists */
function requireFree(call: Call, domain: string): void {
  const other = rules(call.kernel.store).find((rule) => rule.domain === domain);
  if (!other) return;
  const owner = other.projectId === call.project.$id ? `the ${other.resourceType} here` : 'another project';
  throw new ApiError(409, 'rule_already_exists', `The domain ${domain} already points to ${owner}.`);
}

/** @throws ApiError 404 function_not_found without an ID, rule_resource_not_found for an unknown one */
function requireFunction(call: Call, id: string): void {
  if (id === '') throw functionNotFound(id);
  if (functionsOf(call).has(id)) return;
  throw new ApiError(404, 'rule_resource_not_found', `There is no function with the ID ${id}.`);
}
