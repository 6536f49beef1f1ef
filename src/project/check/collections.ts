/** Checks attributes, relationships and indexes of collections against each other. */
import type { Attribute, AttributeFormat, Relationship } from '../../schema/attribute.ts';
import {
  type AttributeProblem,
  additionProblem,
  constraintProblem,
  definitionProblem,
  isSameKey,
  relationshipProblem,
  selfRelationshipOutcome,
} from '../../schema/attribute-rules.ts';
import { type IndexProblem, type IndexType, indexProblem } from '../../schema/index-rules.ts';
import { encryptedCharacters, maxKeyCharacters } from '../../schema/limits.ts';
import { unmetExpectation } from '../../schema/value-rules.ts';
import { completed } from '../model/parameters.ts';
import { type DesiredProject, type DesiredResource, keyOf } from '../model/state.ts';
import { type FieldValue, valueJson } from '../model/value.ts';
import { quoted, type Report } from './report.ts';

/** Limits of the choices of an enum; the catalogue has no room for both. */
const maxElements = 100;
const maxElementCharacters = 255;

/** Number of relationships that a server follows when it reads a document. */
const maxReadLevels = 3;

interface CollectionEntry {
  readonly collection: DesiredResource;
  readonly attributes: readonly DesiredResource[];
  readonly indexes: readonly DesiredResource[];
}

/** An attribute as the rules take it, with its entry; of the other side of a two-way relationship, that of this side. */
type Checked = Attribute & {
  readonly [Name in keyof Relationship]?: Relationship[Name] | undefined;
} & { readonly entry: DesiredResource };

export function checkCollections(desired: DesiredProject, report: Report): void {
  const collections = collectionsOf(desired);
  const implied = impliedSides(collections);
  for (const [key, { collection, attributes, indexes }] of collections) {
    const own = attributes.filter((attribute) => !attribute.isChildSide);
    for (const attribute of own) checkAttribute(attribute, report);
    const all = checkKeysAndRoom(own, implied.get(key) ?? [], report);
    for (const attribute of own)
      if (attribute.variant === 'relationship') checkTarget(attribute, collections, report);
    for (const child of attributes) if (child.isChildSide) checkChild(child, collections, report);
    checkIndexes(indexes, all, collection.lists.has('attribute'), report);
  }
  checkDepth(collections, report);
}

function collectionsOf({ resources }: DesiredProject): Map<string, CollectionEntry> {
  const found = new Map<
    string,
    { collection: DesiredResource; attributes: DesiredResource[]; indexes: DesiredResource[] }
  >();
  for (const resource of resources.values()) {
    const key = resource.path.slice(0, 2).join('/');
    if (resource.kind === 'collection') found.set(key, { collection: resource, attributes: [], indexes: [] });
    if (resource.kind === 'attribute') found.get(key)?.attributes.push(resource);
    if (resource.kind === 'index') found.get(key)?.indexes.push(resource);
  }
  return found;
}

/** Returns the attributes that two-way relationships add to the collections that they lead to. */
function impliedSides(collections: ReadonlyMap<string, CollectionEntry>): ReadonlyMap<string, Checked[]> {
  const implied = new Map<string, Checked[]>();
  for (const { attributes } of collections.values())
    for (const attribute of attributes) {
      if (attribute.isChildSide || attribute.variant !== 'relationship') continue;
      const [database, collection] = attribute.path;
      const { relatedCollection, twoWay, twoWayKey, relationType } = asChecked(attribute);
      if (!twoWay || relatedCollection === undefined || twoWayKey === undefined) continue;
      const key = `${database}/${relatedCollection}`;
      const side = { ...asChecked(attribute), key: twoWayKey, relatedCollection: collection!, relationType };
      implied.set(key, [...(implied.get(key) ?? []), { ...side, twoWayKey: attribute.path[2]! }]);
    }
  return implied;
}

