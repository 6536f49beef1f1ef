import type { Operation } from '../../api/schema.ts';
import { formatOf } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonTextResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { isBuildOver } from '../../operations/builds.ts';
import { buildRequest } from '../../operations/request.ts';
import { viewOf } from '../../operations/send.ts';
import { followUntilEnded } from '../../operations/wait.ts';

/** Operations of functions or sites. */
export interface DeploymentOperations {
  /** Starts a build. */
  readonly create: Operation;
  /** Reads a deployment. */
  readonly look: Operation;
}

/** The members of a deployment that describe its build. */
interface Deployment {
  readonly $id: string;
  /** ID of the function or site. */
  readonly resourceId: string;
  readonly status: string;
  readonly buildLogs: string;
}

/**
 * Waits until a deployment is built.
 * @param look reads a deployment
 * @param created the server's response to the upload
 * @returns the deployment
 * @throws CliError exit 1 with the logs if the build fails, and if it takes longer than `maxWaitMs`; exit 130 after
 * Ctrl-C
 */
export async function followBuild(
  look: Operation,
  created: string,
  maxWaitMs: number,
  services: Services,
): Promise<CommandResult> {
  const { $id: deploymentId, resourceId } = read(created);
  const lookCommand = `appwrite-cli ${look.group} ${look.command} ${resourceId} ${deploymentId}`;
  const client = await services.clientFor(look.sentWith);
  const [owner] = look.params;
  const request = buildRequest(look, { [owner!.name]: resourceId, deploymentId });
  const text = await followUntilEnded(
    {
      label: `building ${deploymentId}`,
      first: created,
      look: async () => (await client.text(request)).text,
      hasEnded: (state) => isBuildOver(read(state).status),
      firstPauseMs: 500,
      maxPauseMs: 5000,
      deadline: services.context.now() + maxWaitMs,
      tooLate: () => tooLate(deploymentId, maxWaitMs, lookCommand),
      interrupted: (cause) => interrupted(deploymentId, lookCommand, cause),
    },
    services,
  );
  return buildResult(look, text, services);
}

function buildResult(look: Operation, text: string, { globals }: Services): CommandResult {
  const { $id, status, buildLogs } = read(text);
  const result = jsonTextResult(text, viewOf(look));
  if (status === 'ready') return result;
  const failure = new CliError(ExitCode.failure, `the build of ${$id} ended as ${status}`, {
    excerpt: buildLogs.trimEnd() || undefined,
  });
  // The error shows the logs, so a table of the deployment would repeat them.
  return formatOf(globals) === 'table' ? { failure } : { ...result, failure };
}

function read(text: string): Deployment {
  return JSON.parse(text);
}

function tooLate(id: string, maxWaitMs: number, lookCommand: string): CliError {
  return new CliError(ExitCode.failure, `${id} is not built after ${maxWaitMs / 1000} s`, {
    hint: `it may still be built: check it with ${lookCommand}, or wait longer with --wait-timeout`,
  });
}

function interrupted(id: string, lookCommand: string, cause: unknown): CliError {
  return new CliError(ExitCode.interrupted, `${id} is still being built`, {
    hint: `check it with ${lookCommand}`,
    cause,
  });
}
