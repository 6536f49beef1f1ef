/**
 * Groups that offer the same under other names: `tables-db` has tables, columns and rows in place of collections,
 * attributes and documents. The operations are written once, in the words of `databases`.
 */

import type { Changeable, OperationSpec } from '../operation-spec.ts';
import type { Params } from '../param-spec.ts';

const tableWords: Readonly<Record<string, string>> = {
  'an attribute': 'a column',
  attribute: 'column',
  Attribute: 'Column',
  collection: 'table',
  Collection: 'Table',
  document: 'row',
  Document: 'Row',
};

/** Says the same of tables: `listDocuments` → `listRows`, `{collectionId}` → `{tableId}`. Takes names and prose. */
export function ofTables(text: string): string {
  return text.replace(/\ban attribute|[Aa]ttribute|[Cc]ollection|[Dd]ocument/g, (word) => tableWords[word]!);
}

/** For sections of `databases`: `tables-db` does the same in other words. */
export const replacedByTables = {
  replaced: { in: '1.8', by: (name: string) => `tablesDB.${ofTables(name)}` },
} as const;

/** The words of a group whose operations follow from those of `databases`. */
export interface Words {
  /** Beginning of its paths, in place of `/databases`. */
  readonly path: string;
  /** Translates names and prose. */
  readonly say: (text: string) => string;
  /** Names of models that do not follow from `say`. */
  readonly models?: Readonly<Record<string, string>>;
}

export type Operations = Readonly<Record<string, OperationSpec>>;

/** Says operations in other words: their names, paths, texts, parameters and models. */
export function inWords(words: Words, operations: Operations): Operations {
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [words.say(name), translated(words, operation)]),
  );
}

function translated(words: Words, operation: OperationSpec): OperationSpec {
  const { say } = words;
  const { summary, params, extras } = operation;
  const { carryOver, changes = {} } = extras;
  const saidChanges = Object.entries(changes).map(([version, change]) => [version, inChange(words, change)]);
  return {
    ...operation,
    ...inChange(words, { path: operation.path, response: operation.response }),
    summary: say(summary),
    params: Object.fromEntries(
      Object.entries(params).map(([name, param]) => [say(name), param.inWords(say)]),
    ),
    extras: {
      ...extras,
      ...inChange(words, extras),
      ...(carryOver && { carryOver: { ...carryOver, from: say(carryOver.from) } }),
      changes: Object.fromEntries(saidChanges),
    },
  };
}

function inChange<Change extends Changeable>(
  { path: base, say, models = {} }: Words,
  change: Change,
): Change {
  const { path, name, response, about, boundsFrom } = change;
  return {
    ...change,
    ...(path !== undefined && { path: say(path).replace(/^\/databases/, base) }),
    ...(name !== undefined && { name: say(name) }),
    ...(response != null && { response: models[response] ?? say(response) }),
    ...(about != null && { about: say(about) }),
    ...(boundsFrom != null && { boundsFrom: say(boundsFrom) }),
  };
}

/** Says the keys and values of a record in other words. */
export function namesInWords(
  { say }: Words,
  names: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(names).map(([name, text]) => [say(name), say(text)]));
}

/** Replaces parameters of some operations, or adds them. */
export function withParams(operations: Operations, changes: Readonly<Record<string, Params>>): Operations {
  return changedOperations(operations, changes, (params, change) => ({ ...params, ...change }));
}

/** Leaves out parameters of some operations, by their names. */
export function withoutParams(
  operations: Operations,
  changes: Readonly<Record<string, readonly string[]>>,
): Operations {
  return changedOperations(operations, changes, (params, names) =>
    Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name))),
  );
}

function changedOperations<Change>(
  operations: Operations,
  changes: Readonly<Record<string, Change>>,
  change: (params: Params, by: Change) => Params,
): Operations {
  const changed = Object.entries(changes).map(([name, by]) => {
    const operation = operations[name];
    if (!operation) throw new Error(`the catalogue has no operation ${name}`);
    return [name, { ...operation, params: change(operation.params, by) }];
  });
  return { ...operations, ...Object.fromEntries(changed) };
}
