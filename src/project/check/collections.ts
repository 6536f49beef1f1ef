/** Checks attributes, relationships and indexes of collections against each other. */
import { type ApiVersion, isAtLeast } from '../../api/versions.ts';
import { append } from '../../lib/append.ts';
import type { Attribute, Relationship } from '../../schema/attribute.ts';
import {
  type AttributeProblem,
  additionProblem,
  constraintProblem,
  definitionProblem,
  relationshipProblem,
} from '../../schema/attribute-rules.ts';
import { encryptedCharacters } from '../../schema/limits.ts';
import { unmetExpectation } from '../../schema/value-rules.ts';
import type { DesiredProject, DesiredResource } from '../model/state.ts';
import { valueJson } from '../model/value.ts';
import { asChecked, type Checked, type CollectionEntry, keyRule } from './checked.ts';
import { checkIndexes } from './indexes.ts';
import { checkChild, checkDepth, checkTarget } from './relationships.ts';
import { quoted, type Report } from './report.ts';

/** @param version of the server */
export function checkCollections(desired: DesiredProject, version: ApiVersion, report: Report): void {
  const collections = collectionsOf(desired);
  const implied = impliedSides(collections);
  for (const [key, { collection, attributes, indexes }] of collections) {
    const own = attributes.filter((attribute) => !attribute.isChildSide);
    for (const attribute of own) checkAttribute(attribute, version, report);
    const all = checkKeysAndRoom(own, implied.get(key) ?? [], report);
    for (const attribute of own)
      if (attribute.variant === 'relationship') checkTarget(attribute, collections, report);
    for (const child of attributes) if (child.isChildSide) checkChild(child, collections, report);
    checkIndexes(indexes, { all, areAllKnown: collection.lists.has('attribute') }, version, report);
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
      const checked = asChecked(attribute);
      const { relatedCollection, twoWay, twoWayKey, relationType } = checked;
      if (!twoWay || relatedCollection === undefined || twoWayKey === undefined) continue;
      const key = `${database}/${relatedCollection}`;
      const side = { ...checked, key: twoWayKey, relatedCollection: collection!, relationType };
      append(implied, key, { ...side, twoWayKey: attribute.path[2]! });
    }
  return implied;
}

/** Checks an attribute by itself. */
function checkAttribute(entry: DesiredResource, version: ApiVersion, report: Report): void {
  const attribute = asChecked(entry);
  const value = entry.fields.get('default')?.value ?? null;
  const problem = definitionProblem(attribute) ?? constraintProblem({ ...attribute, default: value });
  if (problem) report.refuse(entry, fieldOf[problem.kind], attributeMessage(problem));
  if (attribute.elements?.length === 0 && !isAtLeast(version, '1.8'))
    report.refuse(entry, 'elements', '"elements" needs at least one choice');
  if (value !== null && problem?.kind !== 'unsupported-default') {
    const expected = unmetExpectation(attribute, valueJson(value));
    if (expected !== undefined) report.refuse(entry, 'default', `"default" must be ${expected}`);
  }
  checkEncryption(entry, attribute, version, report);
}

/** Size from which on Appwrite 1.8 takes an encrypted text. */
const minEncryptedCharacters = 150;

function checkEncryption(
  entry: DesiredResource,
  { size }: Checked,
  version: ApiVersion,
  report: Report,
): void {
  if (entry.fields.get('encrypt')?.value !== true || size === undefined) return;
  if (isAtLeast(version, '1.8') && size < minEncryptedCharacters)
    report.refuse(
      entry,
      'size',
      `encrypted text needs a "size" of ${minEncryptedCharacters} or more, not ${size}`,
    );
  else if (size < encryptedCharacters('a'))
    report.warn(
      entry,
      'size',
      `encrypted text needs more room: with "size" ${size} the server accepts no value`,
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
      return `a collection can have at most ${problem.max} attributes`;
    case 'row-too-wide':
      return `the attributes up to this one take ${problem.bytes} bytes in a row, and the limit is ${problem.maxBytes}; texts with a "size" above 16381 are stored outside the row`;
    case 'second-many-to-many':
      return `two collections can have only one manyToMany relationship, and there is one to ${problem.relatedCollection}`;
  }
}
