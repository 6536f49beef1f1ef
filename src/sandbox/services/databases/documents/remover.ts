import type { Actor } from '../../../core/auth/actor.ts';
import { ApiError } from '../../../core/errors.ts';
import type { RelationshipSide } from '../relationships/side.ts';
import type { DocumentRecord, Table } from '../table.ts';
import { requireAccess } from './access.ts';

interface Doomed {
  readonly table: Table;
  readonly document: DocumentRecord;
  readonly ends: readonly RelationshipSide[];
}

/**
 * Deletes a document, and what its relationships say goes with it. Nothing is deleted when something forbids it.
 * @throws ApiError 401 user_unauthorized, 403 document_delete_restricted
 */
export function deleteDocument(actor: Actor, table: Table, document: DocumentRecord): void {
  for (const { table: from, document: gone, ends } of collectCascade(actor, table, document)) {
    for (const end of ends) for (const id of end.ids(gone.$id)) end.unlink(gone.$id, id);
    from.documents.delete(gone.$id);
  }
}

/** The document and all that goes with it: the map grows while it is walked, until nothing more is found. */
function collectCascade(actor: Actor, first: Table, document: DocumentRecord): Iterable<Doomed> {
  const known = new Map<string, Doomed>();
  const place = (table: Table, id: string) => `${table.id}/${id}`;
  const add = (table: Table, next: DocumentRecord) => {
    requireAccess(actor, 'delete', table, next);
    known.set(place(table, next.$id), { table, document: next, ends: [...table.ends, ...table.hiddenEnds] });
  };
  add(first, document);
  for (const { document: each, ends } of known.values()) {
    for (const end of ends) {
      const others = end.ids(each.$id).filter((id) => !known.has(place(end.related, id)));
      if (others.length > 0 && isRestricted(end)) throw restricted(each.$id, end);
      if (!cascades(end)) continue;
      for (const id of others) {
        const related = end.related.documents.get(id);
        if (related) add(end.related, related);
      }
    }
  }
  return known.values();
}

/** The side that others depend on can't go while it has them: the one of one-to-many, and the parent of the rest. */
function isRestricted({ attribute: { onDelete, relationType, side } }: RelationshipSide): boolean {
  return onDelete === 'restrict' && (relationType === 'manyToOne') === (side === 'child');
}

/** What belongs to the one goes with the one; of equals, the child goes with the parent, and in one-to-one each. */
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
