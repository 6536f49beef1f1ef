import { type Actor, isPrivileged } from '../../../core/auth/actor.ts';
import type { Call } from '../../../core/call.ts';
import { ApiError } from '../../../core/errors.ts';
import { type Action, checkGrants, checkPermissions, permits } from '../../../core/permissions.ts';
import { collectionNotFound, openCollection } from '../collections.ts';
import { databaseNotFound, findDatabase } from '../databases.ts';
import type { DocumentRecord, Table } from '../table.ts';

/**
 * The collection whose documents a call is about. For users and guests there is none while it or its database is
 * disabled.
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
 * Whether somebody may do something with a document: the collection's permissions allow it, or, where documents have
 * their own, the document's.
 * @param document left out: with every document of the collection
 */
export function may(actor: Actor, action: Action, { record }: Table, document?: DocumentRecord): boolean {
  return (
    isPrivileged(actor) ||
    permits(record.$permissions, action, actor.roles) ||
    (document !== undefined && record.documentSecurity && permits(document.$permissions, action, actor.roles))
  );
}

/** @throws ApiError 401 user_unauthorized */
export function requireAccess(actor: Actor, action: Action, table: Table, document?: DocumentRecord): void {
  if (may(actor, action, table, document)) return;
  throw new ApiError(
    401,
    'user_unauthorized',
    `You are not permitted to ${action} documents of the collection ${table.id}.`,
  );
}

/** What a document may permit. */
export const documentActions = ['read', 'update', 'delete'] as const;

/**
 * Permissions that somebody gives a document, checked and spelled out. Users can only permit what is theirs to permit.
 * @throws ApiError 400 general_argument_invalid, 401 user_unauthorized
 */
export function checkedPermissions(actor: Actor, permissions: readonly string[]): readonly string[] {
  const checked = checkPermissions(permissions, documentActions);
  if (!isPrivileged(actor)) checkGrants(checked, actor.roles);
  return checked;
}
