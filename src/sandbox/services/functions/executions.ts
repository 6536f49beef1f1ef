import { executionHeaders } from '../../../functions/runtime/headers.ts';
import { type Actor, isPrivileged } from '../../core/auth/actor.ts';
import { signJwt } from '../../core/auth/jwt.ts';
import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument, notImplemented } from '../../core/errors.ts';
import { jsonReply } from '../../core/http/reply.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler } from '../../core/module.ts';
import { permits } from '../../core/permissions.ts';
import { requireReadyBuild } from './deployments.ts';
import { causeOf } from './events/cause.ts';
import { raiseUpdate } from './events/raise.ts';
import { type Execution, executionsOf, type FunctionRecord, usableFunction } from './records.ts';
import { headersOf, newExecution, type RunOrder, runAndAnswer, runFunction, serverDomain } from './run.ts';

export const executionHandlers: Record<string, Handler> = {
  /**
   * Runs a function, now or later.
   * @throws ApiError 404 function_not_found, deployment_not_found, build_not_found; 400 build_not_ready;
   * 401 user_unauthorized; 408 function_synchronous_timeout; 501 if the sandbox runs no code
   */
  'functions.createExecution': async (call) => {
    const fn = usableFunction(call);
    const deployment = requireReadyBuild(call, fn);
    if (!isPrivileged(call.actor) && !fn.execute.some((role) => call.actor.roles.has(role))) {
      throw new ApiError(401, 'user_unauthorized', 'You are not permitted to run this function.');
    }
    if (!call.kernel.functions) {
      throw notImplemented(
        `The sandbox runs no code. ${fn.name} is deployed; a real Appwrite server would run it, and so does a sandbox that is started with --functions.`,
      );
    }
    const isAsync = call.params.boolean('async', false);
    const order = orderOf(call, fn, isAsync);
    if (isAsync) return jsonReply(202, executionView(call.actor, runLater(call, fn, order)));
    const { execution, answer } = await runAndAnswer(call.kernel, order, deployment);
    if (!answer) return executionView(call.actor, execution);
    const { body, headers } = asText(answer.body, answer.headers);
    const whole = { ...execution, responseBody: body, responseHeaders: headersOf(headers) };
    return executionView(call.actor, whole);
  },

  'functions.listExecutions': (call) => {
    const fn = usableFunction(call);
    const visible = executionsOf(call, fn.$id).filter((each) => mayRead(call.actor, each));
    const { total, records } = call.page(visible, ({ $id, functionId }) => `${functionId} ${$id}`);
    return { total, executions: records.map((each) => executionView(call.actor, each)) };
  },

  /** @throws ApiError 404 function_not_found, execution_not_found */
  'functions.getExecution': (call) => {
    const fn = usableFunction(call);
    const id = call.params.string('executionId');
    const execution = executionsOf(call, fn.$id).get(id);
    if (execution && mayRead(call.actor, execution)) return executionView(call.actor, execution);
    throw new ApiError(404, 'execution_not_found', `There is no execution with the ID ${id}.`);
  },
};

/** Starts an asynchronous run after the answer. */
function runLater(call: Call, fn: FunctionRecord, order: RunOrder): Execution {
  const { kernel } = call;
  const waiting = newExecution(kernel, order, 'waiting');
  if (fn.logging) executionsOf(call, fn.$id).put(waiting);
  kernel.schedule(0, () => {
    runFunction(kernel, order, waiting).then(
      (execution) => raiseUpdate(kernel, order, execution),
      // The function has been deleted meanwhile: there is nothing left to report.
      () => {},
    );
  });
  return waiting;
}

function orderOf(call: Call, fn: FunctionRecord, isAsync: boolean): RunOrder {
  const { params, actor, project } = call;
  const given = stringHeaders(params.object('headers', {}));
  const userId = actor.signedIn?.userId ?? '';
  const jwt = jwtOf(call);
  const headers = executionHeaders(given, { caller: { userId, jwt }, host: serverDomain, isAsync });
  const request = {
    method: params.string('method', 'POST'),
    target: params.string('path', '/'),
    headers,
    body: Buffer.from(params.string('body', '')),
  };
  const depth = causeOf(call)?.depth ?? 0;
  return { projectId: project.$id, functionId: fn.$id, trigger: 'http', request, given, userId, jwt, depth };
}

/** Returns a JWT for a caller who came with a session; a JWT gets no other. */
function jwtOf({ actor, request, store, now }: Call): string {
  const { userId, sessionId } = actor.signedIn ?? {};
  const isBySession = request.headers['x-appwrite-jwt'] === undefined;
  if (!isBySession || userId === undefined || sessionId === undefined) return '';
  return signJwt(store, { userId, sessionId }, now);
}

function stringHeaders(given: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      if (typeof value === 'object' && value !== null)
        throw invalidArgument('headers', `the value of ${name} must be a text.`);
      return [name, `${value ?? ''}`];
    }),
  );
}

/** Users see only their own executions. */
const mayRead = (actor: Actor, { $permissions }: Execution) =>
  isPrivileged(actor) || permits($permissions, 'read', actor.roles);

/** Returns an execution as the API answers it: logs are for keys and admins. */
function executionView(actor: Actor, execution: Execution & { readonly responseBody?: string }): JsonObject {
  const hidden = isPrivileged(actor) ? {} : { logs: '', errors: '' };
  return modelView('execution', { responseBody: '', ...execution, ...hidden });
}

/** Returns a body as text; one that is not UTF-8 as base64, which a header tells. */
function asText(bytes: Buffer, headers: Readonly<Record<string, string>>) {
  const text = bytes.toString('utf8');
  if (Buffer.from(text).equals(bytes)) return { body: text, headers };
  return {
    body: bytes.toString('base64'),
    headers: { ...headers, 'x-open-runtimes-encoding': 'base64' },
  };
}
