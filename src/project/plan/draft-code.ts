/** Deployments of functions. */
import type { Difference } from '../diff/difference.ts';
import { type DesiredResource, keyOf, type LiveResource } from '../model/state.ts';
import type { Draft, PlanOptions } from './draft.ts';
import type { PlanStep } from './plan.ts';

type CodeDifference = Extract<Difference, { readonly kind: 'code' }>;

export interface CodeDrafting {
  readonly draft?: Draft;
  readonly note?: string;
  /** Reason why there can be no plan. */
  readonly problem?: string;
}

/** Settings with which code is built: another value makes the active deployment outdated. */
const builtWith = ['name', 'runtime', 'entrypoint', 'commands'];

/**
 * Decides if the code of a function is deployed, or its active deployment built again.
 * @param others drafts of everything else: changed settings and variables outdate what was built with them
 */
export function draftCode(
  { desired, live, comparison }: CodeDifference,
  others: readonly Draft[],
  options: PlanOptions,
): CodeDrafting {
  const { functionId } = desired;
  const name = keyOf({ kind: 'function', path: [functionId] });
  const liveFunction = options.live.resources.get(name);
  if (options.code === 'never') return {};
  const isChanged = comparison.kind === 'differs' || comparison.kind === 'no-deployment';
  if (options.code !== 'always') {
    if (comparison.kind === 'unknown')
      return {
        note: `the code of ${name} can't be compared: ${comparison.reason}; --code always deploys it`,
      };
    if (isChanged && isConnectedToGit(liveFunction))
      return {
        note: `the code of ${name} differs, but a Git repository is connected to it; --code always deploys the folder anyway`,
      };
  }
  const before = others.filter((draft) => outdates(draft, functionId));
  const draft = (steps: readonly PlanStep[], remarks: readonly string[]): Draft => ({
    op: 'deploy',
    phase: 'functions',
    resource: { kind: 'code', path: [functionId] },
    changes: [],
    remarks,
    steps,
    needs: [{ kind: 'function', path: [functionId] }, ...before.map(({ resource }) => resource)],
  });
  if (options.code === 'always' || isChanged) {
    const files = comparison.kind === 'differs' ? comparison.files : undefined;
    const deployment = {
      functionId,
      folder: options.folderOf(desired),
      ignore: desired.ignore,
      ...settingsOf(options.desired.resources.get(name), liveFunction),
      contentSha256: comparison.contentSha256,
      changedFiles: files,
    };
    if (deployment.entrypoint === '')
      return { problem: `the code of ${name} can't be deployed without an "entrypoint"` };
    return { draft: draft([{ step: 'deploy', deployment }], [deployRemark(comparison)]) };
  }
  const isOutdated = live !== undefined && (!live.isCurrent || before.length > 0);
  if (!isOutdated) return {};
  const step = { step: 'build', functionId, deploymentId: live.deploymentId } as const;
  return { draft: draft([step], ['same code, built again with the changed settings']) };
}

function deployRemark(comparison: CodeDifference['comparison']): string {
  if (comparison.kind === 'no-deployment') return 'first deployment';
  if (comparison.kind !== 'differs') return 'same code, deployed again';
  const { files } = comparison;
  if (files === undefined) return 'new code';
  return `new code: ${files.length} ${files.length === 1 ? 'file differs' : 'files differ'}`;
}

/** True for an action after which the server takes the active deployment of a function for outdated. */
function outdates({ resource: { kind, path }, changes, op }: Draft, functionId: string): boolean {
  if (kind === 'project variable') return true;
  if (path[0] !== functionId || op === 'delete') return kind === 'variable' && path[0] === functionId;
  if (kind === 'function') return changes.some(({ field }) => builtWith.includes(field));
  return kind === 'variable';
}

const isConnectedToGit = (live: LiveResource | undefined) =>
  ![undefined, '""', 'null'].includes(live?.answer.get('providerRepositoryId')?.trim());

function settingsOf(desired: DesiredResource | undefined, live: LiveResource | undefined) {
  const text = (field: string) => {
    const value = desired?.fields.get(field)?.value ?? live?.fields.get(field);
    return typeof value === 'string' ? value : '';
  };
  return { entrypoint: text('entrypoint'), commands: text('commands') };
}
