/** Watches what running functions are made of: their code, and the project file. */

import { isDeepStrictEqual } from 'node:util';
import type { Services } from '../../../core/services.ts';
import { CliError } from '../../../errors.ts';
import { type WatchedFolder, type Watching, watchCode } from '../../../functions/local/watch.ts';
import { wordsOfFunction } from '../../../functions/pack/contents.ts';
import { reasonOf } from '../../../lib/files/fs-error.ts';
import { type LocalFunction, type LocalProject, readLocalProject } from './local-function.ts';
import type { RunValues } from './options.ts';
import type { RunningLocal } from './runtime.ts';
import { envFileOf } from './variables.ts';

/**
 * Begins to watch. Changes are taken over one after another; faults are reported, and what runs goes on.
 * @throws CliError exit 2 if a folder has something that can't be packed
 */
export async function watchFunctions(
  running: readonly RunningLocal[],
  project: LocalProject,
  values: RunValues,
  services: Services,
): Promise<Watching> {
  const watcher = new FunctionsWatcher(running, project, values, services);
  try {
    await watcher.begin();
    return watcher;
  } catch (error) {
    watcher.close();
    throw error;
  }
}

interface WatchedCode {
  readonly watching: Watching;
  /** Values that decide which files are watched. */
  readonly of: readonly unknown[];
}

class FunctionsWatcher implements Watching {
  readonly #running: readonly RunningLocal[];
  readonly #values: RunValues;
  readonly #services: Services;
  readonly #codes = new Map<RunningLocal, WatchedCode>();
  #project: LocalProject;
  #ofProject: Watching | undefined;
  #reading = Promise.resolve();
  #isClosed = false;

  constructor(
    running: readonly RunningLocal[],
    project: LocalProject,
    values: RunValues,
    services: Services,
  ) {
    this.#running = running;
    this.#project = project;
    this.#values = values;
    this.#services = services;
  }

  async begin(): Promise<void> {
    await this.#watchProject();
    for (const each of this.#running) this.#codes.set(each, (await this.#watchCode(each, each.fn))!);
  }

  close(): void {
    this.#isClosed = true;
    this.#ofProject?.close();
    for (const { watching } of this.#codes.values()) watching.close();
  }

  async #watchProject(): Promise<void> {
    const { sources, shown } = this.#project;
    this.#ofProject = await this.#watch(undefined, sources, shown, () => {
      this.#reading = this.#reading.then(() => this.#readAgain());
    });
  }

  /** Watches the code of a function; returns undefined if that is watched already. */
  async #watchCode(each: RunningLocal, fn: LocalFunction): Promise<WatchedCode | undefined> {
    const files = [envFileOf(fn, this.#values, this.#services)];
    const of = [fn.folder, fn.ignore, files];
    if (isDeepStrictEqual(this.#codes.get(each)?.of, of)) return undefined;
    // Settings whose build has failed may work with the changed code.
    const onChange = (paths: readonly string[]) =>
      void each.refresh(paths).then(() => each.adopt(this.#project));
    const code = { folder: fn.folder, ignore: fn.ignore, words: wordsOfFunction(fn.id) };
    return { watching: await this.#watch(code, files, fn.folder, onChange), of };
  }

  /** Watches where the code will be before it is read there: no change in between is missed. */
  async #adopt(each: RunningLocal, project: LocalProject): Promise<void> {
    const next = project.functions.find(({ id }) => id === each.fn.id);
    if (next === undefined) return;
    const watched = await this.#watchCode(each, next);
    await each.adopt(project);
    if (watched === undefined) return;
    if (each.fn.folder === next.folder) {
      this.#codes.get(each)?.watching.close();
      this.#codes.set(each, watched);
    }
    if (each.fn.folder !== next.folder || this.#isClosed) watched.watching.close();
  }

  async #watch(
    code: WatchedFolder | undefined,
    files: readonly string[],
    shown: string,
    onChange: (paths: readonly string[]) => void,
  ): Promise<Watching> {
    const onTrouble = (reason: string) =>
      this.#services.output.warn(`${shown} is looked at every second: ${reason}`);
    const watching = await watchCode({ code, files, onChange, onTrouble });
    if (this.#isClosed) watching.close();
    return watching;
  }

  async #readAgain(): Promise<void> {
    if (this.#isClosed) return;
    const { output } = this.#services;
    const before = this.#project;
    try {
      const project = readLocalProject(this.#values.functionIds ?? [], this.#values, this.#services);
      this.#project = project;
      this.#tellOthers(before, project);
      if (!isDeepStrictEqual(before.sources, project.sources)) {
        this.#ofProject?.close();
        await this.#watchProject();
      }
      await Promise.all(this.#running.map((each) => this.#adopt(each, project)));
    } catch (error) {
      const excerpt = error instanceof CliError ? error.excerpt : undefined;
      const text = [reasonOf(error), ...(excerpt === undefined ? [] : [excerpt])].join('\n');
      output.failed(text, 'the functions go on with the settings before until the next change');
    }
  }

  /** Functions come and go only with a start: they have addresses. */
  #tellOthers(before: LocalProject, { functions, shown }: LocalProject): void {
    const idsOf = (all: LocalProject['functions']) => all.map(({ id }) => id);
    const [old, now] = [idsOf(before.functions), idsOf(functions)];
    const running = this.#running.map(({ fn }) => fn.id);
    for (const id of now)
      if (!old.includes(id) && !running.includes(id))
        this.#services.output.note(`${id} is new in ${shown}: it runs after a restart.`);
    for (const id of old)
      if (!now.includes(id))
        this.#services.output.note(`${id} is no longer in ${shown}: it runs on until a restart.`);
  }
}
