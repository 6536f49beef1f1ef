/** Functions of the project file as processes: prepared, started, and restarted when their code changes. */
import { createServer } from 'node:net';
import { isAbsolute, relative } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Services } from '../../../core/services.ts';
import { CliError } from '../../../errors.ts';
import { ReplaceableFunction } from '../../../functions/local/replaceable.ts';
import { findDocker } from '../../../functions/runtime/docker.ts';
import { functionEnvironment, type Variables } from '../../../functions/runtime/environment.ts';
import type { Caller } from '../../../functions/runtime/headers.ts';
import { findInterpreter, versionWarning } from '../../../functions/runtime/interpreters.ts';
import {
  type FunctionAnswer,
  FunctionEnded,
  type FunctionRequest,
  type Interpreter,
  type ProcessEnd,
} from '../../../functions/runtime/types.ts';
import { reasonOf } from '../../../lib/files/fs-error.ts';
import { listed, sampleOf } from '../../../lib/text/words.ts';
import { type CallerSource, openCaller } from './caller.ts';
import { changedSettings, type Settings } from './changed-settings.ts';
import { LocalCode } from './code.ts';
import { workFolder } from './folder.ts';
import type { LocalFunction, LocalProject } from './local-function.ts';
import { LogLines } from './log-lines.ts';
import type { LocalOptions, LocalValues } from './options.ts';
import { mappedVariables, openServer, type UsedServer } from './server.ts';
import {
  envFileOf,
  noServerVariables,
  readEnvVariables,
  readServerVariables,
  type ServerVariables,
  variablesOf,
} from './variables.ts';

/** A function that takes calls. Its settings are those of the project file as it was read last. */
export interface RunningLocal {
  readonly fn: LocalFunction;
  readonly interpreter: Interpreter;
  call(request: FunctionRequest): Promise<FunctionAnswer>;
  /**
   * Takes over changes of the code.
   * @param paths as the watcher reports them
   */
  refresh(paths: readonly string[]): Promise<void>;
  /** Takes over changes of the project file. */
  adopt(project: LocalProject): Promise<void>;
}

/** A function with everything that changes with its settings. */
interface Opened {
  settings: Settings;
  interpreter: Interpreter;
  code: LocalCode;
  readonly process: ReplaceableFunction;
  readonly lines: LogLines;
}

/** Default port of a debugger; further functions get the next ones. */
const firstInspectPort = 9229;

type Lifetime = 'one call' | 'until stopped';

/** The functions of one command, with the server and the caller that they share. */
export class LocalRuntime {
  readonly #values: LocalValues;
  readonly #options: LocalOptions;
  readonly #project: LocalProject;
  readonly #services: Services;
  readonly #write: (line: string) => void;
  readonly #lifetime: Lifetime;
  readonly #processes: ReplaceableFunction[] = [];
  /** Variables of each function's file, until it changes. */
  readonly #ofFiles = new Map<string, Variables>();
  #server: UsedServer | undefined;
  #callers: CallerSource | undefined;
  #serverVariables: ServerVariables = noServerVariables;
  #mapped: Variables = {};
  #nextInspectPort = firstInspectPort;

  /** @param write prints a line of a function's output */
  constructor(
    values: LocalValues,
    options: LocalOptions,
    project: LocalProject,
    services: Services,
    { write, lifetime }: { readonly write: (line: string) => void; readonly lifetime: Lifetime },
  ) {
    this.#values = values;
    this.#options = options;
    this.#project = project;
    this.#services = services;
    this.#write = write;
    this.#lifetime = lifetime;
  }

