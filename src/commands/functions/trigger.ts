/** `functions trigger`: one call of a function of the project file, as a server would make it. */
import { isHumanOutput } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult, jsonResult, textResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { requestOf, shownCall } from '../../functions/local/call.ts';
import { callRunning, NoAnswer } from '../../functions/local/control.ts';
import { readState } from '../../functions/local/state.ts';
import type { FunctionAnswer } from '../../functions/runtime/types.ts';
import { untilAborted } from '../../lib/process/aborted.ts';
import { visible } from '../../lib/text/visible.ts';
import { sandboxVersion } from '../../version.ts';
import { boundedLines } from '../sandbox/request-log.ts';
import { processFlags } from './local/flags.ts';
import { stateFile } from './local/folder.ts';
import { type LocalProject, readLocalProject } from './local/local-function.ts';
import { LogLines } from './local/log-lines.ts';
import { readLocalOptions, type TriggerValues } from './local/options.ts';
import { LocalRuntime } from './local/runtime.ts';
import { readCall } from './local/trigger-call.ts';

/**
 * Calls a function once: where `functions run` runs it, or in a process that ends afterwards.
 * @returns exit 5 if the function answers 4xx, exit 1 if it answers 5xx or throws
 * @throws CliError exit 2 for faults of the line or the project file, and for an event that the function does not listen
 *   to
 */
export async function triggerFunction(values: TriggerValues, services: Services): Promise<CommandResult> {
  const { context, globals, output } = services;
  const options = readLocalOptions(values);
  const project = readLocalProject([values.functionId], values, services);
  const [fn] = project.functions as [LocalProject['functions'][number]];
  const call = await readCall(values, fn, project, services);
  if (globals.dryRun) return doneResult(`${fn.id} would be called: ${shownCall(call)}.`);
  const write = boundedLines(context, globals, output.verbatim);
  const running = needsOwnProcess(values) ? undefined : readState(stateFile(project.folder, fn.id));
  if (running !== undefined) {
    const answer = await callRunning(running, fn.id, call, context.signal).catch((error: unknown) => {
      context.signal.throwIfAborted();
      throw error instanceof NoAnswer ? hasEnded(fn.id, error) : error;
    });
    const lines = new LogLines(write);
    for (const text of [answer.logs, answer.errors]) if (text !== '') lines.print(text);
    return resultOf(answer, services);
  }
  const runtime = new LocalRuntime(values, options, project, services, { write, lifetime: 'one call' });
  try {
    const [started] = await runtime.start();
    const request = requestOf(call, await runtime.caller(), { host: 'localhost', version: sandboxVersion });
    // The process of the function is ended by its owner.
    return resultOf(await untilAborted(started!.call(request), context.signal), services);
  } finally {
    await runtime.close();
  }
}

/** True if a flag is about the process, which one that runs already would ignore. */
const needsOwnProcess = (values: TriggerValues): boolean =>
  (Object.keys(processFlags) as (keyof typeof processFlags)[]).some(
    (key) => values[key] !== undefined && values[key] !== false,
  );

const hasEnded = (id: string, cause: NoAnswer) =>
  new CliError(ExitCode.failure, `functions run ended before ${id} answered: the call may have been made`, {
    hint: 'start functions run again, or call without it',
    cause,
  });

/** The body is the result; the status goes to stderr, or with everything else into one object. */
function resultOf(answer: FunctionAnswer, { output, globals, context }: Services): CommandResult {
  const { status, headers, body, logs, errors, durationMs } = answer;
  const exitCode = exitCodeOf(status);
  const text = utf8Of(body);
  if (!isHumanOutput(globals))
    return {
      ...jsonResult({
        ...{ status, headers, body: text ?? body.toString('base64') },
        ...(text === undefined && { bodyEncoding: 'base64' }),
        ...{ logs, errors, durationMs: Math.round(durationMs) },
      }),
      exitCode,
    };
  const type = headers['content-type'];
  output.note(
    `${status}${type === undefined ? '' : ` ${visible(type)}`}, ${body.length} bytes in ${Math.round(durationMs)} ms`,
  );
  if (body.length === 0) return { exitCode };
  // A pipe and a file get the body as it is. A terminal gets no bytes, and text with its control characters escaped.
  const isShown = context.stdout.isTTY && (globals.out === undefined || globals.out === '-');
  if (!isShown) return { result: { kind: 'bytes', bytes: body }, exitCode };
  if (text !== undefined) return { ...textResult(text), exitCode };
  output.note('The body is not text: -o FILE stores it.');
  return { exitCode };
}

function exitCodeOf(status: number): ExitCode {
  if (status >= 500) return ExitCode.failure;
  return status >= 400 ? ExitCode.rejected : ExitCode.done;
}

function utf8Of(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}
