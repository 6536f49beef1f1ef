/** Plans of files against a project that another file describes, for tests. */

import { compare } from '../../../src/project/diff/compare.ts';
import {
  type CodeComparison,
  type Comparison,
  type CountQuestion,
  type DocumentCount,
  questionKey,
  type Rename,
} from '../../../src/project/diff/difference.ts';
import type { ProjectFiles } from '../../../src/project/file/find.ts';
import { readProject } from '../../../src/project/file/read.ts';
import { readSettings } from '../../../src/project/file/settings.ts';
import { type ProjectSource, parseSource } from '../../../src/project/file/source.ts';
import { completed } from '../../../src/project/model/parameters.ts';
import {
  everything,
  type Pattern,
  parsePattern,
  type Selection,
} from '../../../src/project/model/selection.ts';
import {
  type DesiredResource,
  keyOf,
  type LiveProject,
  type LiveResource,
} from '../../../src/project/model/state.ts';
import { buildPlan, questionsOf } from '../../../src/project/plan/build.ts';
import type { PlanOptions } from '../../../src/project/plan/draft.ts';
import { draft } from '../../../src/project/plan/drafter.ts';
import type { Action, Plan } from '../../../src/project/plan/plan.ts';

export type Entry = Readonly<Record<string, unknown>>;

export interface Planning {
  /** `appwrite.json`. */
  readonly file: Entry;
  /** Text of `appwrite.json`, if it has more digits than a value. */
  readonly text?: string;
  /** `appwrite-cli.json`. */
  readonly own?: Entry;
  readonly env?: Readonly<Record<string, string>>;
  readonly live: LiveProject;
  /** Number of documents for each question; undefined: the key may not count. By default there are none. */
  readonly count?: (question: CountQuestion) => number | undefined;
  readonly code?: ReadonlyMap<string, CodeComparison>;
  readonly select?: Selection;
  readonly ignore?: readonly string[];
  readonly renames?: readonly Rename[];
  readonly protect?: readonly string[];
  readonly options?: Partial<PlanOptions>;
}

/** Reads files without a folder. */
function read(file: Entry, own?: Entry, env: Readonly<Record<string, string>> = {}, text?: string) {
  const source = (
    role: 'main' | 'own',
    path: string,
    content: Entry,
    text = JSON.stringify(content),
  ): ProjectSource =>
    parseSource({ cwd: '/project' }, { path: `/project/${path}`, text, hasByteOrderMark: false }, role);
  const ownSource = own && source('own', 'appwrite-cli.json', own);
  const files: ProjectFiles = {
    path: 'appwrite.json',
    folder: '/project',
    main: source('main', 'appwrite.json', file, text),
    includes: [],
    own: ownSource,
    overlay: undefined,
    ...readSettings(ownSource),
    warnings: [],
  };
  return readProject(files, { resolveSecrets: true, env });
}

/** Returns what `file` asks for. Files with faults are read all the same. */
export function compareFile({
  file,
  text,
  own,
  env = {},
  live,
  code = new Map(),
  select = everything,
  ignore = [],
  renames = [],
}: Planning): { readonly comparison: Comparison; readonly desired: PlanOptions['desired'] } {
  const { desired } = read(file, own, env, text);
  return { desired, comparison: compare(desired, live, code, { select, ignore: patterns(ignore), renames }) };
}

export function planOf(planning: Planning): Plan {
  const { live, count = () => 0 } = planning;
  const { comparison, desired } = compareFile(planning);
  const options: PlanOptions = {
    target: {
      endpoint: 'https://cloud.example/v1',
      projectId: live.projectId,
      apiVersion: live.apiVersion,
      serverVersion: live.serverVersion,
      environment: undefined,
      why: 'appwrite.json',
    },
    desired,
    live,
    file: { path: 'appwrite.json', sha256: 'f' },
    prune: 'none',
    allowDataLoss: 'none',
    protect: patterns(planning.protect ?? []),
    leftOut: [...patterns(planning.ignore ?? []), ...(planning.select?.except ?? [])],
    code: 'changed',
    folderOf: ({ functionId }) => `functions/${functionId}`,
    cli: '0.0.0',
    now: new Date('2026-11-28T12:00:00Z'),
    ...planning.options,
  };
  const drafting = draft(comparison, options);
  const counts = questionsOf(drafting).map((question): [string, DocumentCount] => {
    const documents = count(question);
    return [
      questionKey(question),
      documents === undefined ? { kind: 'unknown' } : { kind: 'exactly', documents },
    ];
  });
  return buildPlan(drafting, new Map(counts), options);
}

