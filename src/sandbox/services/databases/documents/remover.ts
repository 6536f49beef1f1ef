import type { Actor } from '../../../core/auth/actor.ts';
import { ApiError } from '../../../core/errors.ts';
import { hiddenSidesOf, type RelationshipSide, sidesOf } from '../relationships/side.ts';
import type { DocumentRecord, Table } from '../table.ts';
import { requireAccess } from './access.ts';

/** A document that is deleted together with another. */
interface CascadeEntry {
  readonly table: Table;
  readonly document: DocumentRecord;
  readonly sides: readonly RelationshipSide[];
}

/**
 * Deletes a document, and those that its relationships cascade to. Deletes nothing if any deletion is forbidden.
 * @throws ApiError 401 user_unauthorized, 403 document_delete_restricted
 */
export function deleteDocument(actor: Actor, table: Table, document: DocumentRecord): void {
  for (const { table: from, document: deleted, sides } of collectCascade(actor, table, document)) {
    for (const side of sides) for (const id of side.relatedIds(deleted.$id)) side.unlink(deleted.$id, id);
    from.documents.delete(deleted.$id);
  }
}

/** Returns the document and all that it cascades to. The map grows during the iteration until all are found. */
function collectCascade(actor: Actor, first: Table, document: DocumentRecord): Iterable<CascadeEntry> {
  const found = new Map<string, CascadeEntry>();
  const keyOf = (table: Table, id: string) => `${table.id}/${id}`;
  const add = (table: Table, next: DocumentRecord) => {
    requireAccess(actor, 'delete', table, next);
    const sides = [...sidesOf(table), ...hiddenSidesOf(table)];
    found.set(keyOf(table, next.$id), { table, document: next, sides });
  };
  add(first, document);
  for (const { document: each, sides } of found.values()) {
    for (const side of sides) {
      const others = side.relatedIds(each.$id).filter((id) => !found.has(keyOf(side.related, id)));
      if (others.length > 0 && isRestricted(side)) throw restricted(each.$id, side);
      if (!cascades(side)) continue;
      for (const id of others) {
        const related = side.related.documents.get(id);
        if (related) add(side.related, related);
      }
    }
  }
  return found.values();
}

/** True for the side that can't be deleted while related: the "one" of one-to-many, and otherwise the parent. */
function isRestricted({ attribute: { onDelete, relationType, side } }: RelationshipSide): boolean {
  return onDelete === 'restrict' && (relationType === 'manyToOne') === (side === 'child');
}

/**
 * Cascades from the "one" side to the "many" side; otherwise from parent to child, and both ways for two-way one-to-one.
 */
function cascades({ attribute: { onDelete, relationType, side, twoWay } }: RelationshipSide): boolean {
  if (onDelete !== 'cascade') return false;
  switch (relationType) {
    case 'oneToOne':
      return side === 'parent' || twoWay;
    case 'manyToOne':
      return side === 'child';
    default:
      return side === 'parent';
  }
}

const restricted = (id: string, { attribute, related }: RelationshipSide) =>
  new ApiError(
    403,
    'document_delete_restricted',
    `The document ${id} is related to documents of ${related.id} (${attribute.relationType}, restrict).`,
  );
