import type { Operation } from '../../api/schema.ts';
import type { Place } from './place.ts';

/**
 * What the word at the cursor wants of a list. id: an ID · field: an attribute of documents, to choose or print it ·
 * condition: one to sort or filter by · pair: one to write, as `key=`.
 */
export type Wanted = 'id' | 'field' | 'condition' | 'pair';

/** A list of the server's, in which is what can stand at the cursor. */
export interface ServerList {
  /** With `{placeholders}`, which the line being completed must fill. */
  readonly path: string;
  /** Whether it takes queries, so that it can be asked for what begins with some letters. */
  readonly takesQueries: boolean;
  readonly wanted: Wanted;
}

const databases = '/databases';
const collections = `${databases}/{databaseId}/collections`;
const attributes = `${collections}/{collectionId}/attributes`;

/** Lists for parameters that stand in no path, by the parameter's name. */
const byName: Readonly<Record<string, string>> = {
  databaseId: databases,
  collectionId: collections,
  relatedCollectionId: collections,
  attributes,
  functionId: '/functions',
  bucketId: '/storage/buckets',
  teamId: '/teams',
  userId: '/users',
  users: '/users',
  topicId: '/messaging/topics',
  topics: '/messaging/topics',
  providerId: '/messaging/providers',
};

/** The attributes of every model and every document that can be sorted and filtered by. */
export const commonAttributes: readonly string[] = ['$id', '$createdAt', '$updatedAt'];

/** Flags and parameters that name attributes of documents. */
const ofDocuments: ReadonlyMap<string, Wanted> = new Map([
  ['select', 'field'],
  ['fields', 'field'],
  ['sort', 'condition'],
  ['where', 'condition'],
  ['data', 'pair'],
]);
const cursorKeys: ReadonlySet<string> = new Set(['cursorAfter', 'cursorBefore']);

/**
 * Which list answers for a parameter or flag of a command.
 * @param key as in the command's flags and arguments: `databaseId`, `cursorAfter`
 * @returns undefined where nothing of the server's can be offered
 */
export function listFor({ operation, siblings }: Place, key: string): ServerList | undefined {
  const wanted = ofDocuments.get(key);
  if (operation && wanted) {
    return answersDocuments(operation) ? { path: attributes, takesQueries: true, wanted } : undefined;
  }
  if (operation && cursorKeys.has(key)) return { path: operation.path, takesQueries: true, wanted: 'id' };
  const param = operation?.params.find(({ name }) => name === key);
  if (param?.in === 'path') return listAbove(operation!.path, key, siblings);
  if (operation && (!param || createsIt(operation, key))) return undefined;
  const path = byName[key];
  return path === undefined ? undefined : { path, takesQueries: true, wanted: 'id' };
}

/** Whether an operation answers documents, whose fields their collection decides. */
export function answersDocuments({ response }: Operation): boolean {
  return response === 'document' || response === 'documentList';
}

/** A parameter that names what is about to be made can't be found in a list: `createTopic` and its `topicId`. */
function createsIt({ command, params }: Operation, key: string): boolean {
  const thing = key.replace(/Id$/, '').toLowerCase();
  return params.some(({ name, newId }) => name === key && newId) || command === `create-${thing}`;
}

/**
 * The list that stands above `{key}` in a path: `/messaging/messages` for `/messaging/messages/email/{messageId}`.
 * It has the same placeholders in front, so a list of anything else is never taken.
 */
function listAbove(path: string, key: string, siblings: readonly Operation[]): ServerList | undefined {
  let above = path.slice(0, path.indexOf(`/{${key}}`));
  while (above !== '' && !above.endsWith('}')) {
    const list = siblings.find((operation) => operation.method === 'GET' && operation.path === above);
    if (list?.response?.endsWith('List')) {
      const takesQueries = list.params.some(({ name }) => name === 'queries');
      return { path: above, takesQueries, wanted: 'id' };
    }
    above = above.slice(0, above.lastIndexOf('/'));
  }
  return undefined;
}