/** Reads an entry as the rules take it, with the values that the server fills in. */
function asChecked(entry: DesiredResource): Checked {
  const given = new Map([...entry.fields].map(([name, { value }]) => [name, value] as const));
  const fields = completed({ ...entry, fields: given });
  const text = (name: string) => textOf(fields.get(name));
  const { variant = '' } = entry;
  const isFormat = ['email', 'enum', 'ip', 'url'].includes(variant);
  const size = fields.get('size');
  const elements = fields.get('elements');
  return {
    entry,
    key: entry.path[2]!,
    type: isFormat ? 'string' : variant,
    status: 'available',
    required: fields.get('required') === true,
    array: fields.get('array') === true,
    format: (isFormat ? variant : '') as AttributeFormat,
    size: typeof size === 'bigint' ? Number(size) : undefined,
    elements: Array.isArray(elements) ? elements : undefined,
    min: boundOf(fields.get('min')),
    max: boundOf(fields.get('max')),
    ...(variant === 'relationship' && {
      relatedCollection: text('relatedCollection') ?? '',
      relationType: (text('relationType') ?? '') as Relationship['relationType'],
      twoWay: fields.get('twoWay') === true,
      twoWayKey: text('twoWayKey') ?? '',
      onDelete: (text('onDelete') ?? '') as Relationship['onDelete'],
      side: 'parent',
    }),
  };
}

const textOf = (value: FieldValue | undefined) => (typeof value === 'string' ? value : undefined);
const boundOf = (value: FieldValue | undefined) =>
  typeof value === 'bigint' || typeof value === 'number' ? value : undefined;

/** Checks an attribute by itself. */
function checkAttribute(entry: DesiredResource, report: Report): void {
  const attribute = asChecked(entry);
  const value = entry.fields.get('default')?.value ?? null;
  const problem = definitionProblem(attribute) ?? constraintProblem({ ...attribute, default: value });
  if (problem) report.refuse(entry, fieldOf[problem.kind], attributeMessage(problem));
  const { elements } = attribute;
  if (elements?.length === 0 || (elements && elements.length > maxElements))
    report.refuse(
      entry,
      'elements',
      `"elements" takes 1 to ${maxElements} choices, these are ${elements.length}`,
    );
  const long = elements?.find((element) => [...element].length > maxElementCharacters);
  if (long !== undefined)
    report.refuse(
      entry,
      'elements',
      `${quoted(long)} in "elements" has more than ${maxElementCharacters} characters`,
    );
  if (value !== null && problem?.kind !== 'unsupported-default') {
    const expected = unmetExpectation(attribute, valueJson(value));
    if (expected !== undefined) report.refuse(entry, 'default', `"default" must be ${expected}`);
  }
  const encrypts = entry.fields.get('encrypt')?.value === true;
  if (encrypts && attribute.size !== undefined && attribute.size < encryptedCharacters('a'))
    report.warn(
      entry,
      'size',
      `encrypted text needs more room: with "size" ${attribute.size} the server takes none`,
    );
}

/** Adds the attributes one by one, as a push does, and returns all. */
function checkKeysAndRoom(
  own: readonly DesiredResource[],
  implied: readonly Checked[],
  report: Report,
): readonly Checked[] {
  const all: Checked[] = [];
  let isFull = false;
  for (const attribute of [...own.map(asChecked), ...implied]) {
    const { entry } = attribute;
    const problem = additionProblem(all, attribute);
    const isRoom = problem?.kind === 'row-too-wide' || problem?.kind === 'too-many-attributes';
    if (problem && !(isRoom && isFull)) {
      const isOtherSide = attribute.key !== entry.path[2];
      report.refuse(entry, isOtherSide ? 'twoWayKey' : undefined, attributeMessage(problem));
    }
    isFull ||= isRoom;
    if (attribute.type === 'relationship' && attribute.key === entry.path[2]) {
      const odd = relationshipProblem(all, attribute as Attribute & Relationship);
      if (odd) report.refuse(entry, fieldOf[odd.kind] ?? 'twoWayKey', attributeMessage(odd));
    }
    all.push(attribute);
  }
  return all;
}

/** Fields that problems are about. */
const fieldOf: Readonly<Partial<Record<AttributeProblem['kind'], string>>> = {
  'size-out-of-range': 'size',
  'empty-element': 'elements',
  'bounds-reversed': 'min',
  'unsupported-default': 'default',
  'second-many-to-many': 'relationType',
};

