import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';
import { serve } from '../storage/serve.ts';
import { build } from './build.ts';
import { deploymentView } from './deployment-view.ts';
import {
  type Deployment,
  deploymentNotFound,
  deploymentsOf,
  type FunctionRecord,
  findDeployment,
  findFunction,
  functionsOf,
} from './records.ts';
import { functionView } from './settings.ts';

/** Returns a deployment with the log of its build so far. */
const currentView = ({ kernel }: Call, deployment: Deployment): JsonObject =>
  deploymentView({
    ...deployment,
    buildLogs: kernel.functions?.buildLog(deployment.buildId) ?? deployment.buildLogs,
  });

/** Starts the build of a deployment whose code is complete. */
export function startBuild(call: Call, deployment: Deployment): void {
  const { $id: deploymentId, resourceId: functionId } = deployment;
  deploymentsOf(call, functionId).put({
    ...deployment,
    buildId: newId(call.now),
    status: 'processing',
    buildLogs: '',
    buildSeconds: 0,
  });
  build(call.kernel, { projectId: call.project.$id, functionId, deploymentId });
}

export const deploymentHandlers: Record<string, Handler> = {
  'functions.listDeployments': (call) => {
    const { total, records } = call.page(
      deploymentsOf(call, findFunction(call).$id).all(),
      ({ $id, entrypoint }) => `${$id} ${entrypoint}`,
    );
    return { total, deployments: records.map((each) => currentView(call, each)) };
  },

  'functions.getDeployment': (call) => currentView(call, findDeployment(call)),

  /**
   * Activates a deployment.
   * @throws ApiError 404 build_not_found, 400 build_not_ready
   */
  'functions.updateDeployment': (call) => {
    const { $id, buildId, status } = findDeployment(call);
    if (buildId === '') throw buildNotFound();
    if (status !== 'ready') throw buildNotReady(status);
    const fn = call.touch(findFunction(call), { deployment: $id });
    return functionView(call, functionsOf(call).put(fn));
  },

  'functions.deleteDeployment': (call) => {
    const { $id, blob, resourceId, buildId } = findDeployment(call);
    const deployments = deploymentsOf(call, resourceId);
    deployments.delete($id);
    const fn = findFunction(call);
    if (fn.deployment === $id) functionsOf(call).put(call.touch(fn, { deployment: '' }));
    call.kernel.store.commit();
    call.kernel.functions?.forget([buildId]);
    if (!deployments.find((other) => other.blob === blob)) call.kernel.blobs.remove(blob);
    return undefined;
  },

  'functions.downloadDeployment': (call) => {
    const { $id, blob, readable, size } = findDeployment(call);
    if (readable === null) throw deploymentNotFound('The code of the deployment is not complete yet.');
    const name = `${$id}.tar.gz`;
    return serve(call, { blob, readable, size, type: 'application/gzip', disposition: 'attachment', name });
  },

  /** Builds the code again as a new deployment, with the function's current entrypoint and commands. */
  'functions.createBuild': (call) => {
    const deployment = findDeployment(call);
    if (deployment.buildId === '' || deployment.buildId !== call.params.string('buildId')) {
      throw new ApiError(404, 'build_not_found', 'The deployment has no build with that ID.');
    }
    const { entrypoint, commands } = findFunction(call);
    startBuild(call, { ...deployment, ...call.stamp(newId(call.now)), entrypoint, commands });
    return undefined;
  },
};

const buildNotReady = (status: string) =>
  new ApiError(400, 'build_not_ready', `The build of the deployment is ${status}, not ready.`);

const buildNotFound = () => new ApiError(404, 'build_not_found', 'The deployment has no build yet.');

/**
 * Returns the live deployment of a function.
 * @throws ApiError 404 deployment_not_found, build_not_found; 400 build_not_ready
 */
export function requireReadyBuild(call: Pick<Call, 'store'>, fn: FunctionRecord): Deployment {
  const deployment = deploymentsOf(call, fn.$id).get(fn.deployment);
  if (!deployment) throw deploymentNotFound('The function has no live deployment; deploy code first.');
  if (deployment.buildId === '') throw buildNotFound();
  if (deployment.status !== 'ready') throw buildNotReady(deployment.status);
  return deployment;
}
