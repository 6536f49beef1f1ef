/**
 * The vocabulary of the kinds of resources. Pure data, like the catalogue: a kind is described once, and reading,
 * comparing, planning and applying follow from its description.
 */
import type { ApiVersion, Lifetime } from '../../api/versions.ts';
import type { FieldType } from './field-types.ts';
import type { FieldValue } from './value.ts';

export type KindName =
  | 'database'
  | 'collection'
  | 'attribute'
  | 'index'
  | 'bucket'
  | 'team'
  | 'provider'
  | 'topic'
  | 'function'
  | 'variable'
  | 'code'
  | 'project variable'
  | 'platform'
  | 'webhook'
  | 'oauth'
  | 'smtp'
  | 'project'
  | 'services'
  | 'auth methods'
  | 'security';

/** The words that `--only`, `--except`, `--prune` and the arguments of the commands take. */
export const selectors = [
  'databases',
  'collections',
  'buckets',
  'teams',
  'functions',
  'variables',
  'code',
  'providers',
  'topics',
  'settings',
  'platforms',
  'webhooks',
  'oauth',
] as const;
export type Selector = (typeof selectors)[number];

/** Steps of applying a plan, in this order; deletions run through the kinds backwards. */
export const phases = [
  'databases',
  'collections',
  'attributes',
  'relationships',
  'moves',
  'indexes',
  'deletions',
  'storage and teams',
  'messaging',
  'functions',
  'settings',
] as const;
export type Phase = (typeof phases)[number];

/**
 * An operation of the catalogue by its group and command, as the first version that has it names them. `{variant}` in a
 * command stands for the variant's name.
 */
export interface OperationRef {
  readonly group: 'databases' | 'storage' | 'teams' | 'messaging' | 'functions' | 'projects' | 'project';
  readonly command: string;
}

export interface Field extends Lifetime {
  readonly type: FieldType;
  /** Member of an entry of the file. */
  readonly inFile: string;
  /** Further spellings in files: of tables, of other versions of the official CLI. */
  readonly alsoInFile: readonly string[];
  /** Member of the server's answer. */
  readonly inAnswer: string;
  /** Parameter of the operations. */
  readonly param: string;
  /** Value of a new resource if it is left out; undefined if it has to be given. */
  readonly initial: FieldValue | undefined;
  /** Value that null stands for; undefined: null says nothing, as if the field were left out. */
  readonly nullMeans: FieldValue | undefined;
  /** Value that an empty text stands for; undefined: it is a value itself. */
  readonly emptyMeans: FieldValue | undefined;
  /** First version of the API that has it. */
  readonly since: ApiVersion;
  /** First version whose updates change it in place; `never`: only deleting and creating does. */
  readonly changes: ApiVersion | 'never';
  /** Value that no update changes into another one. */
  readonly final: FieldValue | undefined;
  /** Member of the answer that is true if the server does not return the value. */
  readonly withheldBy: string | undefined;
  /** True if it is a secret: never shown, compared in memory only. */
  readonly secret: boolean;
  /** The operation that sets this field alone, for kinds without an update of the whole. */
  readonly setBy: SettingOperation | undefined;
}

export interface SettingOperation extends OperationRef {
  /** Parameters that say which setting it is. */
  readonly fixed: Readonly<Record<string, string>>;
}

export type Fields = Readonly<Record<string, Field>>;

/** A subtype with fields of its own: a type of attributes, a type of providers. */
export interface Variant {
  readonly fields: Fields;
  /** First version of the API that has it. */
  readonly since: ApiVersion;
  /** Name in the commands of the operations: `float` for `double`. */
  readonly command: string;
}

/** Contents that are lost with a resource and that no file brings back. */
export type Contents = 'documents' | 'values' | 'files' | 'members' | 'subscribers' | 'deployments';

