/** Checks rules against the schema: before anything is read, each replacement is known to fit its field. Pure. */
import { items, kindOf } from '../../lib/json/slices.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import type { FileProblem } from '../../project/model/state.ts';
import type { Attribute } from '../../schema/attribute.ts';
import { maxInt64, minInt64 } from '../../schema/limits.ts';
import { type Collection, collectionsOf, type Field, type Schema } from '../../schema/model.ts';
import { unmetExpectation } from '../../schema/value-rules.ts';
import {
  maxEmailCharacters,
  maxNameCharacters,
  maxPhoneCharacters,
  minHashCharacters,
} from './pseudonyms.ts';
import type { CollectionRules, Rule, ScrubRules } from './rules.ts';

/**
 * Returns the faults of rules.
 * @param isLeftOut true for a collection that is not in the schema because the line is not about it
 */
export function rulesProblems(
  rules: ScrubRules,
  schema: Schema,
  isLeftOut: (collection: CollectionRules) => boolean,
): readonly FileProblem[] {
  const collections = new Map(collectionsOf(schema).map((each) => [nameOf(each), each]));
  return [...rules.collections].flatMap(([name, given]) => {
    const collection = collections.get(name);
    if (collection) return fieldProblems(given, collection);
    if (isLeftOut(given)) return [];
    const guess = closestMatch(name, [...collections.keys()]);
    const message = `the project has no collection ${name}${guess ? `; did you mean ${guess}?` : ''}`;
    return [{ place: given.place, message }];
  });
}

const nameOf = ({ databaseId, id }: Collection) => `${databaseId}/${id}`;

function fieldProblems({ fields }: CollectionRules, collection: Collection): readonly FileProblem[] {
  const known = new Map(collection.fields.map((field) => [field.key, field]));
  const unique = new Set(
    collection.indexes.filter(({ type }) => type === 'unique').flatMap((index) => index.fields),
  );
  return [...fields].flatMap(([key, { rule, place }]) => {
    const field = known.get(key);
    const problem = field ? misfit(rule, field, { isUnique: unique.has(key) }) : unknownField(key, known);
    return problem ? [{ place, message: `${nameOf(collection)}: ${problem}` }] : [];
  });
}

function unknownField(key: string, known: ReadonlyMap<string, Field>): string {
  const guess = closestMatch(key, [...known.keys()]);
  return `there is no attribute ${key}${guess ? `; did you mean ${guess}?` : ''}`;
}

/** Returns the reason why values of a rule don't fit a field; undefined if they do. */
function misfit(rule: Rule, field: Field, place: { readonly isUnique: boolean }): string | undefined {
  const { key, type } = field;
  if (rule.word === 'keep') return undefined;
  if (type.kind === 'relationship') return `${key} is a relationship, which only keep is for`;
  switch (rule.word) {
    case 'null':
      return field.required ? `${key} is required, and can't be null` : undefined;
    case 'constant':
      return constantMisfit(rule.json, field, place);
    case 'hash':
      return hashMisfit(field, place);
    case 'fake-name':
      if (place.isUnique) return `${key} is in a unique index, and invented names repeat; hash does not`;
      return textMisfit(rule.word, field, maxNameCharacters);
    case 'fake-email':
      return textMisfit(rule.word, field, maxEmailCharacters, 'email');
    case 'fake-phone':
      return textMisfit(rule.word, field, maxPhoneCharacters);
  }
}

/** @param format that the values have too */
function textMisfit(word: string, { key, type }: Field, characters: number, format?: 'email') {
  if (type.kind !== 'text') return `${key} is no text, which ${word} is for`;
  if (type.format !== 'plain' && type.format !== format)
    return `${key} takes ${shownFormats[type.format]}, which ${word} is not${type.format === 'email' ? '; use fake-email' : '; use a constant'}`;
  if (type.maxCharacters !== undefined && type.maxCharacters < characters)
    return `${key} takes at most ${type.maxCharacters} characters, and ${word} needs ${characters}`;
  return undefined;
}

const shownFormats = { email: 'e-mail addresses', url: 'URLs', ip: 'IP addresses' } as const;

