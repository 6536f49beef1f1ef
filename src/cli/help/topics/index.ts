import type { Topic } from '../topic.ts';

export interface TopicEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Topic>;
}

/** Topics of `appwrite-cli help <topic>`; each page is loaded only when it is shown. */
export const topics: readonly TopicEntry[] = [
  {
    name: 'environment',
    summary: 'Environment variables',
    load: () => import('./environment.ts').then((module) => module.environment),
  },
  {
    name: 'formatting',
    summary: 'Tables, JSON and CSV; choosing fields; filtering',
    load: () => import('./formatting.ts').then((module) => module.formatting),
  },
  {
    name: 'exit-codes',
    summary: 'Exit codes and error messages',
    load: () => import('./exit-codes.ts').then((module) => module.exitCodes),
  },
  {
    name: 'queries',
    summary: 'Conditions, order and pages of lists',
    load: () => import('./queries.ts').then((module) => module.queries),
  },
  {
    name: 'values',
    summary: 'Lists, numbers, sizes, durations and dates',
    load: () => import('./values.ts').then((module) => module.values),
  },
  {
    name: 'files',
    summary: 'Values from files and stdin, uploads and downloads',
    load: () => import('./files.ts').then((module) => module.files),
  },
  {
    name: 'profiles',
    summary: 'Saved servers and keys, and the order of settings',
    load: () => import('./profiles.ts').then((module) => module.profiles),
  },
  {
    name: 'versions',
    summary: 'Versions of Appwrite: selection, and changes in each',
    load: () => import('./versions.ts').then((module) => module.versions()),
  },
  {
    name: 'ci',
    summary: 'Scripts and pipelines without a terminal',
    load: () => import('./ci.ts').then((module) => module.ci),
  },
];
