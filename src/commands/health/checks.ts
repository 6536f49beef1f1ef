import { health } from '../../api/health.ts';
import type { Operation } from '../../api/schema.ts';
import type { ApiRequest } from '../../http/types.ts';
import { buildRequest } from '../../operations/request.ts';

/** One thing to ask the server. */
export interface Check {
  readonly name: string;
  readonly request: ApiRequest;
  /** It answers guests, and refuses an API key. */
  readonly guest?: boolean;
  /** How long it may take before the state counts as unknown, in milliseconds. */
  readonly patience?: number;
}

/** Of no use without the name of a domain. */
const needsDomain = 'get-certificate';
/** A server without a route to its time server answers after a minute, or never. */
const asksTimeServer = 'get-time';

/** Everything there is to ask: the version, each operation of the group, and the failed jobs of each queue. */
export function allChecks(): Check[] {
  const version: ApiRequest = {
    method: 'GET',
    path: '/health/version',
    query: [],
    repeatable: true,
    expects: 'json',
    secrets: [],
  };
  const operations = health.operations.filter(({ command }) => command !== needsDomain);
  return [{ name: 'version', request: version, guest: true }, ...operations.flatMap(checksOf)];
}

function checksOf(operation: Operation): Check[] {
  const name = operation.command.replace(/^get-?/, '') || 'server';
  const perQueue = operation.params.find((param) => param.in === 'path');
  if (perQueue) {
    return (perQueue.enum ?? []).map((queue) => ({
      name: `${name} ${queue}`,
      request: buildRequest(operation, { [perQueue.name]: queue }),
    }));
  }
  const request = buildRequest(operation, {});
  return [operation.command === asksTimeServer ? { name, request, patience: 3000 } : { name, request }];
}

/** What an answer says. */
export interface State {
  /** `pass` or `fail`, or what the virus scanner says: `online`, `offline`, `disabled`. */
  readonly status: string;
  /** How many jobs there are, for queues. */
  readonly size: number | null;
  readonly detail: string | null;
}

/** The state that the body of a good answer tells, whatever its model. */
export function stateOf(body: unknown): State {
  const { status, statuses, size, version, diff } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const parts = Array.isArray(statuses) ? (statuses as { name?: unknown; status?: unknown }[]) : [];
  const broken = parts.filter((part) => isFailure(part.status)).map(({ name }) => String(name));
  return {
    status: typeof status === 'string' ? status : broken.length > 0 ? 'fail' : 'pass',
    size: typeof size === 'number' ? size : null,
    detail:
      broken.join(', ') ||
      (typeof version === 'string' && version) ||
      (typeof diff === 'number' && diff !== 0 ? `the clock differs by ${diff} s` : null),
  };
}

/** Whether a status means that something is broken. */
export function isFailure(status: unknown): boolean {
  return status === 'fail' || status === 'offline';
}