export interface Kind {
  readonly name: KindName;
  /** Name of several, for people. */
  readonly plural: string;
  readonly selector: Selector;
  readonly phase: Phase;
  /** The kind that contains it: the first components of a path are its path. */
  readonly parent: KindName | undefined;
  /** Parameters of the operations for the components of a path: `databaseId`, `collectionId`. */
  readonly pathParams: readonly string[];
  /** Parameter for the ID of a resource that exists, if the server chose it and a file can't know it. */
  readonly serverIdParam: string | undefined;
  /**
   * Members of an entry that are the components of its path, each with alternatives, after those of the entry that
   * contains it; empty if there is only one.
   */
  readonly identity: readonly (readonly string[])[];
  /** Members of the file that hold its entries; empty if these are inside of another entry. */
  readonly sections: readonly string[];
  /** Fields; empty if the variant decides. */
  readonly fields: Fields;
  readonly variants: Readonly<Record<string, Variant>>;
  /** Returns the variant of an entry; undefined if the entry does not say. @param member its members that are texts */
  readonly variantOf: (member: (name: string) => string | undefined) => string | undefined;
  /** Members of entries and answers that are never compared. */
  readonly noise: readonly string[];
  /**
   * Members that an entry of a file may have. Those of other variants are among them: files carry some along, such as
   * the `min` of a text.
   */
  readonly knownInFile: ReadonlySet<string>;
  /** Members of an answer whose members are read like its own. */
  readonly flattened: readonly string[];
  readonly operations: {
    readonly list?: OperationRef;
    readonly create?: OperationRef;
    readonly update?: OperationRef;
    readonly delete?: OperationRef;
  };
  /** Credential that its operations need. */
  readonly access: 'key' | 'console session';
  /** True if the server creates and deletes it later: its status has to be waited for. */
  readonly asynchronous: boolean;
  readonly contents: Contents | undefined;
}

/** Properties of a field that differ from the rule: one name everywhere, changed in place by every version, no secret. */
type FieldFacts = Partial<Omit<Field, 'type' | 'setBy'>> & {
  readonly setBy?: readonly [command: string, fixed?: Readonly<Record<string, string>>];
};

/** A field before it gets its name. */
export type FieldSpec = (name: string) => Field;

export const field =
  (type: FieldType, facts: FieldFacts = {}): FieldSpec =>
  (name) => {
    const inFile = facts.inFile ?? name;
    const [command, fixed = {}] = facts.setBy ?? [];
    return {
      type,
      alsoInFile: [],
      inAnswer: inFile,
      param: name,
      initial: undefined,
      nullMeans: undefined,
      emptyMeans: undefined,
      since: '1.5',
      changes: '1.5',
      final: undefined,
      withheldBy: undefined,
      secret: false,
      ...facts,
      inFile,
      setBy: command === undefined ? undefined : { group: 'projects', command, fixed },
    };
  };

export function fields(specs: Readonly<Record<string, FieldSpec>>): Fields {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, spec(name)]));
}

/** @param facts `fields` as {@link field} defines them; the rest as far as it differs from the rule */
export function defineKind(
  name: KindName,
  facts: Pick<Kind, 'plural' | 'selector' | 'phase'> & Partial<Omit<Kind, 'name' | 'knownInFile'>>,
): Kind {
  const kind = {
    name,
    parent: undefined,
    pathParams: [],
    serverIdParam: undefined,
    identity: [['$id']],
    sections: [],
    fields: {},
    variants: {},
    variantOf: () => undefined,
    noise: ['$createdAt', '$updatedAt'],
    flattened: [],
    operations: {},
    access: 'key',
    asynchronous: false,
    contents: undefined,
    ...facts,
  } satisfies Omit<Kind, 'knownInFile'>;
  const allFields = [kind.fields, ...Object.values(kind.variants).map((variant) => variant.fields)];
  const members = allFields.flatMap((each) =>
    Object.values(each).flatMap(({ inFile, alsoInFile }) => [inFile, ...alsoInFile]),
  );
  return {
    ...kind,
    knownInFile: new Set([...members, ...kind.noise, ...kind.identity.flat(), ...kind.flattened]),
  };
}

/** Operations of a group by the words of their commands. */
export const operations = (
  group: OperationRef['group'],
  commands: Readonly<Partial<Record<keyof Kind['operations'], string>>>,
): Kind['operations'] =>
  Object.fromEntries(Object.entries(commands).map(([verb, command]) => [verb, { group, command }]));
