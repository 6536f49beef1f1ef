import type { Operation } from '../api/schema.ts';
import type { FlagValues } from '../core/flags.ts';
import type { Services } from '../core/services.ts';
import type { CommandResult } from '../core/spec.ts';
import { runOperation } from './run.ts';
import { readWait, type WaitValues } from './wait-flags.ts';

/** The work that an operation starts. */
export interface Following {
  /** Default maximum wait. */
  readonly defaultSeconds: number;
  /**
   * Waits until the work has ended.
   * @param created the server's response, as JSON
   */
  readonly follow: (created: string, maxWaitMs: number) => Promise<CommandResult>;
}

/**
 * Runs an operation, and with `--wait` follows the work that it starts.
 * @throws CliError exit 2 for an invalid wait; as runOperation and `follow`
 */
export async function runAndFollow(
  operation: Operation,
  input: FlagValues & WaitValues,
  { defaultSeconds, follow }: Following,
  services: Services,
): Promise<CommandResult> {
  const maxWaitMs = readWait(input, defaultSeconds);
  const started = { ...input, wait: false, waitTimeout: undefined };
  const done = await runOperation(operation, started, services);
  if (maxWaitMs === undefined || done.result?.kind !== 'json') return done;
  return follow(done.result.text, maxWaitMs);
}
