import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { requireDebugger } from './debugger.ts';
import { type Command, dockerCommand } from './docker.ts';
import type { Variables } from './environment.ts';
import { type FunctionClient, functionClient, LogsTooLarge } from './function-client.ts';
import { argumentsOf, type Launch, languageOf, programOf } from './languages.ts';
import { ProcessGroup } from './process-group.ts';
import { runnerPath } from './runners.ts';
import { TextLines } from './text-lines.ts';
import {
  type FunctionAnswer,
  FunctionEnded,
  type FunctionProcess,
  type FunctionRequest,
  type LogLine,
  type ProcessEnd,
  type StartOptions,
} from './types.ts';

/** Maximum time until a process reports its port; one that takes longer does not work. */
const maxStartMs = 60_000;
/** Time after a function's timeout in which its process has to answer, as the executor of 1.5 gives it. */
const defaultGraceAfterTimeoutMs = 5_000;
/** Time between the end of a connection and that of its process. */
const maxEndDelayMs = 1_000;
const defaultStopGraceMs = 5_000;
const keptLines = 20;
/** Longer lines of a log are lost on the side channel, not in the answer. */
const maxMessageLength = 16 * 1024 ** 2;

/** A message on the side channel: the port, once, and then lines that belong to a run or to none. */
type Message = { readonly port: number } | (LogLine & { readonly run?: string });

/** A call in progress. */
interface Run {
  /** Its logs as the side channel brings them, before the answer. */
  readonly log: string[];
  readonly error: string[];
  /** Settles the call when the process ends. */
  onEnd(end: ProcessEnd): void;
}

/**
 * Starts the process of a function and waits until it takes calls. The code is loaded by the first call, as on a server.
 * @throws FunctionEnded if the process ends before; CliError exit 2 if no debugger can attach to it
 */
export async function startFunction(options: StartOptions): Promise<FunctionProcess> {
  if (options.inspect !== undefined) await requireDebugger(options);
  const running = new RunningFunction(options);
  await running.ready;
  return running;
}

class RunningFunction implements FunctionProcess {
  readonly ready: Promise<void>;
  readonly ended: Promise<ProcessEnd>;
  readonly #group: ProcessGroup;
  readonly #lastLines: string[] = [];
  readonly #onLine: (line: LogLine) => void;
  readonly #graceAfterTimeoutMs: number;
  readonly #secret = randomBytes(16).toString('hex');
  readonly #runs = new Map<string, Run>();
  #calls = 0;
  #client: FunctionClient | undefined;
  #end: ProcessEnd | undefined;
  /** Called when the last call in progress is settled. */
  #onIdle: () => void = () => {};

