/** Reads saved plans. */
import { apiVersions } from '../../api/versions.ts';
import { usageError } from '../../errors.ts';
import { isJson } from '../../lib/json/format.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { decodeString } from '../../lib/json/slices.ts';
import type { CountQuestion, DocumentCount, NotCompared } from '../diff/difference.ts';
import { type OperationRef, phases, selectors } from '../model/kind.ts';
import { kinds } from '../model/kinds.ts';
import type { NotComparedReason, ResourceRef, SecretReference } from '../model/state.ts';
import type { ExactValue, FieldValue } from '../model/value.ts';
import { fingerprint } from './fingerprint.ts';
import {
  count,
  JsonValue as Json,
  type JsonValue,
  listOf,
  mapOf,
  objectOf,
  type Read,
  text,
  unionOf,
  word,
} from './json-value.ts';
import {
  type Action,
  type Plan,
  type PlannedChange,
  type PlannedDeployment,
  type PlannedRequest,
  type PlanOp,
  type PlanStep,
  type PlanSummary,
  type PlanTarget,
  planFormat,
  planSymbols,
  type RemoteState,
  type SecretParam,
} from './plan.ts';

/**
 * Reads a saved plan.
 * @throws CliError exit 2 for text that is no plan, a plan of another format, or one that was changed
 */
export function readPlan(json: string): Plan {
  const root = new Json(json, '');
  if (!isJson(json)) root.refuse('is not valid JSON');
  const format = root.members().get('format')?.text ?? root.refuse('has no "format"');
  if (format !== String(planFormat))
    throw usageError(
      `the plan has the format ${format}, and this version of appwrite-cli reads the format ${planFormat}`,
      'apply a plan with the version that made it',
    );
  const plan = readMembers(root);
  if (plan.fingerprint !== fingerprint(plan)) root.refuse('was changed after it was made');
  return plan;
}

const fieldValue: Read<FieldValue> = (value) => {
  switch (value.kind) {
    case 'null':
      return null;
    case 'boolean':
      return value.text === 'true';
    case 'number':
      return /^-?\d+$/.test(value.text) ? BigInt(value.text) : Number(value.text);
    case 'string':
      return value.string();
    case 'array':
      return value.items().map(text);
    case 'object':
      return value.refuse('must not be an object');
  }
};

const kindNames = kinds.map(({ name }) => name);
const ref = objectOf<ResourceRef>({ kind: word(...kindNames), path: listOf(text) });

const step: Read<string | number> = (value) => (value.kind === 'number' ? count(value) : value.string());

type Of<Union, Tag extends keyof Union, Name> = Extract<Union, { readonly [Key in Tag]: Name }>;

const secretReference = unionOf<SecretReference>('from', {
  environment: objectOf<Of<SecretReference, 'from', 'environment'>>({
    from: word('environment'),
    name: text,
  }),
  file: objectOf<Of<SecretReference, 'from', 'file'>>(
    { from: word('file'), path: text, variable: text },
    'variable',
  ),
  server: objectOf<Of<SecretReference, 'from', 'server'>>({ from: word('server') }),
  'project file': objectOf<Of<SecretReference, 'from', 'project file'>>({
    from: word('project file'),
    path: text,
    pointer: listOf(step),
  }),
});

const secretChange = objectOf<Extract<PlannedChange, { readonly secret: unknown }>>({
  field: text,
  secret: secretReference,
});
const openChange = objectOf<Exclude<PlannedChange, { readonly secret: unknown }>>({
  field: text,
  from: fieldValue,
  to: fieldValue,
});
const change: Read<PlannedChange> = (value) =>
  value.members().has('secret') ? secretChange(value) : openChange(value);

const secretParam = objectOf<SecretParam>({ secret: secretReference });

/** Numbers, objects and lists of other things than text stay as they are written. */
const param: Read<ExactValue | SecretParam> = (value) => {
  switch (value.kind) {
    case 'null':
      return null;
    case 'boolean':
      return value.text === 'true';
    case 'string':
      return decodeString(value.text);
    case 'number':
      return new RawJson(value.text);
    case 'array': {
      const all = value.items();
      return all.every(({ kind }) => kind === 'string') ? all.map(text) : new RawJson(value.text);
    }
    case 'object':
      return isSecret(value) ? secretParam(value) : new RawJson(value.text);
  }
};

const isSecret = (value: JsonValue) => {
  const members = value.members();
  return members.size === 1 && members.has('secret');
};

const operation = objectOf<OperationRef>({
  group: word('databases', 'storage', 'teams', 'messaging', 'functions', 'projects', 'project'),
  command: text,
});