/** Range of hashes of integers from which on two of a million are hardly ever the same. */
const minUniqueRange = 2n ** 45n;

function hashMisfit(field: Field, { isUnique }: { readonly isUnique: boolean }): string | undefined {
  const { key, type } = field;
  if (type.kind === 'integer') {
    const { min, max } = integerRange(type);
    if (!isUnique || max - min >= minUniqueRange) return undefined;
    return `${key} is in a unique index, and its range is too small for hashes that don't repeat`;
  }
  if (type.kind !== 'text') return `${key} is neither text nor an integer, which hash is for`;
  return textMisfit('hash', field, minHashCharacters[isUnique ? 'unique' : 'other']);
}

/** Returns bounds for hashes of integers; without bounds, numbers that every reader of JSON holds exactly. */
export function integerRange({
  min,
  max,
}: {
  readonly min?: bigint | undefined;
  readonly max?: bigint | undefined;
}): {
  readonly min: bigint;
  readonly max: bigint;
} {
  const width = 2n ** 53n - 1n;
  const lowest = min ?? (max === undefined || max >= 0n ? 0n : clamped(max - width));
  return { min: lowest, max: max ?? clamped(lowest + width) };
}

function clamped(value: bigint): bigint {
  if (value > maxInt64) return maxInt64;
  return value < minInt64 ? minInt64 : value;
}

function constantMisfit(
  json: string,
  field: Field,
  { isUnique }: { readonly isUnique: boolean },
): string | undefined {
  const { key, required, array } = field;
  if (json === 'null') return required ? `${key} is required, and can't be null` : undefined;
  if (isUnique) return `${key} is in a unique index, which a constant would break; use hash`;
  if (array !== (kindOf(json) === 'array' && field.type.kind !== 'point'))
    return array ? `${key} takes a list` : `${key} takes one value, not a list`;
  const attribute = attributeOf(field);
  if (attribute === undefined) return `${key} has a type that takes keep and null only`;
  const values = array ? [...items(json)] : [json];
  const expected = values
    .map((value) => unmetExpectation(attribute, value))
    .find((each) => each !== undefined);
  return expected && `${key} takes ${expected}, not ${json.slice(0, 60)}`;
}

/** Returns the attribute that a field is of, for its values; undefined if nothing is known of these. */
function attributeOf({ key, type, required, array }: Field): Attribute | undefined {
  const common = { key, status: 'available', required, array, format: '' } as const;
  switch (type.kind) {
    case 'text':
      return {
        ...common,
        type: 'string',
        format: type.format === 'plain' ? '' : type.format,
        size: type.maxCharacters,
      };
    case 'enum':
      return { ...common, type: 'string', format: 'enum', elements: type.elements };
    case 'integer':
    case 'double':
      return { ...common, type: type.kind, min: type.min, max: type.max };
    case 'boolean':
    case 'datetime':
      return { ...common, type: type.kind };
    default:
      return undefined;
  }
}

/** Names of fields that hold personal data as a rule. */
const personalName =
  /e[-_]?mail|phone|mobile|address|street|zip|postal|birth|born|^dob$|(first|last|full|given|sur|family)[-_]?name|ssn|passport|iban|tax[-_]?id|salary|latitude|longitude|^ip$|[-_]ip$/i;

/**
 * Returns the fields that probably hold personal data and have no rule, as `main/customers.email`. Not a guarantee: the
 * names of fields say little.
 */
export function unruledFields(rules: ScrubRules, schema: Schema): readonly string[] {
  return collectionsOf(schema).flatMap((collection) => {
    const ruled = rules.collections.get(nameOf(collection))?.fields;
    return collection.fields
      .filter(({ key, type }) => !ruled?.has(key) && isPersonal(key, type))
      .map(({ key }) => `${nameOf(collection)}.${key}`);
  });
}

function isPersonal(key: string, type: Field['type']): boolean {
  if (type.kind === 'text' && (type.format === 'email' || type.format === 'ip')) return true;
  return type.kind !== 'relationship' && type.kind !== 'boolean' && personalName.test(key);
}
