import { health } from '../../api/health.ts';
import type { Operation } from '../../api/schema.ts';
import type { ApiRequest } from '../../http/types.ts';
import { buildRequest } from '../../operations/request.ts';

/** One request about the state of the server. */
export interface Check {
  readonly name: string;
  readonly request: ApiRequest;
  /** Serves guests only, and refuses an API key. */
  readonly guest?: boolean;
  /** Time after which the state counts as unknown. */
  readonly maxWaitMs?: number;
}

/** Needs the name of a domain. */
const needsDomain = 'get-certificate';
/** Without a route to its time server, the server answers after a minute or never. */
const asksTimeServer = 'get-time';

/** Returns a check for the version, each operation of the group, and the failed jobs of each queue. */
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
  return [operation.command === asksTimeServer ? { name, request, maxWaitMs: 3000 } : { name, request }];
}

/** State of a service or a queue. */
export interface State {
  /** `pass` or `fail`; for the virus scanner `online`, `offline` or `disabled`. */
  readonly status: string;
  /** Number of jobs in a queue. */
  readonly size: number | null;
  readonly detail: string | null;
}

/** Reads the state from the body of a successful response of any model. */
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

/** True if a status means a failure. */
export function isFailure(status: unknown): boolean {
  return status === 'fail' || status === 'offline';
}
