import { projects } from '../../core/records/projects.ts';
import { timestamp } from '../../core/time.ts';
import type { Kernel } from '../../core/types.ts';
import { build } from './build.ts';
import { type Deployment, deploymentsOf, executionsOf, functionsOf } from './records.ts';

/** Continues after the last run: builds what it left unfinished, and settles the executions that it did not end. */
export function resumeFunctions(kernel: Kernel): void {
  const buildIds = new Set<string>();
  for (const { $id: projectId } of projects(kernel.store).all()) {
    const store = kernel.store.scope(projectId);
    for (const { $id: functionId } of functionsOf({ store }).all()) {
      settleExecutions(kernel, projectId, functionId);
      const deployments = deploymentsOf({ store }, functionId);
      for (const deployment of deployments.all()) {
        buildIds.add(deployment.buildId);
        if (!needsBuild(kernel, deployment)) continue;
        deployments.put({ ...deployment, status: 'processing' });
        build(kernel, { projectId, functionId, deploymentId: deployment.$id });
      }
    }
  }
  kernel.functions?.sweep(buildIds);
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
