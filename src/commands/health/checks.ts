import { health } from '../../api/health.ts';
import { type Operation, operationOf } from '../../api/schema.ts';
import { readServerVersion } from '../../api/server-version.ts';
import { type ApiVersion, apiVersions } from '../../api/versions.ts';
import type { ApiRequest } from '../../http/types.ts';
import { buildRequest } from '../../operations/request.ts';

/** One request about the state of the server. */
export interface Check {
  readonly name: string;
  readonly request: ApiRequest;
  /** True if it names a queue, which the server may not know. */
  readonly isNamed?: boolean;
}

/**
 * Operations that are never asked here. The first needs the name of a domain. The second blocks a process of Appwrite
 * 1.5.7 for good if the server has no route to its time server, so `--watch` would take the server down.
 */
const leftOut: readonly string[] = ['get-certificate', 'get-time'];

/** Asked for each queue by its name. */
const failedJobs = 'get-failed-jobs';

/** Published for 1.5, but a server of 1.5 knows the queue only as `webhooksv1`. */
const misnamed = 'v1-webhooks';

/**
 * Returns a check for each operation of the group, and for the failed jobs of each queue, that a server of this version
 * knows.
 * @param version such as `1.5.7`; undefined if it is unknown: the checks of all versions
 */
export function checksOf(version: string | undefined): Check[] {
  const server = readServerVersion(version);
  const versions = server ? [server.api] : apiVersions;
  // A path or the name of a queue that several versions have is asked once.
  const services = versions.flatMap(serviceChecks);
  const queues = versions.flatMap(failedJobsChecks);
  return [...new Map([...services, ...queues].map((check) => [check.name, check])).values()];
}

function serviceChecks(version: ApiVersion): Check[] {
  return health
    .at(version)
    .operations.filter(({ command }) => command !== failedJobs && !leftOut.includes(command))
    .map((operation) => ({ name: nameOf(operation), request: buildRequest(operation, {}) }));
}

/** Queues are called as in their paths, which changed with the queues. */
function nameOf({ path, command }: Operation): string {
  const queue = /^\/health\/queue\/(.+)/.exec(path)?.[1];
  return queue === undefined ? command.replace(/^get-?/, '') || 'server' : `queue-${queue}`;
}

function failedJobsChecks(version: ApiVersion): Check[] {
  const operation = operationOf(health.at(version), failedJobs);
  return operation.params[0]!.enum!.filter((name) => name !== misnamed || version !== '1.5').map((name) => ({
    name: `failed-jobs ${name}`,
    request: buildRequest(operation, { name }),
    isNamed: true,
  }));
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
  const { status, statuses, size, version } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const parts = Array.isArray(statuses) ? (statuses as { name?: unknown; status?: unknown }[]) : [];
  const broken = parts.filter((part) => isFailure(part.status)).map(({ name }) => String(name));
  return {
    status: typeof status === 'string' ? status : broken.length > 0 ? 'fail' : 'pass',
    size: typeof size === 'number' ? size : null,
    detail: broken.join(', ') || (typeof version === 'string' && version) || null,
  };
}

/** True if a status means a failure. */
export function isFailure(status: unknown): boolean {
  return status === 'fail' || status === 'offline';
}
