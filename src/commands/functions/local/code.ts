/** The code of a function: its build, and the processes that run it. */

import { join } from 'node:path';
import type { Services } from '../../../core/services.ts';
import { CliError, ExitCode } from '../../../errors.ts';
import { wordsOfFunction } from '../../../functions/pack/contents.ts';
import { buildCode } from '../../../functions/runtime/build.ts';
import { startFunction } from '../../../functions/runtime/start.ts';
import type { BuiltCode, FunctionProcess, Interpreter } from '../../../functions/runtime/types.ts';
import { alone } from './folder.ts';
import type { LocalFunction } from './local-function.ts';
import type { LogLines } from './log-lines.ts';
import type { LocalOptions } from './options.ts';

export interface LocalCodeOptions {
  readonly fn: LocalFunction;
  /** Absolute path of the function's folder in `.appwrite`. */
  readonly folder: string;
  readonly interpreter: Interpreter;
  readonly options: LocalOptions;
}

/** Lines of a failed build that its error shows. */
const shownLines = 15;

export class LocalCode {
  readonly #options: LocalCodeOptions;
  readonly #services: Services;
  readonly #lines: LogLines;
  #built: BuiltCode | undefined;

  constructor(options: LocalCodeOptions, services: Services, lines: LogLines) {
    this.#options = options;
    this.#services = services;
    this.#lines = lines;
  }

  /**
   * Makes the code as it is now ready to run. The commands of the build run only if something that they depend on has
   * changed.
   * @param env of the build
   * @throws CliError exit 1 if the build fails; what ran before goes on
   */
  async prepare(env: Readonly<Record<string, string>>): Promise<void> {
    const { fn, folder, interpreter, options } = this.#options;
    const { context, globals, output } = this.#services;
    const progress = output.progress({ label: `Building ${fn.id}` });
    try {
      const build = () =>
        buildCode({
          ...{
            source: fn.folder,
            ignore: fn.ignore,
            words: wordsOfFunction(fn.id),
            builds: join(folder, 'build'),
            entrypoint: fn.entrypoint,
          },
          ...{ runtime: fn.runtime, interpreter, env, platform: context.platform, signal: context.signal },
          commands: options.builds ? fn.commands : '',
          onOutput: globals.verbose > 0 ? (text) => this.#lines.print(text.replace(/\n$/, '')) : undefined,
        });
      const { isReady, log, code, isFromCache } = await alone(folder, context.sleep, build);
      if (!isReady) throw buildFailure(fn, log);
      this.#built = code;
      progress.stop();
      if (!isFromCache) output.note(`Built ${fn.id}.`);
    } finally {
      progress.stop();
    }
  }

  /** Absolute path of the code that runs. */
  get folder(): string {
    return this.#built!.folder;
  }

  /** @throws FunctionEnded */
  start(env: Readonly<Record<string, string>>, inspect: string | undefined): Promise<FunctionProcess> {
    const { fn, interpreter, options } = this.#options;
    return startFunction({
      ...{ runtime: fn.runtime, code: this.#built!, interpreter, env, inspect, protocol: options.protocol },
      onLine: (line) => this.#lines.line(line),
    });
  }
}

function buildFailure({ id }: LocalFunction, log: string): CliError {
  const lines = log.trimEnd().split('\n').slice(-shownLines);
  return new CliError(ExitCode.failure, `the build of ${id} failed`, {
    excerpt: lines.join('\n'),
    hint: 'the commands are those of "commands" in the project file; -v shows all of their output',
  });
}