function attributeMessage(problem: AttributeProblem): string {
  switch (problem.kind) {
    case 'invalid-key':
      return `the key ${quoted(problem.key)} is not allowed: ${keyRule}`;
    case 'duplicate-key':
      return `the key ${quoted(problem.key)} is taken; the case of letters makes no difference`;
    case 'size-out-of-range':
      return `"size" must be ${problem.min} to ${problem.max}`;
    case 'empty-element':
      return '"elements" can\'t have an empty text';
    case 'bounds-reversed':
      return '"min" is greater than "max"';
    case 'unsupported-default':
      return problem.because === 'required'
        ? "a required attribute can't have a default"
        : "an array can't have a default";
    case 'too-many-attributes':
      return `a collection has room for ${problem.max} attributes`;
    case 'row-too-wide':
      return `the attributes up to this one take ${problem.bytes} bytes in a row, and the limit is ${problem.maxBytes}; texts with a "size" above 16381 are stored elsewhere`;
    case 'second-many-to-many':
      return `two collections can have one manyToMany relationship, and there is one to ${problem.relatedCollection}`;
  }
}

const keyRule = `a key has at most ${maxKeyCharacters} letters, digits, ".", "-" and "_", and begins with a letter or a digit`;

/** Checks where a relationship leads. */
function checkTarget(
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
        `Appwrite can't make a ${relationType} relationship of a collection to itself`,
      );
    else
      report.warn(
        entry,
        'relatedCollection',
        `of a relationship of a collection to itself, documents know only the other side${twoWay ? '' : ', which a one-way relationship does not have'}`,
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
function checkChild(
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
    report.warn(child, undefined, `it does not agree with ${keyOf(parent)}, from which it follows`);
}

function checkIndexes(
  indexes: readonly DesiredResource[],
  attributes: readonly Checked[],
  listsAttributes: boolean,
  report: Report,
): void {
  const others: Parameters<typeof indexProblem>[2][number][] = [];
  for (const entry of indexes) {
    const list = (name: string) => {
      const value = entry.fields.get(name)?.value;
      return Array.isArray(value) ? (value as readonly string[]) : [];
    };
    const index = {
      key: entry.path[2]!,
      type: (textOf(entry.fields.get('type')?.value) ?? 'key') as IndexType,
      status: 'available' as const,
      attributes: list('attributes'),
      orders: list('orders'),
    };
    const problem = indexProblem(index, attributes, others);
    const isUnknowable = problem?.kind === 'unknown-attribute' && !listsAttributes;
    const isUnmentioned = problem?.kind === 'no-attributes' && !entry.fields.has('attributes');
    if (problem && !isUnknowable && !isUnmentioned)
      report.refuse(entry, problem.kind === 'invalid-order' ? 'orders' : 'attributes', indexMessage(problem));
    others.push(index);
  }
}

function indexMessage(problem: IndexProblem): string {
  switch (problem.kind) {
    case 'invalid-key':
      return `the key ${quoted(problem.key)} is not allowed: ${keyRule}`;
    case 'duplicate-key':
      return `another index has the key ${quoted(problem.key)}; the case of letters makes no difference`;
    case 'invalid-order':
      return '"orders" takes ASC and DESC';
    case 'too-many-indexes':
      return `a collection has room for ${problem.max} indexes`;
    case 'unknown-attribute':
      return `there is no attribute ${quoted(problem.attribute)}`;
    case 'relationship':
      return `a relationship such as ${quoted(problem.attribute)} can't be indexed`;
    case 'unavailable':
      return `the attribute ${quoted(problem.attribute)} is not available`;
    case 'no-attributes':
      return 'an index needs attributes';
    case 'repeated-attribute':
      return 'an attribute is named twice';
    case 'several-arrays':
      return 'an index can have one array';
    case 'not-text':
      return `a fulltext index takes text, which ${quoted(problem.attribute)} is not`;
    case 'array':
      return `only an index of the type key can have an array, which ${quoted(problem.attribute)} is`;
    case 'too-long':
      return `its attributes are ${problem.characters} characters long, and the limit is ${problem.maxCharacters}`;
  }
}

/** Warns, once for each database, of relationships that lead further than a server reads. */
function checkDepth(collections: ReadonlyMap<string, CollectionEntry>, report: Report): void {
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
      `relationships lead from it to ${far.key} in ${far.levels} steps; a read follows ${maxReadLevels}`,
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
