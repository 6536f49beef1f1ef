import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { runAndFollow } from '../../operations/run-and-follow.ts';
import type { WaitValues } from '../../operations/wait-flags.ts';
import { defaultBuildSeconds } from './flags.ts';
import { type DeploymentOperations, followBuild } from './follow-build.ts';

/**
 * Starts the build of a deployment whose code the server gets elsewhere, and follows it with `--wait`.
 * @throws CliError as runAndFollow and followBuild
 */
export function startBuild(
  { create, look }: DeploymentOperations,
  input: FlagValues & WaitValues,
  services: Services,
): Promise<CommandResult> {
  const follow = (created: string, maxWaitMs: number) => followBuild(look, created, maxWaitMs, services);
  return runAndFollow(create, input, { defaultSeconds: defaultBuildSeconds, follow }, services);
}
