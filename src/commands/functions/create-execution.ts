import type { Operation } from '../../api/schema.ts';
import type { FlagValues } from '../../core/flags.ts';
import { formatOf } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonTextResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import { buildRequest } from '../../operations/request.ts';
import { runAndFollow } from '../../operations/run-and-follow.ts';
import { viewOf } from '../../operations/send.ts';
import { followUntilEnded } from '../../operations/wait.ts';
import type { WaitValues } from '../../operations/wait-flags.ts';
import { type Execution, exitCodeOf, isFinal } from '../executions/execution.ts';
import { defaultExecutionSeconds } from './flags.ts';

/** Operations of a version. */
interface ExecutionOperations {
  readonly create: Operation;
  readonly look: Operation;
}

/**
 * Runs a function; with `--wait` asynchronously, and follows the execution to its end.
 * @throws CliError exit 2 for `--wait` with a synchronous execution; as runAndFollow, and as `follow` below
 */
export function createExecution(
  { create, look }: ExecutionOperations,
  input: FlagValues & WaitValues,
  services: Services,
): Promise<CommandResult> {
  if (input.wait && input.async === false)
    throw usageError(
      '--wait follows an asynchronous execution, and --async false asks for another',
      'leave --async out',
    );
  return runAndFollow(
    create,
    input.wait ? { ...input, async: true } : input,
    {
      defaultSeconds: defaultExecutionSeconds,
      follow: (created, maxWaitMs) => follow(look, created, maxWaitMs, services),
    },
    services,
  );
}

/**
 * Waits until an execution has ended.
 * @returns the execution; a failure if it failed: exit 5 if the function answered 4xx, exit 1 otherwise
 * @throws CliError exit 1 if it takes longer than `maxWaitMs`, exit 4 if the server does not store it, exit 130 after
 *   Ctrl-C
 */
async function follow(
  look: Operation,
  created: string,
  maxWaitMs: number,
  services: Services,
): Promise<CommandResult> {
  const { $id: executionId, functionId } = read(created);
  const lookCommand = `appwrite-cli functions ${look.command} ${functionId} ${executionId}`;
  const client = await services.clientFor(look.sentWith);
  const request = buildRequest(look, { functionId, executionId });
  const text = await followUntilEnded(
    {
      label: `running ${functionId}`,
      first: created,
      look: async () => (await client.text(request).catch(explainMissing)).text,
      hasEnded: (state) => isFinal(read(state).status),
      firstPauseMs: 250,
      maxPauseMs: 2000,
      deadline: services.context.now() + maxWaitMs,
      tooLate: () =>
        new CliError(ExitCode.failure, `${executionId} has not ended after ${maxWaitMs / 1000} s`, {
          hint: `it goes on: check it with ${lookCommand}, or wait longer with --wait-timeout`,
        }),
      interrupted: (cause) =>
        new CliError(ExitCode.interrupted, `${executionId} goes on`, {
          hint: `check it with ${lookCommand}`,
          cause,
        }),
    },
    services,
  );
  return outcome(look, text, services);
}

/** The server accepted the execution: that it has none is a setting of the function. */
function explainMissing(error: unknown): never {
  if (!(error instanceof HttpError) || error.status !== 404) throw error;
  throw error.with({
    message: 'the execution was started, but the server has no record of it',
    hint: 'the function may have logging switched off: appwrite-cli functions update --logging switches it on',
  });
}

function outcome(look: Operation, text: string, { globals }: Services): CommandResult {
  const execution = read(text);
  const result = jsonTextResult(text, viewOf(look));
  const exitCode = exitCodeOf(execution);
  if (exitCode === ExitCode.done) return result;
  const { $id, functionId, status, responseStatusCode, errors } = execution;
  const isTable = formatOf(globals) === 'table';
  const answer = responseStatusCode > 0 ? `: ${functionId} answered ${responseStatusCode}` : '';
  const failure = new CliError(exitCode, `the execution ${$id} ended as ${status}${answer}`, {
    // A table has cells of one line.
    excerpt: isTable ? errors.trimEnd() || undefined : undefined,
  });
  return { ...result, failure };
}

function read(text: string): Execution {
  return JSON.parse(text);
}