  constructor({
    runtime,
    code,
    interpreter,
    env,
    protocol = 'v3',
    inspect,
    graceAfterTimeoutMs = defaultGraceAfterTimeoutMs,
    onLine = () => {},
  }: StartOptions) {
    this.#graceAfterTimeoutMs = graceAfterTimeoutMs;
    this.#onLine = onLine;
    const { folder } = code;
    const ofFunction = {
      ...env,
      OPEN_RUNTIMES_ENTRYPOINT: code.entrypoint,
      OPEN_RUNTIMES_SECRET: this.#secret,
    };
    const command = commandOf({ runtime, interpreter, protocol, folder, inspect }, ofFunction);
    this.#group = new ProcessGroup(command.path, command.args, {
      platform: process.platform,
      // Not the folder of the code: on a server, too, paths that are relative to the working directory lead elsewhere.
      cwd: dirname(folder),
      env: command.env,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
    const [stdin, stdout, stderr, channel] = this.#group.child.stdio;
    (stdin as Writable).on('error', () => {});
    for (const stream of [stdout, stderr])
      linesOf(stream as Readable, (text) => {
        this.#lastLines.push(text);
        if (this.#lastLines.length > keptLines) this.#lastLines.shift();
        this.#onLine({ stream: 'output', text });
      });
    this.ended = this.#group.ended.then(({ error, ...end }) => {
      if (error) this.#lastLines.push(error.message);
      return this.#settleAll({ ...end, lastLines: this.#lastLines });
    });
    this.ready = this.#listenTo(channel as Readable);
  }

  call(request: FunctionRequest, timeoutSeconds: number): Promise<FunctionAnswer> {
    if (this.#end)
      return Promise.reject(new FunctionEnded('The process of the function has ended', this.#end));
    const began = performance.now();
    const id = String(++this.#calls);
    return new Promise<FunctionAnswer>((resolve, reject) => {
      let failure: string | undefined;
      let timer: NodeJS.Timeout | undefined;
      const run: Run = {
        log: [],
        error: [],
        onEnd: (end) =>
          failure === undefined
            ? settle(() =>
                reject(new FunctionEnded('The process of the function ended before it answered', end)),
              )
            : fail(failure),
      };
      const settle = (how: () => void) => {
        clearTimeout(timer);
        if (this.#runs.delete(id) && this.#runs.size === 0) this.#onIdle();
        how();
      };
      const fail = (error: string) => settle(() => resolve(failed(run, error, performance.now() - began)));
      this.#runs.set(id, run);
      if (timeoutSeconds > 0)
        timer = setTimeout(
          () => {
            failure = 'The function timed out. Its process did not answer and was ended.';
            this.#group.kill('SIGKILL');
          },
          timeoutSeconds * 1000 + this.#graceAfterTimeoutMs,
        );
      this.#client!.send(request, this.#ownHeaders(id, timeoutSeconds)).then(
        (answer) => settle(() => resolve({ ...answer, durationMs: performance.now() - began })),
        (error: unknown) => {
          if (error instanceof LogsTooLarge)
            return settle(() => resolve(failed(noLogs, tooLarge, performance.now() - began)));
          // Its process may be about to end, which then tells more.
          clearTimeout(timer);
          timer = setTimeout(
            () => fail(`The process of the function gave no valid answer: ${(error as Error).message}`),
            maxEndDelayMs,
          );
        },
      );
    });
  }

  async stop(graceMs: number = defaultStopGraceMs): Promise<void> {
    if (this.#runs.size > 0)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, graceMs);
        this.#onIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    await this.#group.end();
    await this.ended;
  }

  #ownHeaders(run: string, timeoutSeconds: number): Record<string, string> {
    return {
      'x-open-runtimes-secret': this.#secret,
      'x-open-runtimes-run': run,
      ...(timeoutSeconds > 0 && {
        'x-open-runtimes-timeout': String(Math.max(1, Math.trunc(timeoutSeconds))),
      }),
    };
  }

  #settleAll(end: ProcessEnd): ProcessEnd {
    this.#end = end;
    this.#client?.close();
    for (const run of [...this.#runs.values()]) run.onEnd(end);
    return end;
  }

  /** Resolves when the process tells its port. */
  #listenTo(channel: Readable): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#group.kill('SIGKILL'), maxStartMs);
      const onLine = (line: string) => {
        const message = messageOf(line);
        if (message === undefined) return;
        if ('port' in message) {
          clearTimeout(timer);
          this.#client = functionClient(message.port);
          resolve();
        } else this.#receive(message);
      };
      linesOf(channel, onLine, maxMessageLength);
      this.#group.ended.then((end) => {
        clearTimeout(timer);
        reject(
          new FunctionEnded('The process of the function did not start', {
            ...end,
            lastLines: this.#lastLines,
          }),
        );
      });
    });
  }

  #receive({ run, stream, text }: Exclude<Message, { port: number }>): void {
    const logs = run === undefined ? undefined : this.#runs.get(run);
    if (stream === 'log' || stream === 'error') logs?.[stream].push(text);
    this.#onLine({ stream, text });
  }
}

/** Returns the command of a process that runs a function. */
function commandOf(launch: Omit<Launch, 'runner'>, env: Variables): Command {
  const { runtime, interpreter, folder } = launch;
  if (interpreter.image) return dockerCommand(runtime, { ...launch, env });
  const language = languageOf(runtime.language)!;
  const args = argumentsOf(language, { ...launch, runner: runnerPath(language.runner, folder) });
  return { path: programOf(language, launch), args, env };
}

/** On a server such logs are lost too. Here the side channel has reported them already. */
const noLogs = { log: [], error: [] };
const tooLarge =
  'The logs are larger than the header that carries them to a server may be. There, too, such a run ends with an error.';

const failed = (
  { log, error }: Pick<Run, 'log' | 'error'>,
  reason: string,
  durationMs: number,
): FunctionAnswer => ({
  status: 500,
  headers: {},
  body: Buffer.alloc(0),
  logs: log.join('\n'),
  errors: [...error, reason].join('\n'),
  durationMs,
});

function linesOf(stream: Readable, onLine: (line: string) => void, maxLength?: number): void {
  const lines = new TextLines(onLine, maxLength);
  stream.on('data', (bytes: Buffer) => lines.add(bytes));
  stream.on('end', () => lines.end());
  stream.on('error', () => {});
}

/** @returns undefined for what is not a message: code of the function can write to the channel too */
function messageOf(line: string): Message | undefined {
  try {
    const message = JSON.parse(line) as Partial<Record<'port' | 'stream' | 'text' | 'run', unknown>> | null;
    if (typeof message?.port === 'number') return { port: message.port };
    if (typeof message?.text !== 'string' || !isStream(message.stream)) return undefined;
    const { text, stream, run } = message;
    return typeof run === 'string' ? { stream, text, run } : { stream, text };
  } catch {
    return undefined;
  }
}

const isStream = (name: unknown): name is LogLine['stream'] =>
  name === 'log' || name === 'error' || name === 'output' || name === 'hint';
