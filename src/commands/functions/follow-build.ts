import { functions } from '../../api/functions.ts';
import { operationOf } from '../../api/schema.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { buildRequest } from '../../operations/request.ts';
import { viewOf } from '../../operations/view.ts';

const operation = operationOf(functions, 'get-deployment');

/** How often the server is asked, in milliseconds: ever more seldom. */
const firstPause = 500;
const maxPauseMs = 5000;

/** What a deployment says of its build. */
interface Deployment {
  readonly $id: string;
  readonly resourceId: string;
  readonly status: string;
  readonly buildLogs: string;
}

/** The states in which a build is over. */
const over: ReadonlySet<string> = new Set(['ready', 'failed', 'canceled']);

/**
 * Waits until a deployment is built.
 * @param created the server's answer to the upload
 * @param longest how long to wait, in milliseconds
 * @returns the deployment
 * @throws CliError exit 1 with the logs where the build fails, and where it takes too long; exit 130 after Ctrl-C
 */
export async function followBuild(
  created: string,
  longest: number,
  services: Services,
): Promise<CommandResult> {
  const { context, output } = services;
  const { $id: deploymentId, resourceId: functionId } = read(created);
  const where = `appwrite-cli functions get-deployment ${functionId} ${deploymentId}`;
  const client = await services.clientFor(operation.sentWith);
  const request = buildRequest(operation, { functionId, deploymentId });
  const progress = output.progress({ label: `building ${deploymentId}` });
  const deadline = context.now() + longest;
  let text = created;
  try {
    for (let pause = firstPause; !over.has(read(text).status); pause = Math.min(maxPauseMs, pause * 1.5)) {
      const left = deadline - context.now();
      if (left <= 0) throw tooSlow(deploymentId, longest, where);
      await context.sleep(Math.min(pause, left));
      text = (await client.text(request)).text;
    }
  } catch (error) {
    throw context.signal.aborted ? interrupted(deploymentId, where, error) : error;
  } finally {
    progress.stop();
  }
  return outcome(text, services);
}

function outcome(text: string, { globals }: Services): CommandResult {
  const { $id, status, buildLogs } = read(text);
  const result = { kind: 'json', text, view: viewOf(operation.response) } as const;
  if (status === 'ready') return { result };
  const failure = new CliError(ExitCode.failure, `the build of ${$id} ended as ${status}`, {
    excerpt: buildLogs.trimEnd() || undefined,
  });
  // The logs are part of the deployment: people see them once, below the error.
  const isForPeople = globals.format === undefined || globals.format === 'table';
  return isForPeople ? { failure } : { result, failure };
}

function read(text: string): Deployment {
  return JSON.parse(text);
}

function tooSlow(id: string, longest: number, where: string): CliError {
  return new CliError(ExitCode.failure, `${id} is not built after ${longest / 1000} s`, {
    hint: `it may still be built: look with ${where}, or wait longer with --wait-timeout`,
  });
}

function interrupted(id: string, where: string, cause: unknown): CliError {
  return new CliError(ExitCode.interrupted, `${id} has been uploaded and is still being built`, {
    hint: `look with ${where}`,
    cause,
  });
}
