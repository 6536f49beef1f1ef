import type { Actor } from '../../../core/auth/actor.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { emptyValue } from '../attributes/attribute.ts';
import { isDangling, type RelationshipSide, sidesOf } from '../relationships/side.ts';
import type { DocumentRecord, Table } from '../table.ts';
import { isPermitted } from './access.ts';
import type { Selection } from './select.ts';

/** Depth to which related documents are nested; the document itself is at 1. */
const maxDepth = 3;

const system = ['$id', '$createdAt', '$updatedAt', '$permissions'] as const;

export interface ViewOptions {
  /** Related documents that the actor may not read are omitted. */
  readonly actor: Actor;
  /** Members to return; undefined for all. */
  readonly select: Selection | undefined;
  /** Return $databaseId and $collectionId even if the selection does not name them, as in related documents. */
  readonly withParentIds: boolean;
}

/** Returns a document as the API sends it, with its related documents. */
export function documentView(table: Table, document: DocumentRecord, options: ViewOptions): JsonObject {
  return view(table, document, options, []);
}

/** @param path relationships from the requested document to this one */
function view(
  table: Table,
  document: DocumentRecord,
  options: ViewOptions,
  path: readonly RelationshipSide[],
): JsonObject {
  const { select, withParentIds } = options;
  const result: Record<string, Json> = {};
  for (const field of table.fields) {
    if (select && !select.has(field.key) && !select.has('*')) continue;
    result[field.key] = Object.hasOwn(document, field.key) ? document[field.key]! : emptyValue(field);
  }
  for (const name of system) if (!select || select.has(name)) result[name] = document[name];
  for (const side of columnsFirst(sidesOf(table))) {
    const part = select?.get(side.attribute.key);
    if (select && !part?.size) continue;
    if (path.some((other) => side.isOppositeOf(other))) continue;
    if (path.length + 1 >= maxDepth) {
      if (isEmptyColumn(side, document.$id)) result[side.attribute.key] = null;
      continue;
    }
    const nested = { ...options, select: part, withParentIds: true };
    result[side.attribute.key] = related(side, document.$id, nested, [...path, side]);
  }
  if (!select || withParentIds || select.has('$databaseId')) result.$databaseId = table.record.databaseId;
  if (!select || withParentIds || select.has('$collectionId')) result.$collectionId = table.id;
  return result;
}

/** Orders relationships like the server: those that it stores with the document come before those that it looks up. */
const columnsFirst = (sides: readonly RelationshipSide[]): readonly RelationshipSide[] =>
  sides.toSorted((a, b) => Number(a.isMany) - Number(b.isMany));

/** True for a one-way one-to-one relationship that is not set: the server leaves its null at any depth. */
const isEmptyColumn = (side: RelationshipSide, id: string) =>
  side.attribute.relationType === 'oneToOne' && !side.attribute.twoWay && side.relatedIds(id).length === 0;

function related(
  side: RelationshipSide,
  id: string,
  options: ViewOptions,
  path: readonly RelationshipSide[],
): Json {
  const { documents } = side.related;
  const found = side.relatedIds(id).flatMap((relatedId) => {
    const document = documents.get(relatedId);
    return document && isPermitted(options.actor, 'read', side.related, document) ? [document] : [];
  });
  if (side.attribute.relationType !== 'manyToMany') {
    found.sort((a, b) => documents.position(a.$id)! - documents.position(b.$id)!);
  }
  const views = found.map((document) => view(side.related, document, options, path));
  if (isDangling(side, id)) return [];
  return side.isMany ? views : (views[0] ?? null);
}
