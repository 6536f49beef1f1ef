import { eventHeaders } from '../../../../functions/runtime/headers.ts';
import { sandboxVersion } from '../../../../version.ts';
import { ApiError } from '../../../core/errors.ts';
import { jsonBytes } from '../../../core/http/reply.ts';
import type { JsonObject } from '../../../core/json.ts';
import { modelView } from '../../../core/model-view.ts';
import type { Kernel } from '../../../core/types.ts';
import { type Execution, functionsOf } from '../records.ts';
import { type RunOrder, refuseRun, runFunction, serverDomain } from '../run.ts';
import { backgroundOf } from './background.ts';
import { eventNames } from './names.ts';
import { executionUpdate } from './templates.ts';

/** Something that has happened to an object of a project. */
export interface RaisedEvent {
  readonly projectId: string;
  /** As in `templates.ts`. */
  readonly template: string;
  /** IDs by placeholder. */
  readonly ids: Readonly<Record<string, string>>;
  /** The object, as the API answers it. */
  readonly payload: Buffer;
  /** Acting user; '' for none. */
  readonly userId: string;
  /** Number of runs that led to it. */
  readonly depth: number;
}

/** Longest chain of runs in which the event of each comes from the run before. A real server has no limit. */
const maxChainRuns = 10;

/**
 * Orders a run of each function that listens to an event, once and in the order of their names, as a server does.
 * @throws Error if an ID is missing
 */
export function raise(kernel: Kernel, event: RaisedEvent): void {
  if (!kernel.functions || backgroundOf(kernel).isSilent) return;
  const { projectId, payload: body, userId, depth } = event;
  const names = eventNames(event.template, event.ids);
  const [first = ''] = names;
  const listeners = functionsOf({ store: kernel.store.scope(projectId) })
    .filter(({ events }) => events.some((each) => names.includes(each)))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const headers = eventHeaders(first, userId, { version: sandboxVersion, host: serverDomain });
  const request = { method: 'POST', target: '/', headers, body };
  for (const { $id: functionId } of listeners)
    orderRun(kernel, { projectId, functionId, trigger: 'event', request, userId, depth });
}

/** Has a function run after those that have been ordered before. */
export function orderRun(kernel: Kernel, order: RunOrder): void {
  const { queue } = backgroundOf(kernel);
  queue.add(async () => {
    try {
      await ((order.depth ?? 0) >= maxChainRuns ? stopChain(kernel, order) : run(kernel, order));
    } catch (error) {
      // The function has been deleted since.
      if (!(error instanceof ApiError)) throw error;
    }
  });
}

async function run(kernel: Kernel, order: RunOrder): Promise<void> {
  const execution = await runFunction(kernel, order);
  const { projectId, functionId, depth = 0 } = order;
  backgroundOf(kernel).end({ projectId, functionId, jwt: '', depth }, execution);
  raiseUpdate(kernel, order, execution);
}

/** Raises the event of a run that has ended, and for which no request waited. */
export function raiseUpdate(kernel: Kernel, order: RunOrder, execution: Execution): void {
  const { projectId, functionId, userId, depth = 0 } = order;
  const view: JsonObject = modelView('execution', { responseBody: '', ...execution });
  raise(kernel, {
    projectId,
    template: executionUpdate,
    ids: { functionId, executionId: execution.$id },
    payload: jsonBytes(view),
    userId,
    depth: depth + 1,
  });
}

async function stopChain(kernel: Kernel, order: RunOrder): Promise<void> {
  const { projectId, functionId, depth } = order;
  const background = backgroundOf(kernel);
  const reason = `This run was stopped: ${depth} runs of functions have led to it, each by the event of what the one before it wrote. A real server would go on without end.`;
  const execution = await refuseRun(kernel, order, reason);
  background.ended?.push(execution);
  if (background.warned.has(functionId)) return;
  background.warned.add(functionId);
  const name = functionsOf({ store: kernel.store.scope(projectId) }).get(functionId)?.name ?? functionId;
  kernel.warn(
    `a run of the function ${name} was stopped: ${depth} runs had led to it, each by the event of the one before; a real server would go on without end`,
  );
}
