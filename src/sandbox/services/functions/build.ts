import { timestamp } from '../../core/time.ts';
import type { Kernel } from '../../core/types.ts';
import { countFiles } from './archive.ts';
import { type Deployment, deploymentsOf, functionsOf } from './records.ts';

/** IDs of a function and a deployment. */
interface DeploymentIds {
  readonly projectId: string;
  readonly functionId: string;
  readonly deploymentId: string;
}

/**
 * Checks the code of a deployment asynchronously, which is all that a build does here, and activates it if requested.
 * The build log says so.
 */
export function build(kernel: Kernel, ids: DeploymentIds): void {
  const deployment = find(kernel, ids);
  if (!deployment) return;
  check(kernel, deployment).then((outcome) => kernel.schedule(0, () => finish(kernel, ids, outcome)));
}

type Outcome = Pick<Deployment, 'status' | 'buildLogs'>;

async function check({ blobs }: Kernel, { blob }: Deployment): Promise<Outcome> {
  try {
    const files = await countFiles(blobs.read(blob));
    if (files === 0) throw new Error('it contains no files');
    const checked = `The archive can be read; it holds ${files} ${files === 1 ? 'file' : 'files'}.`;
    return {
      status: 'ready',
      buildLogs: `${checked} The sandbox stores it, but builds nothing and runs nothing.\n`,
    };
  } catch (error) {
    return { status: 'failed', buildLogs: `The archive can't be used: ${(error as Error).message}.\n` };
  }
}

function finish(kernel: Kernel, ids: DeploymentIds, outcome: Outcome): void {
  const store = kernel.store.scope(ids.projectId);
  const $updatedAt = timestamp(kernel.now());
  const deployment = find(kernel, ids);
  const fn = functionsOf({ store }).get(ids.functionId);
  if (!deployment || !fn) return;
  deploymentsOf({ store }, fn.$id).put({ ...deployment, ...outcome, $updatedAt });
  if (outcome.status === 'ready' && deployment.activate) {
    functionsOf({ store }).put({ ...fn, deployment: deployment.$id, live: true, $updatedAt });
  }
}

function find(
  kernel: Kernel,
  { projectId, functionId, deploymentId }: DeploymentIds,
): Deployment | undefined {
  const store = kernel.store.scope(projectId);
  return deploymentsOf({ store }, functionId).get(deploymentId);
}
