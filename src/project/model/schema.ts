/** From a project, as a file describes it or as it is, to the schema that types and diagrams are made of. Pure. */

import type { OnDelete, RelationType } from '../../schema/attribute.ts';
import { isSameKey } from '../../schema/attribute-rules.ts';
import { formatSizes } from '../../schema/limits.ts';
import type { Collection, Database, Field, FieldType, Index, Schema } from '../../schema/model.ts';
import { isSelected, type Selection } from './selection.ts';
import { type DesiredProject, keyOf, type LiveProject, type ResourceRef } from './state.ts';
import type { FieldValue } from './value.ts';

export interface SchemaReading {
  readonly schema: Schema;
  /** Remarks for the user. One line each. */
  readonly notes: readonly string[];
}

/** Returns the selected collections of a file, in its order, with the sides of relationships that it leaves out. */
export function schemaOfFile({ resources }: DesiredProject, select: Selection): SchemaReading {
  const growing = new GrowingSchema();
  for (const { kind, path, variant, isChildSide, fields } of resources.values())
    growing.add({ kind, path, variant, isChildSide, read: (name) => fields.get(name)?.value });
  const schema = growing.finish();
  const notes: string[] = [];
  for (const each of resources.values())
    if (each.kind === 'collection' && !each.lists.has('attribute') && isSelected(select, each))
      notes.push(`${keyOf(each)} has no list of attributes in the file`);
  return { schema: selectedOf(schema, select), notes };
}

/** Returns the selected collections of a project, in the order of the server. */
export function schemaOfLive({ resources }: LiveProject, select: Selection): SchemaReading {
  const all = [...resources.values()];
  // No document has values of these.
  const isThere = ({ status }: (typeof all)[number]) => status !== 'failed' && status !== 'deleting';
  const growing = new GrowingSchema();
  for (const { kind, path, variant, isChildSide, fields, answer } of all.filter(isThere))
    growing.add({
      kind,
      path,
      variant,
      isChildSide,
      read: (name) => fields.get(name) ?? flagOf(answer, name),
    });
  const schema = growing.finish();
  const left = all.filter((each) => !isThere(each) && isSelected(select, each));
  const notes = left.map((each) => `left out ${keyOf(each)}: its status is ${each.status}`);
  return { schema: selectedOf(schema, select), notes };
}

/** Reads a flag of an attribute whose type this program does not know. */
const flagOf = (answer: ReadonlyMap<string, string>, name: string) =>
  name === 'required' || name === 'array' ? answer.get(name)?.trim() === 'true' : undefined;

/** A resource of either origin. */
interface Described extends ResourceRef {
  readonly variant: string | undefined;
  readonly isChildSide: boolean;
  readonly read: (field: string) => FieldValue | undefined;
}

type GrowingCollection = Collection & { readonly fields: Field[]; readonly indexes: Index[] };

/** A schema to which resources are added one by one, containers before their contents. */
class GrowingSchema {
  readonly #databases = new Map<string, { id: string; name: string; collections: GrowingCollection[] }>();
  readonly #collections = new Map<string, GrowingCollection>();

  add(resource: Described): void {
    const [databaseId = '', id = '', key = ''] = resource.path;
    switch (resource.kind) {
      case 'database':
        this.#database(databaseId).name = textOf(resource.read('name'));
        return;
      case 'collection': {
        const name = textOf(resource.read('name'));
        const collection: GrowingCollection = { databaseId, id, name, fields: [], indexes: [] };
        this.#database(databaseId).collections.push(collection);
        this.#collections.set(`${databaseId}/${id}`, collection);
        return;
      }
      case 'attribute':
        this.#collections.get(`${databaseId}/${id}`)?.fields.push(fieldOf(key, resource));
        return;
      case 'index':
        this.#collections.get(`${databaseId}/${id}`)?.indexes.push(indexOf(key, resource));
    }
  }

