import { groups } from '../api/index.ts';
import type { Operation } from '../api/schema.ts';
import { attributeListModels, isOfDocuments } from './query/flags.ts';

/** Returns all operations of an operation's group, as the same version has them. */
async function siblingsOf({ group, apiVersion }: Operation): Promise<readonly Operation[]> {
  const entry = groups.find(({ name }) => name === group);
  return (await entry?.load())?.at(apiVersion).operations ?? [];
}

/** The operations that read what another one creates below their path. */
export interface Readers {
  readonly list: Operation;
  /** Reads one, by its `key`. */
  readonly get: Operation;
}

/**
 * Finds the operations that read an attribute, a column or an index.
 * @param operation that creates it
 * @throws Error if the group has none: a mistake in this program
 */
export async function readersOf(operation: Operation): Promise<Readers> {
  const siblings = await siblingsOf(operation);
  const get = siblings.find(
    ({ method, path }) =>
      method === 'GET' && path.endsWith('/{key}') && `${operation.path}/`.startsWith(above(path)),
  );
  const list = siblings.find(({ method, path }) => get && method === 'GET' && `${path}/` === above(get.path));
  if (!get || !list) throw new Error(`${operation.group} has nothing to read after ${operation.command}`);
  return { list, get };
}

/** `…/indexes/{key}` → `…/indexes/` */
const above = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

/**
 * Finds the operation that lists the attributes of the documents, or the columns of the rows, that an operation answers
 * with.
 * @returns undefined for other operations, and if the group has no attributes
 */
export async function attributeListOf(operation: Operation): Promise<Operation | undefined> {
  if (!isOfDocuments(operation)) return undefined;
  const siblings = await siblingsOf(operation);
  return siblings.find(({ response }) => response !== null && attributeListModels.includes(response));
}

/** Finds the operation that reads the function or site of a deployment. */
export async function ownerReader(operation: Operation): Promise<Operation | undefined> {
  const [owner] = operation.path.split('/deployments');
  return (await siblingsOf(operation)).find(({ method, path }) => method === 'GET' && path === owner);
}
