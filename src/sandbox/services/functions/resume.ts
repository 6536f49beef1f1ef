import { isDeepStrictEqual } from 'node:util';
import type { Deployed } from '../../core/function-host.ts';
import { projects } from '../../core/records/projects.ts';
import { timestamp } from '../../core/time.ts';
import type { Kernel } from '../../core/types.ts';
import { build } from './build.ts';
import { deployedOf } from './deployed.ts';
import { type Deployment, deploymentsOf, executionsOf, functionsOf } from './records.ts';

/** Continues after the last run: builds what it left unfinished, and settles the executions that it did not end. */
export function resumeFunctions(kernel: Kernel): void {
  for (const { $id: projectId } of projects(kernel.store).all()) {
    const store = kernel.store.scope(projectId);
    for (const { $id: functionId } of functionsOf({ store }).all()) {
      settleExecutions(kernel, projectId, functionId);
      const deployments = deploymentsOf({ store }, functionId);
      for (const deployment of deployments.all()) {
        if (!needsBuild(kernel, deployment)) continue;
        deployments.put({ ...deployment, status: 'processing' });
        build(kernel, { projectId, functionId, deploymentId: deployment.$id });
      }
    }
  }
  kernel.functions?.sweep(buildIdsOf(kernel));
  kernel.functions?.retain((deployed) => isCurrent(kernel, deployed));
}

/** Keeps what a reset brings back: the code of deployments, and the key of functions, which their processes know. */
export function keepBuilds(kernel: Kernel): void {
  if (!kernel.functions) return;
  for (const [projectId, deployment] of allDeployments(kernel)) deployedOf(kernel, projectId, deployment);
  kernel.functions.keep(buildIdsOf(kernel));
}

const buildIdsOf = (kernel: Kernel): ReadonlySet<string> =>
  new Set(allDeployments(kernel).map(([, { buildId }]) => buildId));

/** Returns the deployments of all functions, with the IDs of their projects. */
function allDeployments(kernel: Kernel): (readonly [projectId: string, deployment: Deployment])[] {
  return projects(kernel.store)
    .all()
    .flatMap(({ $id: projectId }) => {
      const store = kernel.store.scope(projectId);
      const functionIds = functionsOf({ store })
        .all()
        .map(({ $id }) => $id);
      return functionIds.flatMap((id) =>
        deploymentsOf({ store }, id)
          .all()
          .map((deployment) => [projectId, deployment] as const),
      );
    });
}

/** True if a process of the function would be started in the same way now. */
function isCurrent(kernel: Kernel, deployed: Deployed): boolean {
  const store = kernel.store.scope(deployed.projectId);
  const fn = functionsOf({ store }).get(deployed.functionId);
  const live = fn && deploymentsOf({ store }, fn.$id).get(fn.deployment);
  return (
    live !== undefined && isDeepStrictEqual(deployedOf(kernel, deployed.projectId, live).deployed, deployed)
  );
}

/** Code that a sandbox has accepted without running code is there, but was not built. */
const needsBuild = ({ functions }: Kernel, { status, buildId }: Deployment): boolean =>
  status === 'processing' ||
  status === 'building' ||
  (status === 'ready' && functions !== undefined && !functions.hasCode(buildId));

function settleExecutions(kernel: Kernel, projectId: string, functionId: string): void {
  const executions = executionsOf({ store: kernel.store.scope(projectId) }, functionId);
  const open = executions.filter(({ status }) => status === 'waiting' || status === 'processing');
  const $updatedAt = timestamp(kernel.now());
  const errors = 'The sandbox ended before the function had answered.';
  for (const execution of open)
    executions.put({ ...execution, status: 'failed', responseStatusCode: 500, errors, $updatedAt });
}
