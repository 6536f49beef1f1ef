/** `functions run`: functions of the project file behind a web server of this machine, until Ctrl-C. */
import type http from 'node:http';
import { formatOf } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { requestOf, type TriggerCall } from '../../functions/local/call.ts';
import { createControl, newToken } from '../../functions/local/control.ts';
import { closeServer, createGateway, listenOnLoopback } from '../../functions/local/gateway.ts';
import { removeState, writeState } from '../../functions/local/state.ts';
import type { Watching } from '../../functions/local/watch.ts';
import { languageName } from '../../functions/runtime/environment.ts';
import { codeOf } from '../../lib/files/fs-error.ts';
import { aborted } from '../../lib/process/aborted.ts';
import { thisProcess } from '../../lib/process/identity.ts';
import { wholeNumber } from '../../lib/text/numbers.ts';
import { sandboxVersion } from '../../version.ts';
import { boundedLines, requestLine } from '../sandbox/request-log.ts';
import { stateFile } from './local/folder.ts';
import { type LocalProject, readLocalProject } from './local/local-function.ts';
import { type RunValues, readLocalOptions } from './local/options.ts';
import { LocalRuntime, type RunningLocal } from './local/runtime.ts';
import { watchFunctions } from './local/watching.ts';

/**
 * Runs functions until the process is cancelled.
 * @throws CliError exit 2 for faults of the line or the project file, and without an interpreter; exit 1 if a build fails
 *   or the port is taken
 */
export async function runFunctions(values: RunValues, services: Services): Promise<CommandResult> {
  const { context, globals, output } = services;
  const options = readLocalOptions(values);
  const port = readPort(values.port);
  const project = readLocalProject(values.functionIds ?? [], values, services);
  if (
    options.interpreter !== undefined &&
    new Set(project.functions.map(({ runtime }) => runtime.language)).size > 1
  )
    throw usageError('--interpreter is for functions of one language', 'name the functions that it runs');
  if (globals.dryRun) return doneResult(dryRunText(project, port));
  const write = boundedLines(context, globals, output.verbatim);
  const runtime = new LocalRuntime(values, options, project, services, {
    write,
    lifetime: 'until stopped',
  });
  try {
    const running = await runtime.start();
    await serve(running, runtime, { project, port, values }, services, write);
    return {};
  } finally {
    await runtime.close();
  }
}

interface Serving {
  readonly project: LocalProject;
  readonly port: number | undefined;
  readonly values: RunValues;
}

async function serve(
  running: readonly RunningLocal[],
  runtime: LocalRuntime,
  { project, port, values }: Serving,
  services: Services,
  write: (line: string) => void,
): Promise<void> {
  const { context, output } = services;
  const byId = new Map(running.map((each) => [each.fn.id, each]));
  const gateway = createGateway({
    functions: new Map(running.map((each) => [each.fn.id, each.call])),
    caller: runtime.caller,
    now: context.now,
    observe: (exchange) => write(requestLine(exchange)),
  });
  const trigger = async ({ call: send }: RunningLocal, call: TriggerCall) => {
    const startedAt = context.now();
    const server = { host: `localhost:${actual}`, version: sandboxVersion };
    const answer = await send(requestOf(call, await runtime.caller(), server));
    const durationMs = context.now() - startedAt;
    write(requestLine({ ...namesOf(call), status: answer.status, startedAt, durationMs }));
    return answer;
  };
  const token = newToken();
  const control = createControl(token, (id, call) => {
    const called = byId.get(id);
    if (called === undefined) return undefined;
    return trigger(called, call);
  });
  let watching: Watching | undefined;
  let actual = 0;
  try {
    actual = await listen(gateway, port);
    if (port === undefined && actual !== firstPort)
      output.note(`Port ${firstPort} is in use, so this is port ${actual}.`);
    const state = { ...thisProcess(), port: await listenOnLoopback(control, 0), token };
    for (const { fn } of running) await writeState(stateFile(project.folder, fn.id), state);
    if (!values.noWatch) watching = await watchFunctions(running, project, values, services);
    await tell(running, actual, values, services);
    await aborted(context.signal);
    // The terminal has just shown ^C.
    if (context.stderr.isTTY) output.note('');
  } finally {
    watching?.close();
    for (const { fn } of running) removeState(stateFile(project.folder, fn.id), { token });
    await Promise.all([closeServer(gateway), closeServer(control)]);
  }
}

/** Returns the words that stand for a call among the lines of requests. */
function namesOf(call: TriggerCall): { readonly method: string; readonly target: string } {
  if (call.kind === 'http') return call;
  return { method: call.kind, target: call.kind === 'event' ? call.event : '/' };
}

/** The port that is tried first if the user names none. */
const firstPort = 3000;

async function listen(gateway: http.Server, port: number | undefined): Promise<number> {
  try {
    return await listenOnLoopback(gateway, port);
  } catch (error) {
    const refused = (problem: string, hint: string) =>
      new CliError(ExitCode.failure, `functions run can't start: ${problem}`, { hint, cause: error });
    if (codeOf(error) === 'EADDRINUSE')
      throw refused(`port ${port} is in use`, 'choose another --port, or leave it out to get a free one');
    if (codeOf(error) === 'EACCES')
      throw refused(`no permission to listen on port ${port}`, 'choose a --port above 1023');
    throw error;
  }
}

/** Says where the functions are. Programs get one line of JSON. */
async function tell(
  running: readonly RunningLocal[],
  port: number,
  { noWatch }: Pick<RunValues, 'noWatch'>,
  { output, globals }: Services,
): Promise<void> {
  const urls = running.map(({ fn }) => ({ id: fn.id, url: urlOf(fn.id, running.length, port) }));
  if (formatOf(globals) !== 'table') {
    await output.result({ kind: 'text', text: JSON.stringify({ port, functions: urls }) });
    return;
  }
  for (const { fn, interpreter } of running)
    output.note(
      interpreter.image === undefined
        ? `${fn.id} runs on ${languageName(fn.runtime.language)} ${interpreter.version}.`
        : `${fn.id} runs in the image ${interpreter.image.name}.`,
    );
  if (running.some(({ interpreter }) => interpreter.image === undefined))
    output.note('Nothing isolates the code: it runs with the rights of your user.');
  const width = Math.max(...urls.map(({ id }) => id.length));
  const lines = urls.map(({ id, url }) => (urls.length === 1 ? url : `${id.padEnd(width)}  ${url}`));
  await output.result({ kind: 'text', text: lines.join('\n') });
  const [first] = running;
  output.note('Ctrl-C ends it. Run it as an event would, in another terminal:');
  output.verbatim(`  appwrite-cli functions trigger ${first!.fn.id} ${exampleOf(first!)}`);
  if (noWatch) output.note('--no-watch: changes of the code and of settings take effect after a restart.');
}

const exampleOf = ({ fn }: RunningLocal) => (fn.events.length > 0 ? `--event '${fn.events[0]}'` : '--http /');

const urlOf = (id: string, count: number, port: number) =>
  `http://127.0.0.1:${port}/${count === 1 ? '' : `${id}/`}`;

function dryRunText({ functions }: LocalProject, port = firstPort): string {
  const names = functions.map(({ id, runtime }) => `${id} (${runtime.id})`).join(', ');
  return `${names} would be built and run on http://127.0.0.1:${port}/.`;
}

function readPort(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const port = Number(wholeNumber(given) ?? -1);
  if (port >= 0 && port <= 65_535) return port;
  throw usageError(`--port takes a whole number from 0 to 65535, not "${given}"`);
}
