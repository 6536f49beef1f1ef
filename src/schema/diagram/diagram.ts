/**
 * A schema as boxes and lines, which all drawings share. Texts are safe to show: names come from servers and files, and
 * may hold any character.
 */
import { visible } from '../../lib/text/visible.ts';
import {
  type Collection,
  type Database,
  type Field,
  isToMany,
  type RelationshipType,
  type Schema,
} from '../model.ts';
import { isReadable } from '../types/names.ts';
import { detailsOf, typeLabel } from './labels.ts';

export interface Diagram {
  readonly groups: readonly Group[];
}

/** A database. Relationships never leave it. */
export interface Group {
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

/** A collection. */
export interface Box {
  readonly title: string;
  /** Name or ID beside the title; empty if it says the same. */
  readonly subtitle: string;
  readonly rows: readonly Row[];
  /** Indexes that no mark of a row stands for: of several attributes, or of a type without a mark. */
  readonly indexes: readonly IndexNote[];
  /** True if a relationship leads to it and the schema does not have it. */
  readonly isMissing: boolean;
}

/** An attribute. */
export interface Row {
  readonly key: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly isRelationship: boolean;
  readonly marks: readonly Mark[];
  /** All that is known of the attribute, as a sentence. */
  readonly details: string;
}

export interface IndexNote {
  readonly key: string;
  readonly type: string;
  readonly fields: readonly string[];
}

/** Types of indexes, as letters beside an attribute that has one of its own. */
export const markLetters = { unique: 'U', key: 'I', fulltext: 'F', spatial: 'S' } as const;
export type Mark = keyof typeof markLetters;

export const markNames: Readonly<Record<Mark, string>> = {
  unique: 'unique index',
  key: 'index',
  fulltext: 'full-text index',
  spatial: 'spatial index',
};

/** Returns the marks that occur in a diagram, in the order of {@link markLetters}. */
export function marksIn({ groups }: Diagram): readonly Mark[] {
  const rows = groups.flatMap(({ boxes }) => boxes.flatMap((box) => box.rows));
  return Object.keys(markLetters)
    .filter(isMark)
    .filter((mark) => rows.some(({ marks }) => marks.includes(mark)));
}

/** A relationship: a single line for both sides of a two-way one. */
export interface Line {
  /** The parent's side, which has the attribute if the relationship is one-way. */
  readonly from: End;
  readonly to: End;
  readonly isTwoWay: boolean;
  readonly details: string;
}

export interface End {
  /** Position among the boxes of the group. */
  readonly box: number;
  /** Position of the attribute among the rows; undefined if this side has none. */
  readonly row: number | undefined;
  /** True if a document of the other side leads to many documents here. */
  readonly isMany: boolean;
}

export const diagramOf = ({ databases }: Schema): Diagram => ({ groups: databases.map(groupOf) });

function groupOf({ id, name, collections }: Database): Group {
  const positions = new Map(collections.map((collection, at) => [collection.id, at]));
  const titles = new Map(collections.map((collection) => [collection.id, headingOf(collection).title]));
  const missing: string[] = [];
  const boxFor = (collectionId: string) => {
    const at = positions.get(collectionId);
    if (at !== undefined) return at;
    missing.push(collectionId);
    const added = collections.length + missing.length - 1;
    positions.set(collectionId, added);
    return added;
  };
  const titleOf = (collectionId: string) => titles.get(collectionId) ?? visible(collectionId);
  const lines = linesOf(collections, boxFor, titleOf);
  const boxes = collections.map((collection) => boxOf(collection, titleOf));
  return { title: headingOf({ id, name }).title, boxes: [...boxes, ...missing.map(missingBox)], lines };
}

/** The ID is what commands and code name, unless a server made it up. */
function headingOf({ id, name }: Pick<Collection, 'id' | 'name'>): Pick<Box, 'title' | 'subtitle'> {
  const [title, subtitle] = isReadable(id) || name === '' ? [id, name] : [name, id];
  const plain = (text: string) => text.toLowerCase().replaceAll(/[\s_.-]+/g, '');
  return {
    title: visible(title),
    subtitle: plain(title) === plain(subtitle) ? '' : visible(subtitle),
  };
}

function boxOf(collection: Collection, titleOf: (collectionId: string) => string): Box {
  const marks = new Map<string, Set<Mark>>(collection.fields.map(({ key }) => [key, new Set()]));
  const indexes: IndexNote[] = [];
  for (const { key, type, fields } of collection.indexes) {
    const ofField = fields.length === 1 ? marks.get(fields[0]!) : undefined;
    if (ofField && isMark(type)) ofField.add(type);
    else indexes.push({ key: visible(key), type: visible(type), fields: fields.map(visible) });
  }
  return {
    ...headingOf(collection),
    rows: collection.fields.map((field) => ({
      key: visible(field.key),
      type: typeLabel(field, titleOf),
      isRequired: field.required,
      isRelationship: field.type.kind === 'relationship',
      marks: [...marks.get(field.key)!],
      details: detailsOf(field, collection.indexes, titleOf),
    })),
    indexes,
    isMissing: false,
  };
}

const isMark = (type: string): type is Mark => Object.hasOwn(markLetters, type);

const missingBox = (id: string): Box => ({
  title: visible(id),
  subtitle: '',
  rows: [],
  indexes: [],
  isMissing: true,
});

type Relationship = Field & { readonly type: RelationshipType };
const isRelationship = (field: Field): field is Relationship => field.type.kind === 'relationship';

function linesOf(
  collections: readonly Collection[],
  boxFor: (collectionId: string) => number,
  titleOf: (collectionId: string) => string,
): Line[] {
  const lines: Line[] = [];
  const drawn = new Set<Field>();
  for (const collection of collections)
    for (const field of collection.fields.filter(isRelationship)) {
      if (drawn.has(field)) continue;
      const other = collections.find(({ id }) => id === field.type.related);
      const partner = other?.fields.filter(isRelationship).find((each) => isPair(field, collection, each));
      drawn.add(field);
      if (partner) drawn.add(partner);
      const isReversed = partner?.type.side === 'parent' && field.type.side === 'child';
      const [owner, parent, child] =
        isReversed && other ? [other, partner, field] : [collection, field, partner];
      lines.push(lineOf(owner, parent, child, { collections, boxFor, titleOf }));
    }
  return lines;
}

/** True if two attributes are the two sides of one relationship. */
function isPair(one: Relationship, { id }: Collection, other: Relationship): boolean {
  return (
    one !== other &&
    one.type.twoWay &&
    other.type.twoWay &&
    one.type.twoWayKey === other.key &&
    other.type.twoWayKey === one.key &&
    other.type.related === id
  );
}

function lineOf(
  owner: Collection,
  parent: Relationship,
  child: Relationship | undefined,
  {
    collections,
    boxFor,
    titleOf,
  }: {
    readonly collections: readonly Collection[];
    readonly boxFor: (collectionId: string) => number;
    readonly titleOf: (collectionId: string) => string;
  },
): Line {
  const { related, twoWay, onDelete } = parent.type;
  const target = collections.find(({ id }) => id === related);
  const toMany = isToMany(parent.type);
  const fromMany = isMutual(parent.type) ? toMany : !toMany;
  const from = `${titleOf(owner.id)}.${visible(parent.key)}`;
  const to = child ? `${titleOf(related)}.${visible(child.key)}` : titleOf(related);
  const count = (isMany: boolean) => (isMany ? 'many' : 'one');
  return {
    from: { box: boxFor(owner.id), row: owner.fields.indexOf(parent), isMany: fromMany },
    to: {
      box: boxFor(related),
      row: child && target ? target.fields.indexOf(child) : undefined,
      isMany: toMany,
    },
    isTwoWay: twoWay,
    details: `${from} ${twoWay ? '↔' : '→'} ${to}: ${count(fromMany)} to ${count(toMany)}, ${twoWay ? 'two-way' : 'one-way'}, on delete ${onDelete}`,
  };
}

const isMutual = ({ relationType }: RelationshipType): boolean =>
  relationType === 'oneToOne' || relationType === 'manyToMany';
