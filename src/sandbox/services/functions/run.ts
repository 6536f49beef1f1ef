/** Runs a function on behalf of a request, an event or its schedule, and keeps the record of it. */
import type { Trigger } from '../../../functions/runtime/headers.ts';
import type { FunctionAnswer, FunctionRequest } from '../../../functions/runtime/types.ts';
import { ApiError } from '../../core/errors.ts';
import type { FunctionHost } from '../../core/function-host.ts';
import { newId } from '../../core/ids.ts';
import { timestamp } from '../../core/time.ts';
import type { Kernel } from '../../core/types.ts';
import { deployedOf } from './deployed.ts';
import {
  type Deployment,
  deploymentsOf,
  type Execution,
  executionsOf,
  type FunctionRecord,
  functionNotFound,
  functionsOf,
  type Header,
} from './records.ts';

/** Call of a function, whatever triggers it. */
export interface RunOrder {
  readonly projectId: string;
  readonly functionId: string;
  readonly trigger: Trigger;
  readonly request: FunctionRequest;
  /** Headers that the caller gave, of which the execution stores a few; those of the request by default. */
  readonly given?: Readonly<Record<string, string>>;
  /** Acting user, who may read the execution; '' for none. */
  readonly userId: string;
  /** JWT among the headers of the request, if any. */
  readonly jwt?: string;
  /** Number of runs that led to this one by their events; 0 by default. */
  readonly depth?: number;
}

/** Domain of the server, as a new one has it. */
export const serverDomain = 'localhost';

/** Names of headers that an execution stores. */
const storedRequestHeaders = ['content-type', 'agent', 'content-length', 'host'];
const storedResponseHeaders = ['content-type', 'content-length'];
/** Limit of stored logs and errors. */
const maxLogBytes = 1_000_000;
/** Time that the server waits for an answer beyond the time-out of the function. */
const graceSeconds = 15;

/**
 * Runs a function as the server's worker does, for an event, its schedule or an asynchronous request. The execution is
 * stored from the start, unless the function stores none.
 * @param waiting execution that has been stored for it already
 * @returns the finished execution; a failed one with a text if the function has no code that is ready
 * @throws ApiError 404 function_not_found if it has been deleted meanwhile
 */
export async function runFunction(kernel: Kernel, given: RunOrder, waiting?: Execution): Promise<Execution> {
  const order = begin(kernel, given);
  const fn = functionsOf(scopeOf(kernel, order)).get(order.functionId);
  if (!fn) throw functionNotFound(order.functionId);
  const begun = waiting ?? newExecution(kernel, order, 'processing');
  const usable = usableDeployment(kernel, order.projectId, fn);
  if (typeof usable === 'string') return store(kernel, order, failed(begun, usable));
  return tracked(kernel, order, async () => {
    await store(kernel, order, { ...begun, status: 'processing' });
    const limitMs = (fn.timeout + graceSeconds) * 1000;
    const { outcome } = await answerOf(kernel, order, usable, limitMs);
    return store(kernel, order, finished(begun, outcome));
  });
}

/**
 * Stores a failed execution of a function that was not run.
 * @param reason text for the errors of the execution
 */
export const refuseRun = (kernel: Kernel, order: RunOrder, reason: string): Promise<Execution> =>
  store(kernel, begin(kernel, order), failed(newExecution(kernel, order, 'failed'), reason));

/** An order that is being carried out. */
interface BegunOrder extends RunOrder {
  /** Of the kernel at the beginning: after a reset, nothing of the run is stored. */
  readonly era: number;
}

const begin = ({ era }: Kernel, order: RunOrder): BegunOrder => ({ ...order, era });

/** An execution, and the answer of the function in full; none if the function gave none. */
export interface Answered {
  readonly execution: Execution;
  readonly answer: FunctionAnswer | undefined;
}

/**
 * Runs a function while a request waits. The execution is stored at the end, unless the function stores none.
 * @throws ApiError 408 function_synchronous_timeout
 */
export async function runAndAnswer(
  kernel: Kernel,
  given: RunOrder,
  deployment: Deployment,
): Promise<Answered> {
  const order = begin(kernel, given);
  const begun = newExecution(kernel, order, 'processing');
  const { outcome, rest, execution } = await tracked(kernel, order, async () => {
    const answered = await answerOf(kernel, order, deployment, hostOf(kernel).syncLimitMs);
    return { ...answered, execution: await store(kernel, order, finished(begun, answered.outcome)) };
  });
  if (!rest) return { execution, answer: outcome.answer };
  // The run goes on after the cut, as on a server.
  tracked(kernel, order, () => rest).catch(() => {});
  throw new ApiError(
    408,
    'function_synchronous_timeout',
    'The function did not answer in time. Run it with async, which is not limited to 30 seconds.',
  );
}