const planStep = unionOf<PlanStep>('step', {
  request: objectOf<Of<PlanStep, 'step', 'request'>>({
    step: word('request'),
    request: objectOf<PlannedRequest>({ operation, params: mapOf(param) }),
  }),
  deploy: objectOf<Of<PlanStep, 'step', 'deploy'>>({
    step: word('deploy'),
    deployment: objectOf<PlannedDeployment>(
      {
        functionId: text,
        folder: text,
        ignore: listOf(text),
        entrypoint: text,
        commands: text,
        contentSha256: text,
        changedFiles: listOf(text),
      },
      'changedFiles',
    ),
  }),
  build: objectOf<Of<PlanStep, 'step', 'build'>>({
    step: word('build'),
    functionId: text,
    deploymentId: text,
  }),
});

const counted = { kind: word('exactly', 'at-least'), documents: count };
const documentCount = unionOf<DocumentCount>('kind', {
  exactly: objectOf<Extract<DocumentCount, { readonly documents: number }>>(counted),
  'at-least': objectOf<Extract<DocumentCount, { readonly documents: number }>>(counted),
  unknown: objectOf<Of<DocumentCount, 'kind', 'unknown'>>({ kind: word('unknown') }),
});

type Condition = CountQuestion['condition'];
const nullTest = objectOf<Of<Condition, 'test', 'is-null' | 'is-not-null'>>({
  test: word('is-null', 'is-not-null'),
  attribute: text,
});
const boundTest = objectOf<Of<Condition, 'test', 'less-than' | 'greater-than'>>({
  test: word('less-than', 'greater-than'),
  attribute: text,
  value: text,
});
const question = objectOf<CountQuestion>({
  database: text,
  collection: text,
  condition: unionOf<Condition>('test', {
    any: objectOf<Of<Condition, 'test', 'any'>>({ test: word('any') }),
    'is-null': nullTest,
    'is-not-null': nullTest,
    'less-than': boundTest,
    'greater-than': boundTest,
    'one-of': objectOf<Of<Condition, 'test', 'one-of'>>({
      test: word('one-of'),
      attribute: text,
      values: listOf(text),
    }),
  }),
});

const ops = Object.keys(planSymbols) as PlanOp[];
const action = objectOf<Action>(
  {
    id: text,
    phase: word(...phases),
    op: word(...ops),
    resource: ref,
    path: text,
    changes: listOf(change),
    remarks: listOf(text),
    risk: word('none', 'rebuild', 'downtime', 'data-loss'),
    documents: documentCount,
    questions: listOf(question),
    blockedBy: word('data-loss', 'move', 'protected'),
    after: listOf(text),
    steps: listOf(planStep),
  },
  'documents',
  'questions',
  'blockedBy',
);

const reason = unionOf<NotComparedReason>('kind', {
  'missing-scope': objectOf<Of<NotComparedReason, 'kind', 'missing-scope'>>({
    kind: word('missing-scope'),
    scope: text,
  }),
  'no-console-session': objectOf<Of<NotComparedReason, 'kind', 'no-console-session'>>({
    kind: word('no-console-session'),
  }),
  'needs-version': objectOf<Of<NotComparedReason, 'kind', 'needs-version'>>({
    kind: word('needs-version'),
    since: word(...apiVersions),
  }),
});

const state = objectOf<NonNullable<RemoteState>>({ fields: mapOf(fieldValue), updatedAt: text }, 'updatedAt');

const readMembers = objectOf<Plan>({
  format: () => planFormat,
  cli: text,
  createdAt: text,
  target: objectOf<PlanTarget>(
    {
      endpoint: text,
      projectId: text,
      apiVersion: word(...apiVersions),
      serverVersion: text,
      environment: text,
      why: text,
    },
    'serverVersion',
    'environment',
  ),
  file: objectOf<Plan['file']>({ path: text, sha256: text }),
  summary: objectOf<PlanSummary>({
    create: count,
    change: count,
    move: count,
    delete: count,
    rebuild: count,
    deploy: count,
    dataLoss: listOf(text),
    kept: count,
    notCompared: listOf(word(...selectors)),
  }),
  actions: listOf(action),
  kept: listOf(ref),
  notCompared: listOf(
    objectOf<NotCompared>({ selector: word(...selectors), kind: word(...kindNames), reason }, 'kind'),
  ),
  notes: listOf(text),
  remote: mapOf((value): RemoteState => (value.kind === 'null' ? null : state(value))),
  fingerprint: text,
});
