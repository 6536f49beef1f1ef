/** The common part of the row, create and update shapes of the languages. */
import { isPrintableAscii, visible } from '../../lib/text/visible.ts';
import { isToMany, type RelationshipType } from '../model.ts';
import type { EmitterInput, EmitterOptions, NamedCollection, NamedField } from './emitter.ts';
import { exceedsDoubles, factsOf } from './facts.ts';

/** A field whose value is a list, or null, or both. */
export interface Multiplicity {
  readonly isList: boolean;
  readonly hasNullItems: boolean;
  readonly isNullable: boolean;
}

/** Returns the form of a field in documents that are read or, with {@link inputOptions}, in data that is written. */
export function multiplicityOf(
  { required, array }: NamedField,
  { nullableItems, nullableRequired }: EmitterOptions,
): Multiplicity {
  const isNullable = !required || nullableRequired;
  // Servers take null in the lists that may be null themselves, and refuse it in those that are required.
  return { isList: array, hasNullItems: array && nullableItems && isNullable, isNullable };
}

/** Returns the options for data that is written: only documents from before a field was required have null in it. */
export const inputOptions = (options: EmitterOptions): EmitterOptions => ({
  ...options,
  nullableRequired: false,
});

/** A field that is a relationship. */
export type RelationField = NamedField & { readonly type: RelationshipType };

export const isRelation = (field: NamedField): field is RelationField => field.type.kind === 'relationship';

export const isRelationToMany = (field: RelationField): boolean => isToMany(field.type);

/** True if the server refuses a new document without the field. */
export const isNeededOnCreate = (field: NamedField): boolean =>
  field.required && field.default === undefined && !isRelation(field);

/** True if an update can set null: a list of related documents is emptied instead. */
export const canBecomeNull = (field: NamedField): boolean =>
  isRelation(field) ? !isRelationToMany(field) : !field.required;

/** Returns the fields in the order of parameters: those that must be given come first. */
export const neededFirst = (fields: readonly NamedField[]): readonly NamedField[] => [
  ...fields.filter(isNeededOnCreate),
  ...fields.filter((field) => !isNeededOnCreate(field)),
];

/** Input with the collections that relationships lead to: their documents may be written within others, with their ID. */
export interface RelatedInput extends EmitterInput {
  readonly nestable: ReadonlySet<NamedCollection>;
  /** Those that a single document is read from. */
  readonly readAsOne: ReadonlySet<NamedCollection>;
}

/** Finds the collections that relationships lead to. */
export function withRelated(input: EmitterInput): RelatedInput {
  const relations = input.collections.flatMap(({ fields }) => fields.filter(isRelation));
  const targets = (fields: readonly RelationField[]) =>
    new Set(fields.flatMap(({ related }) => related ?? []));
  return {
    ...input,
    nestable: targets(relations),
    readAsOne: targets(relations.filter((field) => !isRelationToMany(field))),
  };
}

/** Use of data that is written. */
export type WriteAction = 'create' | 'update';

/** Returns the IDs that name a collection for people. */
export const placeOf = ({ databaseId, id }: NamedCollection): string => `${databaseId}/${id}`;

/** Returns the name of a collection and its place, or the place alone if that says the same. */
export const titleOf = (collection: NamedCollection): string => {
  const { id, name } = collection;
  const place = placeOf(collection);
  return name === '' || name === id ? place : `${name} (${place})`;
};

/** Sentence at the head of the type of data to write; text of the schema in it stands as it is. */
export const inputSummary = (collection: NamedCollection, action: WriteAction): string =>
  `${action === 'create' ? 'A new document' : 'Changes of a document'} of ${placeOf(collection)}.`;

/** Name of the type of data to write. */
export const inputName = ({ typeName }: NamedCollection, action: WriteAction): string =>
  `${typeName}${action === 'create' ? 'Create' : 'Update'}`;

/** Sentence at the head of a row's type. */
export const rowSummary = ({ id, name, databaseId }: NamedCollection): string => {
  const title = name === '' || name === id ? '' : ` (${name})`;
  return commentText(`Document of the collection ${id}${title} in the database ${databaseId}.`);
};

/** Adds a comment to the member of a field if there is something to say beyond its type. */
export function documented<M extends { readonly doc?: string }>(
  field: NamedField,
  member: M,
  options: EmitterOptions,
): M {
  // These languages have integers of 64 bits.
  const facts = factsOf(
    exceedsDoubles(field.type) ? { ...field, type: { kind: 'integer' } } : field,
    options,
  );
  const doc = [facts, member.doc ?? ''].filter((sentence) => sentence !== '').join(' ');
  return doc === '' ? member : { ...member, doc: commentText(doc) };
}

/** Returns text that stays in its comment: on one line, and without the marks that begin and end a comment. */
export const commentText = (text: string): string => visible(text).replaceAll(/\*(?=\/)|\/(?=\*)/g, '$& ');

/** Returns a text as a literal of the language, from the escapes of its special characters. */
export function quoted(
  text: string,
  { quote, special, unicode }: { quote: string; special: RegExp; unicode: (code: number) => string },
): string {
  const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  const plain = text.replaceAll(special, (character) => `\\${character}`);
  if (isPrintableAscii(plain)) return quote + plain + quote;
  // Beyond the controls: line separators, and marks that reverse or hide text in an editor.
  const escaped = plain.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu,
    (character) => escapes[character] ?? unicode(character.codePointAt(0)!),
  );
  return quote + escaped + quote;
}

/** Declarations that the output has only if something uses them, by the name that they declare. */
export type Support = Readonly<Record<string, string>>;

/** Returns the declarations that the texts use, and those that they use themselves, in their order. */
export function supportOf(texts: readonly string[], support: Support): readonly string[] {
  const used: string[] = [];
  const pending = Object.entries(support);
  const isUsed = (name: string) => usesName(used, name) || usesName(texts, name);
  for (let found = true; found; ) {
    const at = pending.findIndex(([name]) => isUsed(name));
    found = at !== -1;
    for (const [, declaration] of found ? pending.splice(at, 1) : []) used.push(declaration);
  }
  const unused = new Set(pending.map(([name]) => name));
  return Object.entries(support)
    .filter(([name]) => !unused.has(name))
    .map(([, declaration]) => declaration);
}

/** True if one of the texts has this identifier, of ASCII letters. Looking for a few is faster than finding all. */
export function usesName(texts: readonly string[], name: string): boolean {
  return texts.some((text) => {
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
      const end = at + name.length;
      if (
        !endsInName.test(text.slice(Math.max(0, at - 2), at)) &&
        !beginsInName.test(text.slice(end, end + 2))
      )
        return true;
    }
    return false;
  });
}

const endsInName = /[\p{L}\p{N}_]$/u;
const beginsInName = /^[\p{L}\p{N}_]/u;

/** Returns the words of a text, such as the reserved words of a language. */
export const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Declares the types that a collection gives rise to, each as text. */
export interface Declarations {
  readonly row: (collection: NamedCollection, options: EmitterOptions) => string;
  readonly input: (collection: NamedCollection, options: EmitterOptions, kind: 'Create' | 'Update') => string;
  readonly enumeration: (field: NamedField, collection: NamedCollection) => string;
}

/** Returns the types of all collections, in their order. */
export const declarationsFor = (
  { collections, options }: EmitterInput,
  { row, input, enumeration }: Declarations,
): readonly string[] =>
  collections.flatMap((collection) => [
    row(collection, options),
    input(collection, options, 'Create'),
    input(collection, options, 'Update'),
    ...collection.fields
      .filter(({ enumName }) => enumName !== undefined)
      .map((field) => enumeration(field, collection)),
  ]);