/** Returns an execution that has not been stored. */
export function newExecution(kernel: Kernel, order: RunOrder, status: Execution['status']): Execution {
  const { functionId, trigger, request, given = request.headers, userId } = order;
  const at = timestamp(kernel.now());
  return {
    $id: newId(kernel.now()),
    $createdAt: at,
    $updatedAt: at,
    $permissions: userId === '' ? [] : [`read("user:${userId}")`],
    functionId,
    trigger,
    status,
    requestMethod: request.method,
    requestPath: request.target,
    requestHeaders: pick(given, storedRequestHeaders),
    responseStatusCode: 0,
    responseHeaders: [],
    logs: '',
    errors: '',
    duration: 0,
  };
}

export const headersOf = (headers: Readonly<Record<string, string>>): Header[] =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));

/** Returns the live deployment of a function, or the reason why it can't be run. */
function usableDeployment(kernel: Kernel, projectId: string, fn: FunctionRecord): Deployment | string {
  const deployment = deploymentsOf(scopeOf(kernel, { projectId }), fn.$id).get(fn.deployment);
  if (!deployment || deployment.buildId === '')
    return 'The function has no live deployment. Deploy its code first.';
  if (deployment.status !== 'ready')
    return `The build of the deployment is ${deployment.status}, not ready. Run the function again when it is.`;
  return deployment;
}

interface Outcome {
  readonly answer: FunctionAnswer | undefined;
  /** Text if there is no answer. */
  readonly problem: string;
  readonly durationMs: number;
}

/** @returns also the rest of the run, if it takes longer than the limit */
async function answerOf(
  kernel: Kernel,
  { projectId, request }: RunOrder,
  deployment: Deployment,
  limitMs: number,
): Promise<{ outcome: Outcome; rest?: Promise<unknown> }> {
  const startedAt = performance.now();
  const since = () => performance.now() - startedAt;
  const without = (problem: string): Outcome => ({ answer: undefined, problem, durationMs: since() });
  const limit = new TimeLimit(limitMs);
  // The executor (0.5.5) appends the path to its address: http://HOST:3000PATH.
  if (!/^(?:$|[/?#])/.test(request.target))
    return { outcome: without(`The executor can't call ${request.target}: a path begins with a slash.`) };
  try {
    const { deployed, timeoutSeconds } = deployedOf(kernel, projectId, deployment);
    const call = hostOf(kernel).call(deployed, request, timeoutSeconds);
    const answer = await Promise.race([call, limit.exceeded]);
    if (answer) return { outcome: { answer, problem: '', durationMs: answer.durationMs } };
    const problem = `The function did not answer within ${limitMs / 1000} seconds.`;
    return { outcome: without(problem), rest: call };
  } catch (error) {
    return { outcome: without(error instanceof Error ? error.message : String(error)) };
  } finally {
    limit.clear();
  }
}

const tracked = <Value>(kernel: Kernel, order: RunOrder, work: () => Promise<Value>): Promise<Value> => {
  const { projectId, functionId, jwt = '', depth = 0 } = order;
  return hostOf(kernel).track({ projectId, functionId, jwt, depth }, work);
};

class TimeLimit {
  readonly exceeded: Promise<undefined>;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number) {
    this.exceeded = new Promise((resolve) => {
      this.#timer = setTimeout(resolve, limitMs, undefined);
    });
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

function finished(execution: Execution, { answer, problem, durationMs }: Outcome): Execution {
  const duration = durationMs / 1000;
  if (!answer) return { ...failed(execution, problem), responseStatusCode: 500, duration };
  return {
    ...execution,
    status: answer.status >= 400 ? 'failed' : 'completed',
    responseStatusCode: answer.status,
    responseHeaders: pick(answer.headers, storedResponseHeaders),
    logs: cutBytes(answer.logs),
    errors: cutBytes(answer.errors),
    duration,
  };
}

const failed = (execution: Execution, problem: string): Execution => ({
  ...execution,
  status: 'failed',
  errors: cutBytes(problem),
});

/**
 * Stores an execution, unless its function stores none or has been deleted. No request has to wait for it; on a full disk
 * that is tried again.
 */
function store(
  kernel: Kernel,
  { projectId, functionId, era }: BegunOrder,
  execution: Execution,
): Promise<Execution> {
  const scope = scopeOf(kernel, { projectId });
  const current = { ...execution, $updatedAt: timestamp(kernel.now()) };
  if (kernel.era !== era) return Promise.resolve(current);
  return new Promise((resolve) => {
    const put = () => {
      if (functionsOf(scope).get(functionId)?.logging) executionsOf(scope, functionId).put(current);
      resolve(current);
    };
    kernel.schedule(0, put, () => resolve(current));
  });
}

function cutBytes(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length <= maxLogBytes
    ? text
    : new TextDecoder().decode(bytes.subarray(0, maxLogBytes), { stream: true });
}

const pick = (headers: Readonly<Record<string, string>>, names: readonly string[]): Header[] =>
  headersOf(headers).filter(({ name }) => names.includes(name.toLowerCase()));

const scopeOf = (kernel: Kernel, { projectId }: Pick<RunOrder, 'projectId'>) => ({
  store: kernel.store.scope(projectId),
});

function hostOf({ functions }: Kernel): FunctionHost {
  if (!functions) throw new Error('the sandbox runs no code');
  return functions;
}
