/** Reads the flags of commands that apply a plan. */
import { readConcurrency } from '../../bulk/options.ts';
import type { FlagValuesOf } from '../../core/flags.ts';
import { readSeconds } from '../../core/globals.ts';
import type { ApplySettings } from '../../project/push/apply-reporting.ts';
import type { applyFlags, fileFlags, planFlags, selectionFlags } from './flags.ts';

export interface PushValues
  extends FlagValuesOf<typeof fileFlags & typeof selectionFlags & typeof planFlags & typeof applyFlags> {
  readonly kinds: readonly string[] | undefined;
}

const defaultWaitMs = 120_000;
const defaultConcurrency = 4;

/** The flags of `applyFlags` that say how. */
export interface ApplyValues {
  readonly wait: boolean | undefined;
  readonly waitTimeout: string | undefined;
  readonly concurrency: string | undefined;
}

/** @throws CliError exit 2 for a value that is no number, or out of range */
export function readApplySettings({ wait, waitTimeout, concurrency }: ApplyValues): ApplySettings {
  return {
    waitTimeoutMs: readSeconds('--wait-timeout', waitTimeout) ?? defaultWaitMs,
    concurrency: readConcurrency(concurrency, defaultConcurrency),
    waits: wait ?? true,
  };
}
