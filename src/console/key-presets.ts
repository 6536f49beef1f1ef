/** Choices of scopes for API keys, by what the key is for. */

/** Schemas and settings, but no data of users. */
const settings =
  /^(databases|collections|tables|buckets|functions|sites|teams|providers|topics)\.|^health\.read$/;
/** Parts of a schema, and the documents that change with it. */
const contents = /^(attributes|indexes|documents|rows)\./;
/** Settings that need no console session from 1.9 on. */
const settingsOfProject = /^(webhooks|project)\./;

export interface KeyPreset {
  /** Purpose of the key, and the scopes that it takes. */
  readonly help: string;
  /** True if the key gets this scope. */
  readonly holds: (scope: string) => boolean;
}

export const keyPresets = {
  ci: {
    help: 'for deployments from CI: databases, collections or tables, buckets, functions, sites, teams, providers and topics, to read and to write, and health.read; no documents, files or users',
    holds: (scope) => settings.test(scope),
  },
  read: {
    help: 'for reports and backups: every scope that reads, none that writes',
    holds: (scope) => scope.endsWith('.read'),
  },
  push: {
    help: 'for changing schemas: ci, with attributes, indexes, and documents or rows, because a change has to count the documents that it affects and may have to move their values',
    holds: (scope) => settings.test(scope) || contents.test(scope) || settingsOfProject.test(scope),
  },
  all: { help: 'for everything: all scopes of the server', holds: () => true },
} as const satisfies Record<string, KeyPreset>;

export type KeyPresetName = keyof typeof keyPresets;

/** @param scopes those to choose from; their order stays */
export function presetScopes(preset: KeyPresetName, scopes: readonly string[]): string[] {
  return scopes.filter(keyPresets[preset].holds);
}
