/** Requests to the domains of functions. */
import { domainHeaders } from '../../../functions/runtime/headers.ts';
import { ApiError } from '../../core/errors.ts';
import type { Answer } from '../../core/http/reply.ts';
import type { Site, SiteRequest } from '../../core/module.ts';
import { projects } from '../../core/records/projects.ts';
import { functionsDomain, rules } from '../../core/records/rules.ts';
import type { Kernel } from '../../core/types.ts';
import { requireReadyBuild } from './deployments.ts';
import { type FunctionRecord, functionNotFound, functionsOf } from './records.ts';
import { runAndAnswer } from './run.ts';

/** Destination of a domain. */
interface Target {
  readonly projectId: string;
  readonly functionId: string;
}

/**
 * Returns what answers for a host name: the function that a rule of a project gives it to, or the one whose ID stands
 * before the domain of functions. Undefined for any other name, and if the sandbox runs no code.
 * @param host in lower case, without a port
 */
export function functionSite(kernel: Kernel, host: string): Site | undefined {
  if (!kernel.functions) return undefined;
  const target = ofRule(kernel, host) ?? ofFunctionId(kernel, host);
  if (target) return (request) => answer(kernel, target, request);
  if (host !== functionsDomain && !host.endsWith(`.${functionsDomain}`)) return undefined;
  return () => {
    throw new ApiError(401, 'general_access_forbidden', `The domain ${host} leads to no function.`);
  };
}

function ofRule(kernel: Kernel, host: string): Target | undefined {
  const rule = rules(kernel.store).find(
    ({ domain, resourceType }) => resourceType === 'function' && domain.toLowerCase() === host,
  );
  return rule && { projectId: rule.projectId, functionId: rule.resourceId };
}

function ofFunctionId(kernel: Kernel, host: string): Target | undefined {
  const suffix = `.${functionsDomain}`;
  if (!host.endsWith(suffix)) return undefined;
  const id = host.slice(0, -suffix.length);
  for (const { $id: projectId } of projects(kernel.store).all()) {
    const store = kernel.store.scope(projectId);
    const fn = functionsOf({ store }).find(({ $id }) => $id.toLowerCase() === id);
    if (fn) return { projectId, functionId: fn.$id };
  }
  return undefined;
}

/**
 * @throws ApiError 404 function_not_found, deployment_not_found, build_not_found; 400 build_not_ready;
 * 401 user_unauthorized; 408 function_synchronous_timeout
 */
async function answer(
  kernel: Kernel,
  { projectId, functionId }: Target,
  { method, target, headers, body }: SiteRequest,
): Promise<Answer> {
  const store = kernel.store.scope(projectId);
  const fn = functionsOf({ store }).get(functionId);
  if (!fn?.enabled) throw functionNotFound(functionId);
  const deployment = requireReadyBuild({ store }, fn);
  requirePublic(fn);
  const given = Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]])),
  );
  const request = { method, target, headers: domainHeaders(given), body };
  const order = { projectId, functionId, trigger: 'http', request, given, userId: '' } as const;
  const { answer } = await runAndAnswer(kernel, order, deployment);
  if (!answer) return { status: 500, headers: {}, body: undefined };
  return { status: answer.status, headers: withoutHops(answer.headers), body: answer.body };
}

/** @throws ApiError 401 user_unauthorized */
function requirePublic({ execute, name }: FunctionRecord): void {
  if (execute.includes('any') || execute.includes('guests')) return;
  throw new ApiError(
    401,
    'user_unauthorized',
    `Only a function that any or guests may execute answers on a domain; ${name} has neither role.`,
  );
}

/** Headers of one connection, which the next one sets itself. */
const hopHeaders = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];

const withoutHops = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopHeaders.includes(name)));