  /** Returns the user that calls come from; without a JWT if the server refuses one. */
  readonly caller = async (): Promise<Caller> => {
    try {
      return await this.#callers!.caller();
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      this.#services.output.failed(`the call has no JWT: ${error.message}`, error.hint);
      return { userId: this.#values.as ?? '', jwt: '' };
    }
  };

  /**
   * Builds and starts the functions. What can be refused is refused before anything is made.
   * @throws CliError exit 2 without an interpreter, exit 3 without a right that a flag needs, exit 1 if a build fails
   */
  async start(): Promise<readonly RunningLocal[]> {
    const { functions } = this.#project;
    const interpreters: Interpreter[] = [];
    for (const fn of functions) {
      interpreters.push(await this.#interpreterOf(fn));
      this.#variablesOfFile(fn);
    }
    if (this.#values.withVariables)
      this.#serverVariables = await readServerVariables(this.#project, this.#services);
    this.#server = await openServer(this.#values, this.#options, this.#project, this.#services);
    this.#mapped = mappedVariables(this.#options.facts, this.#server, this.#services);
    this.#callers = await openCaller(this.#values.as, this.#server, this.#services);
    const running: RunningLocal[] = [];
    for (const [at, fn] of functions.entries()) running.push(await this.#open(fn, interpreters[at]!));
    return running;
  }

  /** Ends everything that `start` has begun, however far it came. */
  async close(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.stop()));
    await this.#callers?.end();
    await this.#server?.close();
  }

  async #interpreterOf({ id, runtime }: LocalFunction): Promise<Interpreter> {
    const { env, platform } = this.#services.context;
    const { interpreter: override, usesDocker, protocol } = this.#options;
    if (usesDocker) {
      const { output, context } = this.#services;
      const progress = output.progress({ label: `Getting the image of ${runtime.id}` });
      try {
        return await findDocker(runtime, { env, platform, protocol, signal: context.signal });
      } finally {
        progress.stop();
      }
    }
    const interpreter = await findInterpreter(runtime, { env, platform, override });
    const warning = versionWarning(runtime, interpreter);
    if (warning !== undefined) this.#services.output.warn(`${id}: ${warning}`);
    return interpreter;
  }

  async #open(fn: LocalFunction, interpreter: Interpreter): Promise<RunningLocal> {
    const { output } = this.#services;
    const lines = new LogLines(this.#write, this.#project.functions.length > 1 ? `[${fn.id}] ` : '');
    const options = this.#options;
    const settings = { fn, project: this.#project };
    const code = this.#codeOf(fn, interpreter, lines);
    await code.prepare(this.#environmentOf(settings));
    const inspect = options.inspects ? `127.0.0.1:${await this.#inspectPort()}` : undefined;
    if (inspect !== undefined)
      output.note(
        `A debugger can attach to ${fn.id} at ${inspect}; the code that runs is in ${code.folder}.`,
      );
    const process = new ReplaceableFunction({
      get timeoutSeconds() {
        return options.timeoutSeconds ?? opened.settings.fn.timeoutSeconds;
      },
      overlaps: inspect === undefined,
      start: () => opened.code.start(this.#environmentOf(opened.settings), inspect),
      onEnd: (end) => {
        // The answer of the only call has it.
        if (this.#lifetime === 'until stopped') this.#tellEnd(fn, end);
      },
    });
    const opened: Opened = { settings, interpreter, code, process, lines };
    this.#processes.push(process);
    await this.#replace(opened);
    return this.#running(opened);
  }

  #running(opened: Opened): RunningLocal {
    const { process, lines } = opened;
    let refreshing = Promise.resolve();
    return {
      get fn() {
        return opened.settings.fn;
      },
      get interpreter() {
        return opened.interpreter;
      },
      call: async (request) => {
        const answer = await process.call(request);
        // The function has written its lines before its answer, but on another channel, which this turn may read last.
        await nextTurn();
        if (!this.#services.context.signal.aborted) lines.rest(answer);
        return answer;
      },
      refresh: (paths) => {
        refreshing = refreshing.then(() => this.#refresh(opened, paths));
        return refreshing;
      },
      adopt: (project) => {
        refreshing = refreshing.then(() => this.#adopt(opened, project));
        return refreshing;
      },
    };
  }

  #codeOf(fn: LocalFunction, interpreter: Interpreter, lines: LogLines): LocalCode {
    const folder = workFolder(this.#project.folder, fn.id);
    return new LocalCode({ fn, folder, interpreter, options: this.#options }, this.#services, lines);
  }

  async #refresh(opened: Opened, paths: readonly string[]): Promise<void> {
    const { fn } = opened.settings;
    await this.#change(opened, 'code', async () => {
      this.#ofFiles.delete(fn.id);
      await opened.code.prepare(this.#environmentOf(opened.settings));
      await this.#replace(opened);
      const names = paths.map((path) => (isAbsolute(path) ? relative(fn.folder, path) : path));
      return `${fn.id} runs the changed code: ${sampleOf(names)}.`;
    });
  }

  async #adopt(opened: Opened, project: LocalProject): Promise<void> {
    const before = opened.settings;
    const fn = project.functions.find(({ id }) => id === before.fn.id);
    if (fn === undefined) return;
    const settings = { fn, project };
    const { names, needsStart } = changedSettings(before, settings);
    if (names.length === 0) return;
    await this.#change(opened, 'settings', async () => {
      if (needsStart) {
        const isOther = fn.runtime.id !== before.fn.runtime.id;
        const interpreter = isOther ? await this.#interpreterOf(fn) : opened.interpreter;
        // The folder of the code may be another one.
        this.#ofFiles.delete(fn.id);
        const code = this.#codeOf(fn, interpreter, opened.lines);
        await code.prepare(this.#environmentOf(settings));
        Object.assign(opened, { settings, interpreter, code } satisfies Partial<Opened>);
        await this.#replace(opened);
      } else opened.settings = settings;
      return `${fn.id} runs with the changed ${listed(names, 'and')} of ${project.shown}.`;
    });
  }

  /** Errors are reported, and do not end the command: the next change may fix them. */
  async #change(
    { settings: { fn }, lines }: Opened,
    what: 'code' | 'settings',
    work: () => Promise<string>,
  ): Promise<void> {
    const { output, context } = this.#services;
    if (context.signal.aborted) return;
    try {
      output.note(await work());
    } catch (error) {
      if (context.signal.aborted) return;
      if (error instanceof CliError && error.excerpt !== undefined) lines.print(error.excerpt);
      // A file that vanishes while it is copied is no error of this program, and brings the next change.
      output.failed(reasonOf(error), `${fn.id} goes on with the ${what} before until the next change`);
    }
  }

  /** A process that can't start waits for the next change, or the next call. */
  async #replace({ settings, process }: Opened): Promise<void> {
    try {
      await process.replace();
    } catch (error) {
      if (!(error instanceof FunctionEnded)) throw error;
      this.#tellEnd(settings.fn, error.end);
    }
  }

  /** Its last lines have been printed as they came. */
  #tellEnd({ id }: LocalFunction, { code, signal }: ProcessEnd): void {
    if (this.#services.context.signal.aborted) return;
    const how = signal === null ? `with exit code ${code ?? 'unknown'}` : `by ${signal}`;
    this.#services.output.failed(
      `the process of ${id} ended ${how}`,
      'the next call or the next change starts it again',
    );
  }

  #environmentOf({ fn, project }: Settings): Record<string, string> {
    const variables = variablesOf(fn, project, this.#serverVariables, {
      ofFile: this.#variablesOfFile(fn),
      mapped: this.#mapped,
    });
    const facts = {
      ...{ functionId: fn.id, name: fn.name, runtime: fn.runtime, entrypoint: fn.entrypoint },
      projectId: this.#server?.connection.project ?? project.projectId ?? '',
      deploymentId: 'local',
    };
    // An image has its own PATH and HOME.
    const host = this.#options.usesDocker ? {} : this.#services.context.env;
    return functionEnvironment(facts, variables, host);
  }

  #variablesOfFile(fn: LocalFunction): Variables {
    const known = this.#ofFiles.get(fn.id);
    if (known) return known;
    const read = readEnvVariables(envFileOf(fn, this.#values, this.#services), this.#values, this.#services);
    this.#ofFiles.set(fn.id, read);
    return read;
  }

  /** Returns the next port on which no other program listens. */
  async #inspectPort(): Promise<number> {
    while (!(await isFree(this.#nextInspectPort))) this.#nextInspectPort++;
    return this.#nextInspectPort++;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
