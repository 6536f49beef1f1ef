/** Checks where relationships lead. */
import { isSameKey, selfRelationshipOutcome } from '../../schema/attribute-rules.ts';
import { type DesiredResource, keyOf } from '../model/state.ts';
import { asChecked, type CollectionEntry, textOf } from './checked.ts';
import { quoted, type Report } from './report.ts';

/** Number of relationships that a server follows when it reads a document. */
const maxReadLevels = 3;

/** Checks where a relationship leads. */
export function checkTarget(
  entry: DesiredResource,
  collections: ReadonlyMap<string, CollectionEntry>,
  report: Report,
): void {
  const { relatedCollection, relationType, twoWay } = asChecked(entry);
  const [database, collection] = entry.path;
  if (relatedCollection === undefined || relatedCollection === '' || relationType === undefined) return;
  if (relatedCollection === collection) {
    const outcome = selfRelationshipOutcome({ relationType });
    if (outcome === 'fails')
      report.refuse(
        entry,
        'relatedCollection',
        `Appwrite can't create a ${relationType} relationship of a collection to itself`,
      );
    else
      report.warn(
        entry,
        'relatedCollection',
        `in a relationship of a collection to itself, documents have only the other side${twoWay ? '' : ', which a one-way relationship does not have'}`,
      );
    return;
  }
  if (collections.has(`${database}/${relatedCollection}`)) return;
  const elsewhere = [...collections.values()].find(
    ({ collection: { path } }) => path[1] === relatedCollection,
  );
  if (elsewhere)
    report.refuse(
      entry,
      'relatedCollection',
      `${quoted(relatedCollection)} is in the database ${elsewhere.collection.path[0]}; a relationship stays in its database`,
    );
  else report.warn(entry, 'relatedCollection', `${quoted(relatedCollection)} is not in the file`);
}

/** Checks the other side of a two-way relationship against the side that it follows from. */
export function checkChild(
  child: DesiredResource,
  collections: ReadonlyMap<string, CollectionEntry>,
  report: Report,
): void {
  const { relatedCollection, twoWayKey, key } = asChecked(child);
  const [database, collection] = child.path;
  const target = collections.get(`${database}/${relatedCollection}`);
  if (!target) return;
  const parent = target.attributes.find(
    (attribute) => !attribute.isChildSide && isSameKey(attribute.path[2]!, twoWayKey ?? ''),
  );
  if (!parent) {
    report.warn(
      child,
      undefined,
      `it is the other side of ${keyOf({ kind: 'attribute', path: [database!, relatedCollection!, twoWayKey ?? ''] })}, which is not in the file`,
    );
    return;
  }
  const other = asChecked(parent);
  const agrees = other.twoWay && other.twoWayKey === key && other.relatedCollection === collection;
  const given = child.fields.get('relationType')?.value;
  const onDelete = child.fields.get('onDelete')?.value;
  const sameType = given === undefined || given === other.relationType;
  const sameOnDelete = onDelete === undefined || onDelete === other.onDelete;
  if (!agrees || !sameType || !sameOnDelete)
    report.warn(child, undefined, `it does not match ${keyOf(parent)}, which defines it`);
}

/** Warns, once for each database, of relationships that lead further than a server reads. */
export function checkDepth(collections: ReadonlyMap<string, CollectionEntry>, report: Report): void {
  const warned = new Set<string>();
  for (const [start, { collection, attributes }] of collections) {
    const database = collection.path[0]!;
    if (warned.has(database) || !attributes.some(({ variant }) => variant === 'relationship')) continue;
    const far = furthestFrom(start, collections);
    if (far.levels <= maxReadLevels) continue;
    warned.add(database);
    report.warn(
      collection,
      undefined,
      `${far.key} is ${far.levels} relationships away; a read follows at most ${maxReadLevels}`,
    );
  }
}

function furthestFrom(start: string, collections: ReadonlyMap<string, CollectionEntry>) {
  const levels = new Map([[start, 0]]);
  let far = { key: start, levels: 0 };
  const queue = [start];
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    const level = levels.get(key)! + 1;
    for (const attribute of collections.get(key)?.attributes ?? []) {
      const related = textOf(attribute.fields.get('relatedCollection')?.value);
      const next = `${attribute.path[0]}/${related}`;
      if (related === undefined || levels.has(next) || !collections.has(next)) continue;
      levels.set(next, level);
      if (level > far.levels) far = { key: next, levels: level };
      queue.push(next);
    }
  }
  return far;
}
