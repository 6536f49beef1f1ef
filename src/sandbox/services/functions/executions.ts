import { isPrivileged } from '../../core/auth/actor.ts';
import { ApiError, notImplemented } from '../../core/errors.ts';
import type { Handler } from '../../core/module.ts';
import { buildNotReady } from './deployments.ts';
import { deploymentNotFound, deploymentsOf, usableFunction } from './records.ts';

/**
 * The sandbox runs no code, so there are no executions. Requests that a real server would refuse get its error first.
 */
export const executionHandlers: Record<string, Handler> = {
  /** @throws ApiError 404 function_not_found, deployment_not_found; 400 build_not_ready; 401 user_unauthorized; 501 */
  'functions.createExecution': (call) => {
    const fn = usableFunction(call);
    const deployment = deploymentsOf(call, fn.$id).get(fn.deployment);
    if (!deployment) throw deploymentNotFound('The function has no live deployment; deploy code first.');
    if (deployment.status !== 'ready') throw buildNotReady(deployment.status);
    if (!isPrivileged(call.actor) && !fn.execute.some((role) => call.actor.roles.has(role))) {
      throw new ApiError(401, 'user_unauthorized', 'You are not permitted to run this function.');
    }
    throw notImplemented(
      `The sandbox runs no code. ${fn.name} is deployed; a real Appwrite server would run it.`,
    );
  },

  'functions.listExecutions': (call) => {
    usableFunction(call);
    const { total, records } = call.page([]);
    return { total, executions: records };
  },

  'functions.getExecution': (call) => {
    usableFunction(call);
    const id = call.params.string('executionId');
    throw new ApiError(404, 'execution_not_found', `There is no execution with the ID ${id}.`);
  },
};
