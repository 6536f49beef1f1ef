import type { Actor } from '../../../core/auth/actor.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { emptyValue } from '../attributes/attribute.ts';
import type { RelationshipSide } from '../relationships/side.ts';
import type { DocumentRecord, Table } from '../table.ts';
import { may } from './access.ts';
import type { Selection } from './select.ts';

/** Related documents are answered to this depth; the document itself is at 1. */
const deepest = 3;

const system = ['$id', '$createdAt', '$updatedAt', '$permissions'] as const;

export interface ViewOptions {
  /** Related documents that this one may not read are left out. */
  readonly actor: Actor;
  /** What to answer; undefined for everything. */
  readonly select: Selection | undefined;
  /** Answer $databaseId and $collectionId although the selection doesn't name them; related documents always do. */
  readonly withPlace: boolean;
}

/** A document as the API answers it, with its related documents in it. */
export function documentView(table: Table, document: DocumentRecord, options: ViewOptions): JsonObject {
  return view(table, document, options, []);
}

/** @param path the relationships that led here */
function view(
  table: Table,
  document: DocumentRecord,
  options: ViewOptions,
  path: readonly RelationshipSide[],
): JsonObject {
  const { select, withPlace } = options;
  const answer: Record<string, Json> = {};
  for (const field of table.fields) {
    if (select && !select.has(field.key) && !select.has('*')) continue;
    answer[field.key] = Object.hasOwn(document, field.key) ? document[field.key]! : emptyValue(field);
  }
  for (const name of system) if (!select || select.has(name)) answer[name] = document[name];
  for (const end of table.ends) {
    const part = select?.get(end.attribute.key);
    if (select && !part?.size) continue;
    if (path.length + 1 >= deepest || path.some((other) => end.isOppositeOf(other))) continue;
    const nested = { ...options, select: part, withPlace: true };
    answer[end.attribute.key] = related(end, document.$id, nested, [...path, end]);
  }
  if (!select || withPlace || select.has('$databaseId')) answer.$databaseId = table.record.databaseId;
  if (!select || withPlace || select.has('$collectionId')) answer.$collectionId = table.id;
  return answer;
}

function related(
  end: RelationshipSide,
  id: string,
  options: ViewOptions,
  path: readonly RelationshipSide[],
): Json {
  const { documents } = end.related;
  const found = end.ids(id).flatMap((relatedId) => {
    const document = documents.get(relatedId);
    return document && may(options.actor, 'read', end.related, document) ? [document] : [];
  });
  if (end.attribute.relationType !== 'manyToMany') {
    found.sort((a, b) => documents.position(a.$id)! - documents.position(b.$id)!);
  }
  const views = found.map((document) => view(end.related, document, options, path));
  return end.isMany ? views : (views[0] ?? null);
}
