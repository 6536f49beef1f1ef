/** Reads the flags that say what a plan may do. */
import { usageError } from '../../errors.ts';
import type { Rename } from '../../project/diff/difference.ts';
import type { PlanFlags } from '../../project/push/make-plan.ts';
import { codePolicies } from './flags.ts';
import { readSelectors } from './selection.ts';

export interface PlanFlagValues {
  readonly prune: readonly string[] | undefined;
  readonly allowDataLoss: readonly string[] | undefined;
  readonly rename: readonly string[] | undefined;
  /** Null: `--no-code`. */
  readonly code: string | null | undefined;
  readonly withVariables: boolean;
}

/** @throws CliError exit 2 that names the flag */
export function readPlanFlags({
  prune,
  allowDataLoss,
  rename = [],
  code,
  withVariables,
}: PlanFlagValues): PlanFlags {
  const pruned = readSelectors('--prune', prune);
  return {
    prune: pruned === undefined ? 'none' : pruned.length === 0 ? 'all' : pruned,
    allowDataLoss: allowDataLoss === undefined ? 'none' : allowDataLoss.length === 0 ? 'all' : allowDataLoss,
    renames: rename.map(readRename),
    code: code === null ? 'never' : readPolicy(code),
    readsEnvFiles: withVariables,
  };
}

function readPolicy(code: string | undefined): PlanFlags['code'] {
  if (code === undefined) return 'changed';
  const policy = codePolicies.find((each) => each === code);
  if (policy === undefined) throw usageError(`--code takes ${codePolicies.join(', ')}, not "${code}"`);
  return policy;
}

function readRename(text: string): Rename {
  const [, database, collection, from, to] = /^([^/=]+)\/([^/=]+)\/([^/=]+)=([^/=]+)$/.exec(text) ?? [];
  if (database === undefined)
    throw usageError(
      `--rename takes an attribute and its new key, not "${text}"`,
      'write it as --rename main/posts/title=headline',
    );
  return { database, collection: collection!, from: from!, to: to! };
}
