import type { BuildOutcome, FunctionHost } from '../../core/function-host.ts';
import { jsonBytes } from '../../core/http/reply.ts';
import { timestamp } from '../../core/time.ts';
import type { Kernel } from '../../core/types.ts';
import { countFiles } from './archive.ts';
import { deployedOf } from './deployed.ts';
import { deploymentView } from './deployment-view.ts';
import { raise } from './events/raise.ts';
import { deploymentUpdate } from './events/templates.ts';
import { type Deployment, deploymentsOf, functionsOf } from './records.ts';

/** IDs of a function and a deployment. */
interface DeploymentIds {
  readonly projectId: string;
  readonly functionId: string;
  readonly deploymentId: string;
}

/**
 * Builds the code of a deployment asynchronously, and activates it if requested. A sandbox that runs no code only checks
 * the archive, and says so in the build log.
 */
export function build(kernel: Kernel, ids: DeploymentIds): void {
  const deployment = find(kernel, ids);
  if (!deployment) return;
  const { functions: host } = kernel;
  const outcome = host ? buildHere(kernel, host, ids, deployment) : check(kernel, deployment);
  outcome.then(
    (known) => kernel.schedule(0, () => finish(kernel, ids, known)),
    // The sandbox is being closed: the next one with its data builds the code again.
    () => {},
  );
}

type Outcome = Pick<Deployment, 'status' | 'buildLogs' | 'buildSeconds'>;

async function buildHere(
  kernel: Kernel,
  host: FunctionHost,
  ids: DeploymentIds,
  deployment: Deployment,
): Promise<Outcome> {
  const { deployed } = deployedOf(kernel, ids.projectId, deployment);
  const source = { archive: kernel.blobs.pathOf(deployment.blob), commands: deployment.commands };
  const begin = () =>
    kernel.schedule(0, () => {
      const building = change(kernel, ids, { status: 'building' });
      if (building) raiseBuilding(kernel, ids, building);
    });
  const { status, log, durationMs }: BuildOutcome = await host.build(deployed, source, begin);
  return { status, buildLogs: log, buildSeconds: Math.ceil(durationMs / 1000) };
}

function raiseBuilding(kernel: Kernel, ids: DeploymentIds, deployment: Deployment): void {
  const { projectId, functionId, deploymentId } = ids;
  raise(kernel, {
    projectId,
    template: deploymentUpdate,
    ids: { functionId, deploymentId },
    payload: jsonBytes(deploymentView(deployment)),
    userId: '',
    depth: 0,
  });
}

async function check({ blobs }: Kernel, { blob }: Deployment): Promise<Outcome> {
  try {
    const files = await countFiles(blobs.read(blob));
    if (files === 0) throw new Error('it contains no files');
    const checked = `The archive can be read; it holds ${files} ${files === 1 ? 'file' : 'files'}.`;
    return {
      status: 'ready',
      buildLogs: `${checked} The sandbox stores it, but builds nothing and runs nothing; with --functions it does.\n`,
    };
  } catch (error) {
    return { status: 'failed', buildLogs: `The archive can't be used: ${(error as Error).message}.\n` };
  }
}

function finish(kernel: Kernel, ids: DeploymentIds, outcome: Outcome): void {
  const store = kernel.store.scope(ids.projectId);
  const deployment = change(kernel, ids, outcome);
  const fn = functionsOf({ store }).get(ids.functionId);
  if (!deployment || !fn || outcome.status !== 'ready' || !deployment.activate) return;
  const $updatedAt = timestamp(kernel.now());
  functionsOf({ store }).put({ ...fn, deployment: deployment.$id, live: true, $updatedAt });
}

/** Changes a deployment, unless it has been deleted meanwhile. */
function change(kernel: Kernel, ids: DeploymentIds, changes: Partial<Deployment>): Deployment | undefined {
  const deployment = find(kernel, ids);
  const $updatedAt = timestamp(kernel.now());
  const store = kernel.store.scope(ids.projectId);
  return (
    deployment && deploymentsOf({ store }, ids.functionId).put({ ...deployment, ...changes, $updatedAt })
  );
}

function find(
  kernel: Kernel,
  { projectId, functionId, deploymentId }: DeploymentIds,
): Deployment | undefined {
  const store = kernel.store.scope(projectId);
  return deploymentsOf({ store }, functionId).get(deploymentId);
}
