import { health } from '../../api/health.ts';
import { operationOf } from '../../api/schema.ts';
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

/** Minor versions of Appwrite 1 that have a route or a queue: from `since` on, and before `until`. */
interface Span {
  readonly since?: number;
  readonly until?: number;
}

/** Operations that not every version has, by command. */
const operationSpans: Readonly<Record<string, Span>> = {
  'get-queue': { until: 6 },
  'get-queue-usage': { until: 6 },
  'get-queue-usage-dump': { until: 6 },
};

/** Names of queues that not every version knows. */
const nameSpans: Readonly<Record<string, Span>> = {
  'v1-usage': { until: 6 },
  'v1-usage-dump': { until: 6 },
  webhooksv1: { until: 6 },
  'v1-webhooks': { since: 6 },
  'v1-stats-resources': { since: 6 },
  'v1-stats-usage': { since: 6 },
  'v1-screenshots': { since: 9 },
};

/** Queues of newer servers, as in their paths. */
const newerQueues: Readonly<Record<string, Span>> = {
  'stats-resources': { since: 6 },
  'stats-usage': { since: 6 },
  audits: { since: 9 },
};

const failedJobs = operationOf(health, 'get-failed-jobs');
const anyQueue = operationOf(health, 'get-queue-logs');

/**
 * Returns a check for each operation of the group, and for the failed jobs of each queue, that a server of this version
 * knows.
 * @param version such as `1.5.7`; undefined if it is unknown: the checks of all versions
 */
export function checksOf(version: string | undefined): Check[] {
  const minor = minorOf(version);
  const isKnown = ({ since = 0, until = Number.POSITIVE_INFINITY }: Span = {}) =>
    minor === undefined || (minor >= since && minor < until);

  const services = health.operations
    .filter((operation) => operation !== failedJobs && !leftOut.includes(operation.command))
    .filter(({ command }) => isKnown(operationSpans[command]))
    .map((operation) => ({
      name: operation.command.replace(/^get-?/, '') || 'server',
      request: buildRequest(operation, {}),
    }));
  const newer = Object.keys(newerQueues)
    .filter((queue) => isKnown(newerQueues[queue]))
    .map((queue) => ({
      name: `queue-${queue}`,
      request: { ...buildRequest(anyQueue, {}), path: `/health/queue/${queue}` },
    }));
  const names = new Set([...failedJobs.params[0]!.enum!, ...Object.keys(nameSpans)]);
  const failed = [...names]
    .filter((name) => isKnown(nameSpans[name]))
    .map((name) => ({
      name: `failed-jobs ${name}`,
      request: buildRequest(failedJobs, { name }),
      isNamed: true,
    }));
  return [...services, ...newer, ...failed];
}

function minorOf(version: string | undefined): number | undefined {
  const minor = /^1\.(\d+)/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
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