  finish(): Schema {
    addImpliedSides(this.#collections);
    return { databases: [...this.#databases.values()] };
  }

  #database(id: string) {
    const database = this.#databases.get(id) ?? { id, name: '', collections: [] };
    this.#databases.set(id, database);
    return database;
  }
}

function indexOf(key: string, { read }: Described): Index {
  const attributes = read('attributes');
  return {
    key,
    type: textOf(read('type')),
    fields: Array.isArray(attributes) ? (attributes as readonly string[]) : [],
  };
}

function fieldOf(key: string, resource: Described): Field {
  const { read } = resource;
  const value = read('default');
  return {
    key,
    type: typeOf(resource),
    required: read('required') === true,
    array: read('array') === true,
    // An object would be a list, which no default is.
    default: value === null || typeof value === 'object' ? undefined : value,
  };
}

function typeOf(resource: Described): FieldType {
  const { variant = '', read } = resource;
  switch (variant) {
    case 'string':
    case 'varchar':
      return { kind: 'text', format: 'plain', maxCharacters: countOf(read('size')) };
    case 'text':
    case 'mediumtext':
    case 'longtext':
      return { kind: 'text', format: 'plain' };
    case 'email':
    case 'url':
    case 'ip':
      return { kind: 'text', format: variant, maxCharacters: formatSizes[variant] };
    case 'enum': {
      const elements = read('elements');
      return { kind: 'enum', elements: Array.isArray(elements) ? (elements as readonly string[]) : [] };
    }
    case 'integer':
      return { kind: 'integer', min: bigintOf(read('min')), max: bigintOf(read('max')) };
    case 'bigint':
      return { kind: 'integer' };
    case 'double':
      return { kind: 'double', min: numberOf(read('min')), max: numberOf(read('max')) };
    case 'boolean':
    case 'datetime':
    case 'point':
    case 'polygon':
      return { kind: variant };
    case 'linestring':
      return { kind: 'line' };
    case 'relationship':
      return relationshipOf(resource);
    default:
      return { kind: 'unknown', name: variant };
  }
}

function relationshipOf({ isChildSide, read }: Described): FieldType {
  const twoWay = read('twoWay') === true;
  return {
    kind: 'relationship',
    related: textOf(read('relatedCollection')),
    relationType: (textOf(read('relationType')) || 'oneToOne') as RelationType,
    side: isChildSide ? 'child' : 'parent',
    twoWay,
    // Of a one-way relationship the server answers a key too, which no document has.
    twoWayKey: twoWay ? textOf(read('twoWayKey')) : '',
    onDelete: (textOf(read('onDelete')) || 'restrict') as OnDelete,
  };
}

const textOf = (value: FieldValue | undefined) => (typeof value === 'string' ? value : '');
const bigintOf = (value: FieldValue | undefined) => (typeof value === 'bigint' ? value : undefined);
const numberOf = (value: FieldValue | undefined) => (typeof value === 'number' ? value : undefined);
const countOf = (value: FieldValue | undefined) => (typeof value === 'bigint' ? Number(value) : undefined);

/** Adds the child sides of two-way relationships: a file need not describe them. */
function addImpliedSides(collections: ReadonlyMap<string, GrowingCollection>): void {
  for (const { databaseId, id, fields } of collections.values())
    for (const { key, type } of [...fields]) {
      if (type.kind !== 'relationship' || type.side !== 'parent' || !type.twoWay || type.twoWayKey === '')
        continue;
      const target = collections.get(`${databaseId}/${type.related}`);
      if (!target || target.fields.some((field) => isSameKey(field.key, type.twoWayKey))) continue;
      target.fields.push({
        key: type.twoWayKey,
        type: { ...type, related: id, side: 'child', twoWayKey: key },
        required: false,
        array: false,
        default: undefined,
      });
    }
}

/** Sides that follow from a collection that is not selected stay, as do databases without collections if all are. */
function selectedOf({ databases }: Schema, select: Selection): Schema {
  const isChosen = ({ databaseId, id }: Collection) =>
    isSelected(select, { kind: 'collection', path: [databaseId, id] });
  return {
    databases: databases
      .map((database) => ({ ...database, collections: database.collections.filter(isChosen) }))
      .filter(
        ({ id, collections }) =>
          collections.length > 0 || isSelected(select, { kind: 'database', path: [id] }),
      ),
  };
}

/**
 * Returns a schema in the order of another one, with what that lacks at the end: a server and a file that agree have
 * their databases, collections, fields, indexes and elements of enums in different orders.
 */
export function inOrderOf(reference: Schema, { databases }: Schema): Schema {
  return {
    databases: ordered(reference.databases, databases, ({ id }) => id, databaseInOrder),
  };
}

const databaseInOrder = (reference: Database, database: Database): Database => ({
  ...database,
  collections: ordered(reference.collections, database.collections, ({ id }) => id, collectionInOrder),
});

const collectionInOrder = (reference: Collection, collection: Collection): Collection => ({
  ...collection,
  fields: ordered(reference.fields, collection.fields, ({ key }) => key, fieldInOrder),
  indexes: ordered(
    reference.indexes,
    collection.indexes,
    ({ key }) => key,
    (_, index) => index,
  ),
});

function fieldInOrder(reference: Field, field: Field): Field {
  if (reference.type.kind !== 'enum' || field.type.kind !== 'enum') return field;
  const elements = ordered(
    reference.type.elements,
    field.type.elements,
    (element) => element,
    (_, one) => one,
  );
  return { ...field, type: { kind: 'enum', elements } };
}

function ordered<Item>(
  reference: readonly Item[],
  items: readonly Item[],
  keyOfItem: (item: Item) => string,
  inOrder: (reference: Item, item: Item) => Item,
): readonly Item[] {
  const places = new Map(reference.map((item, at) => [keyOfItem(item), at]));
  const placeOf = (item: Item) => places.get(keyOfItem(item)) ?? reference.length;
  return items
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .map((item) => {
      const at = places.get(keyOfItem(item));
      return at === undefined ? item : inOrder(reference[at]!, item);
    });
}
