import type { Actor } from '../../auth/actor.ts';
import { ApiError } from '../../errors.ts';
import type { End } from '../relationships/end.ts';
import type { DocumentRecord, Table } from '../table.ts';
import { requireAccess } from './access.ts';

interface Doomed {
  readonly table: Table;
  readonly document: DocumentRecord;
  readonly ends: readonly End[];
}

/**
 * Deletes a document, and what its relationships say goes with it. Nothing is deleted when something forbids it.
 * @throws ApiError 401 user_unauthorized, 403 document_delete_restricted
 */
export function deleteDocument(actor: Actor, table: Table, document: DocumentRecord): void {
  const doomed = new Map<string, Doomed>();
  collect(actor, table, document, doomed);
  for (const { table: from, document: gone, ends } of doomed.values()) {
    for (const end of ends) for (const id of end.ids(gone.$id)) end.unlink(gone.$id, id);
    from.documents.delete(gone.$id);
  }
}

function collect(actor: Actor, table: Table, document: DocumentRecord, doomed: Map<string, Doomed>): void {
  const key = `${table.id}/${document.$id}`;
  if (doomed.has(key)) return;
  requireAccess(actor, 'delete', table, document);
  const ends = [...table.ends, ...table.hiddenEnds];
  doomed.set(key, { table, document, ends });
  for (const end of ends) {
    const others = end.ids(document.$id).filter((id) => !doomed.has(`${end.related.id}/${id}`));
    if (others.length === 0) continue;
    if (isRestricted(end)) throw restricted(document.$id, end);
    if (!cascades(end)) continue;
    for (const id of others) {
      const related = end.related.documents.get(id);
      if (related) collect(actor, end.related, related, doomed);
    }
  }
}

/** The side that others depend on can't go while it has them: the one of one-to-many, and the parent of the rest. */
function isRestricted({ attribute: { onDelete, relationType, side } }: End): boolean {
  return onDelete === 'restrict' && (relationType === 'manyToOne') === (side === 'child');
}

/** What belongs to the one goes with the one; of equals, the child goes with the parent, and in one-to-one each. */
function cascades({ attribute: { onDelete, relationType, side, twoWay } }: End): boolean {
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

const restricted = (id: string, { attribute, related }: End) =>
  new ApiError(
    403,
    'document_delete_restricted',
    `The document ${id} is related to documents of ${related.id} (${attribute.relationType}, restrict).`,
  );