const patterns = (texts: readonly string[]): Pattern[] => texts.map((text) => parsePattern(text)!);

/** Returns a project that is as a file says, as a server tells it. */
export function liveAs(file: Entry, facts: Partial<LiveProject> = {}): LiveProject {
  const { desired } = read(file);
  const apiVersion = facts.apiVersion ?? '1.5';
  const resources = [...desired.resources.values()].map((resource) => liveAsDesired(resource, apiVersion));
  return {
    projectId: 'shop',
    apiVersion,
    serverVersion: `${apiVersion}.0`,
    resources: new Map(resources.map((resource) => [keyOf(resource), resource])),
    code: new Map(),
    notCompared: new Map(),
    notComparedKinds: new Map(),
    notes: [],
    ...facts,
  };
}

function liveAsDesired(resource: DesiredResource, version: LiveProject['apiVersion']): LiveResource {
  const given = new Map([...resource.fields].map(([name, { value }]) => [name, value]));
  const fields = new Map(completed({ ...resource, fields: given }));
  if (version === '1.5' || version === '1.6') fields.delete('encrypt');
  const { kind, path, variant, isChildSide } = resource;
  return {
    kind,
    path,
    serverId: path.at(-1) ?? '',
    variant,
    isChildSide,
    fields,
    answer: new Map(),
    updatedAt: '2026-11-28T01:00:00.000+00:00',
    ...((kind === 'attribute' || kind === 'index') && { status: 'available' as const }),
  };
}

/** Returns a project with another state of one resource. */
export function withResource(
  live: LiveProject,
  key: string,
  change: (resource: LiveResource) => Partial<LiveResource>,
): LiveProject {
  const resource = live.resources.get(key)!;
  return { ...live, resources: new Map([...live.resources, [key, { ...resource, ...change(resource) }]]) };
}

/** Returns the requests of an action as `command {params}`, without what says which resource it is about. */
export function requestsOf({ steps }: Action): string[] {
  return steps.map((step) => {
    if (step.step !== 'request') return step.step;
    const { operation, params } = step.request;
    const own = Object.entries(params).filter(([name]) => !/^(databaseId|collectionId|key)$/.test(name));
    return `${operation.command} ${own.map(([name, value]) => `${name}=${shown(value)}`).join(' ')}`.trim();
  });
}

const shown = (value: unknown) =>
  typeof value === 'object' && value !== null && 'text' in value ? String(value.text) : JSON.stringify(value);

export const database = { $id: 'main', name: 'Main' };

/** A file with one collection, `main/posts`. */
export const withAttributes = (attributes: readonly Entry[], indexes: readonly Entry[] = []): Entry => ({
  databases: [database],
  collections: [{ $id: 'posts', databaseId: 'main', name: 'Posts', $permissions: [], attributes, indexes }],
});

/** A string attribute. */
export const text = (key: string, more: Entry = {}): Entry => ({
  key,
  type: 'string',
  size: 50,
  required: false,
  ...more,
});

/** An integer attribute. */
export const integer = (key: string, more: Entry = {}): Entry => ({
  key,
  type: 'integer',
  required: false,
  ...more,
});

/** Returns the actions of a plan: `create attribute main/posts/a`, and what blocks it. */
export const linesOf = ({ actions }: Plan) =>
  actions.map(
    ({ op, resource, blockedBy }) => `${op} ${keyOf(resource)}${blockedBy ? ` (${blockedBy})` : ''}`,
  );
