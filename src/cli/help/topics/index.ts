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
    summary: 'Variables, and which of several settings wins',
    load: () => import('./environment.ts').then((module) => module.environment),
  },
  {
    name: 'formatting',
    summary: 'Tables, JSON and CSV; choosing fields; filtering',
    load: () => import('./formatting.ts').then((module) => module.formatting),
  },
  {
    name: 'exit-codes',
    summary: 'What the exit code and an error say',
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
    summary: 'Keeping servers, projects and keys under names',
    load: () => import('./profiles.ts').then((module) => module.profiles),
  },
  {
    name: 'versions',
    summary: 'Versions of Appwrite: which one is spoken, what each brings',
    load: () => import('./versions.ts').then((module) => module.versions()),
  },
  {
    name: 'ci',
    summary: 'Scripts and pipelines, where nobody can be asked',
    load: () => import('./ci.ts').then((module) => module.ci),
  },
];
