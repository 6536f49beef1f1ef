/** Compares the settings of a function in two states of the project file. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { LocalFunction, LocalProject } from './local-function.ts';

/** A function with the project file that it was read from. */
export interface Settings {
  readonly fn: LocalFunction;
  readonly project: Pick<LocalProject, 'projectId' | 'variables'>;
}

export interface ChangedSettings {
  /** Words of the project file. */
  readonly names: readonly string[];
  /** True if the process has to be restarted; other settings apply from the next call on. */
  readonly needsStart: boolean;
}

/** Settings by the word of the project file for them. */
const words: Readonly<Record<string, (settings: Settings) => unknown>> = {
  name: ({ fn }) => fn.name,
  runtime: ({ fn }) => fn.runtime.id,
  entrypoint: ({ fn }) => fn.entrypoint,
  commands: ({ fn }) => fn.commands,
  path: ({ fn }) => fn.folder,
  ignore: ({ fn }) => fn.ignore,
  variables: ({ fn, project }) => ({ ...project.variables, ...fn.variables }),
  projectId: ({ project }) => project.projectId,
  timeout: ({ fn }) => fn.timeoutSeconds,
  events: ({ fn }) => fn.events,
};

const withoutStart: readonly string[] = ['timeout', 'events'];

export function changedSettings(before: Settings, after: Settings): ChangedSettings {
  const names = Object.keys(words).filter(
    (word) => !isDeepStrictEqual(words[word]!(before), words[word]!(after)),
  );
  return { names, needsStart: names.some((name) => !withoutStart.includes(name)) };
}
