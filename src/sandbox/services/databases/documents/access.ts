import { isRelationship } from '../../../../schema/attribute.ts';
import { blocksReads } from '../../../../schema/attribute-rules.ts';
import { type Actor, isPrivileged } from '../../../core/auth/actor.ts';
import type { Call } from '../../../core/call.ts';
import { ApiError, invalidQuery } from '../../../core/errors.ts';
import { type Action, checkGrants, checkPermissions, permits } from '../../../core/permissions.ts';
import { collectionNotFound, openCollection } from '../collections.ts';
import { databaseNotFound, findDatabase } from '../databases.ts';
import type { DocumentRecord, Table } from '../table.ts';

/**
 * Returns the collection of a document request. For users and guests, a disabled collection or database does not exist.
 * @throws ApiError 404 database_not_found, collection_not_found
 */
export function openDocuments(call: Call): Table {
  const database = findDatabase(call);
  if (!database.enabled && !isPrivileged(call.actor)) throw databaseNotFound(database.$id);
  const table = openCollection(call);
  if (!table.record.enabled && !isPrivileged(call.actor)) throw collectionNotFound(table.id);
  return table;
}

/**
 * Returns the collection of a request that reads documents, to answer, change or delete them.
 * @throws ApiError like `openDocuments`; 400 general_query_invalid if its relationship to itself blocks reads
 */
export function openForReading(call: Call): Table {
  const table = openDocuments(call);
  requireReadable(table);
  return table;
}

/** @throws ApiError 400 general_query_invalid if the relationship of a collection to itself blocks reads */
export function requireReadable(table: Table): void {
  const blocking = table.attributes
    .filter(isRelationship)
    .find(
      (attribute) =>
        attribute.relatedCollection === table.id && attribute.side === 'child' && blocksReads(attribute),
    );
  if (blocking) throw invalidQuery(`there is no attribute "${blocking.twoWayKey}" in the schema.`);
}

/**
 * True if the permissions of the collection allow an action, or, with document security, those of the document.
 * @param document if missing, the action concerns every document of the collection
 */
export function isPermitted(
  actor: Actor,
  action: Action,
  { record }: Table,
  document?: DocumentRecord,
): boolean {
  return (
    isPrivileged(actor) ||
    permits(record.$permissions, action, actor.roles) ||
    (document !== undefined && record.documentSecurity && permits(document.$permissions, action, actor.roles))
  );
}

/** @throws ApiError 401 user_unauthorized */
export function requireAccess(actor: Actor, action: Action, table: Table, document?: DocumentRecord): void {
  if (isPermitted(actor, action, table, document)) return;
  throw new ApiError(
    401,
    'user_unauthorized',
    `You are not permitted to ${action} documents of the collection ${table.id}.`,
  );
}

/** Actions that the permissions of a document can allow. */
export const documentActions = ['read', 'update', 'delete'] as const;

/**
 * Checks the permissions that an actor sets, and returns them with aliases expanded. Users can only grant their own
 * roles.
 * @throws ApiError 400 general_argument_invalid, 401 user_unauthorized
 */
export function checkedPermissions(actor: Actor, permissions: readonly string[]): readonly string[] {
  const checked = checkPermissions(permissions, documentActions);
  if (!isPrivileged(actor)) checkGrants(checked, actor.roles);
  return checked;
}
