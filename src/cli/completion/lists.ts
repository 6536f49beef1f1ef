import { consoleAdditions, groupIn } from '../../api/console/index.ts';
import type { Operation } from '../../api/schema.ts';
import type { ApiVersion } from '../../api/versions.ts';
import type { CommandSpec } from '../../core/spec.ts';
import { attributeListModels, isOfDocuments } from '../../operations/query/flags.ts';
import { type Entry, isGroup, loadAll } from '../entry.ts';

/** A command with the operations that its values for completion follow from. */
export interface CompletableCommand {
  /** True if it is a first word of the command line, false if it is a command of a group. */
  readonly isEntry: boolean;
  readonly spec: CommandSpec;
  /** The operation that it calls, or the list that it chooses from; undefined for other hand-written commands. */
  readonly operation: Operation | undefined;
  /** The operations of its group. */
  readonly siblings: readonly Operation[];
}

/**
 * Loads the commands of a group, or the one command that the entry is.
 * @param which public: without those that a group of the public API has for console logins
 */
export async function completableCommands(
  entry: Entry,
  version: ApiVersion,
  which: 'all' | 'public' = 'all',
): Promise<readonly CompletableCommand[]> {
  const [loaded, api, added] = await Promise.all([
    which === 'all' ? loadAll(entry) : entry.load(),
    groupIn(version, entry.name)?.load(),
    which === 'all' ? consoleAdditions[entry.name]?.() : undefined,
  ]);
  const siblings = [api, added].flatMap((group) => group?.at(version).operations ?? []);
  const isEntry = !isGroup(loaded);
  return (isEntry ? [loaded] : loaded).map((spec) => {
    const name = spec.completesAs ?? spec.name;
    const operation = siblings.find(({ command }) => command === name);
    return { isEntry, spec, operation, siblings };
  });
}

/**
 * The form in which items of a list are offered. id: an ID · field: an attribute of documents, to choose or print ·
 * condition: an attribute to sort or filter by · pair: an attribute to write, as `key=`.
 */
export type Wanted = 'id' | 'field' | 'condition' | 'pair';

/** A list of the server whose items can be offered at the cursor. */
export interface ServerList {
  /** With `{placeholders}`; their values come from the line. */
  readonly path: string;
  /** True if it can be asked for items that begin with some letters. */
  readonly takesQueries: boolean;
  readonly wanted: Wanted;
}

/** Models of the lists that a group of databases has, in the words of one of them. */
const schemaModels = {
  databases: ['databaseList'],
  collections: ['collectionList', 'tableList', 'vectorsdbCollectionList'],
  attributes: attributeListModels,
  documents: ['documentList', 'rowList', 'vectorsdbDocumentList'],
} as const;

/** Finds a list of a group of databases. */
function schemaList(siblings: readonly Operation[], which: keyof typeof schemaModels): string | undefined {
  const models: readonly (string | null)[] = schemaModels[which];
  return siblings.find(({ method, response }) => method === 'GET' && models.includes(response))?.path;
}

/** Lists of a group of databases for parameters whose path has none above them. */
const schemaLists: Readonly<Record<string, keyof typeof schemaModels>> = {
  databaseId: 'databases',
  collectionId: 'collections',
  relatedCollectionId: 'collections',
  tableId: 'collections',
  relatedTableId: 'collections',
  attribute: 'attributes',
  attributes: 'attributes',
  column: 'attributes',
  columns: 'attributes',
  documentId: 'documents',
  rowId: 'documents',
};

/** Lists for parameters whose path has none above them, by the parameter's name. */
const byName: Readonly<Record<string, string>> = {
  functionId: '/functions',
  bucketId: '/storage/buckets',
  fileId: '/storage/buckets/{bucketId}/files',
  installationId: '/vcs/installations',
  teamId: '/teams',
  userId: '/users',
  users: '/users',
  topicId: '/messaging/topics',
  topics: '/messaging/topics',
  providerId: '/messaging/providers',
};

/** Attributes of every model and every document, to sort and filter by. */
export const commonAttributes: readonly string[] = ['$id', '$createdAt', '$updatedAt'];

/** Keys of flags and parameters that name attributes of documents. */
const attributeKeys: ReadonlyMap<string, Wanted> = new Map([
  ['select', 'field'],
  ['fields', 'field'],
  ['sort', 'condition'],
  ['where', 'condition'],
  ['data', 'pair'],
  ['set', 'pair'],
]);
/** Keys of flags and arguments that name items of the list itself. */
const itemKeys: ReadonlySet<string> = new Set(['cursorAfter', 'cursorBefore', 'ids']);

/**
 * Finds the list whose items can be values of a parameter or flag.
 * @param key of a flag or argument of the command: `databaseId`, `cursorAfter`
 * @returns undefined if no list of the server has them
 */
export function listFor({ operation, siblings }: CompletableCommand, key: string): ServerList | undefined {
  const wanted = attributeKeys.get(key);
  if (operation && wanted) {
    const path = isOfDocuments(operation) ? schemaList(siblings, 'attributes') : undefined;
    return path === undefined ? undefined : { path, takesQueries: true, wanted };
  }
  if (operation && itemKeys.has(key)) return { path: operation.path, takesQueries: true, wanted: 'id' };
  const param = operation?.params.find(({ name }) => name === key);
  const above = param?.in === 'path' ? listAbove(operation!.path, key, siblings) : undefined;
  if (above) return above;
  if (operation && (!param || createsIt(operation, key))) return undefined;
  const ofSchema = schemaLists[key];
  const path = ofSchema ? schemaList(siblings, ofSchema) : byName[key];
  return path === undefined ? undefined : { path, takesQueries: true, wanted: 'id' };
}

/** True for the ID of a resource that the operation creates, such as `topicId` of `createTopic`. */
function createsIt({ command, params }: Operation, key: string): boolean {
  const thing = key.replace(/Id$/, '').toLowerCase();
  return params.some(({ name, newId }) => name === key && newId) || command === `create-${thing}`;
}

/** Returns the attribute that identifies an item of a list: attributes, columns and indexes have a key instead of an ID. */
export function idField(path: string): string {
  return /\/(attributes|columns|indexes)$/.test(path) ? 'key' : '$id';
}

/** Finds the operation that lists what is at a path, which may belong to another group. */
export async function listAt(
  path: string,
  siblings: readonly Operation[],
  version: ApiVersion,
): Promise<Operation | undefined> {
  const own = listAmong(path, siblings);
  if (own) return own;
  const name = path.split('/')[1]!;
  const other = await groupIn(version, name)?.load();
  return listAmong(path, other?.at(version).operations ?? []);
}

function listAmong(path: string, siblings: readonly Operation[]): Operation | undefined {
  return siblings.find(
    ({ method, path: own, response }) => method === 'GET' && own === path && response?.endsWith('List'),
  );
}

/**
 * Finds the list above `{key}` in a path: `/messaging/messages` for `/messaging/messages/email/{messageId}`. Stops at
 * the previous placeholder, so that it never finds a list of another resource.
 */
function listAbove(path: string, key: string, siblings: readonly Operation[]): ServerList | undefined {
  let above = path.slice(0, path.indexOf(`/{${key}}`));
  while (above !== '' && !above.endsWith('}')) {
    const list = listAmong(above, siblings);
    if (list) {
      const takesQueries = list.params.some(({ name }) => name === 'queries');
      return { path: above, takesQueries, wanted: 'id' };
    }
    above = above.slice(0, above.lastIndexOf('/'));
  }
  return undefined;
}
