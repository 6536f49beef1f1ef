/** Checks the indexes of a collection. */
import { type ApiVersion, isAtLeast } from '../../api/versions.ts';
import { type IndexProblem, type IndexType, indexProblem } from '../../schema/index-rules.ts';
import type { DesiredResource } from '../model/state.ts';
import { type Checked, keyRule, textOf } from './checked.ts';
import { quoted, type Report } from './report.ts';

interface CheckedIndex {
  readonly key: string;
  readonly type: string;
  readonly attributes: readonly string[];
  readonly orders: readonly string[];
  /** Characters of each attribute that are indexed; 0 for all. */
  readonly lengths: readonly number[];
}

interface Attributes {
  readonly all: readonly Checked[];
  /** False: the file says nothing about attributes, so that one may exist that it does not name. */
  readonly areAllKnown: boolean;
}

/** Adds the indexes one by one, as a push does. */
export function checkIndexes(
  indexes: readonly DesiredResource[],
  { all, areAllKnown }: Attributes,
  version: ApiVersion,
  report: Report,
): void {
  const others: Parameters<typeof indexProblem>[2][number][] = [];
  for (const entry of indexes) {
    const index = asCheckedIndex(entry);
    const attributes = index.attributes.flatMap((key) => all.find((each) => each.key === key) ?? []);
    const stored = { ...index, type: index.type as IndexType, status: 'available' as const };
    const problem = indexProblem(
      stored,
      all.map((each) => indexed(each, index)),
      others,
    );
    const isUnknowable = problem?.kind === 'unknown-attribute' && !areAllKnown;
    const isUnmentioned = problem?.kind === 'no-attributes' && !entry.fields.has('attributes');
    if (problem && !isUnknowable && !isUnmentioned)
      report.refuse(entry, problem.kind === 'invalid-order' ? 'orders' : 'attributes', indexMessage(problem));
    const newer = newerProblem(index, attributes, version);
    if (newer) report.refuse(entry, 'attributes', newer);
    others.push(stored);
  }
}

function asCheckedIndex(entry: DesiredResource): CheckedIndex {
  const value = (name: string) => entry.fields.get(name)?.value;
  const list = (name: string) => {
    const texts = value(name);
    return Array.isArray(texts) ? (texts as readonly string[]) : [];
  };
  return {
    key: entry.path[2]!,
    type: textOf(value('type')) ?? 'key',
    attributes: list('attributes'),
    orders: list('orders'),
    lengths: JSON.parse(textOf(value('lengths')) ?? '[]'),
  };
}

/** Types of text whose length in an index this program does not know. */
const longTexts = ['text', 'mediumtext', 'longtext'];

/** Returns an attribute with the size that it has in an index. */
function indexed(attribute: Checked, { attributes, lengths }: CheckedIndex): Checked {
  const length = lengths[attributes.indexOf(attribute.key)] ?? 0;
  if (length > 0) return { ...attribute, size: length };
  return longTexts.includes(attribute.entry.variant ?? '') ? { ...attribute, size: 1 } : attribute;
}

/** Types of places. */
const placeTypes = ['point', 'linestring', 'polygon'];

/** Checks what servers later than 1.5 refuse. */
function newerProblem(
  { type }: CheckedIndex,
  attributes: readonly Checked[],
  version: ApiVersion,
): string | undefined {
  if (!isAtLeast(version, '1.8')) return undefined;
  const isSpatial = type === 'spatial';
  for (const { key, required, array, type: attributeType } of attributes) {
    const isPlace = placeTypes.includes(attributeType);
    if (isSpatial && !isPlace) return `a spatial index takes places, which ${quoted(key)} is not`;
    if (isSpatial && !required)
      return `a spatial index takes required attributes, which ${quoted(key)} is not`;
    if (!isSpatial && isPlace) return `only a spatial index takes places such as ${quoted(key)}`;
    if (array && isAtLeast(version, '1.9'))
      return `Appwrite ${version} does not index a list such as ${quoted(key)}`;
  }
  return undefined;
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
      return `a collection can have at most ${problem.max} indexes`;
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
      return 'an index can have only one array';
    case 'not-text':
      return `a fulltext index takes text, which ${quoted(problem.attribute)} is not`;
    case 'array':
      return `only an index of the type key can have an array, which ${quoted(problem.attribute)} is`;
    case 'too-long':
      return `its attributes are ${problem.characters} characters long, and the limit is ${problem.maxCharacters}`;
  }
}
