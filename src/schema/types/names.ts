/** Gives every collection, enum and field the name that it has in the output of one language. */
import { usageError } from '../../errors.ts';
import { type Collection, collectionsOf, type Field, type Schema } from '../model.ts';
import type { NamedCollection, Spelling } from './emitter.ts';
import { identifierOf, needsPrefix, pascal, uniqueNames, wordsOf } from './identifiers.ts';

/** Origin of the names of types: IDs, names, or the ID unless a server made it up. */
export type NameSource = 'auto' | 'id' | 'name';

/**
 * Names the collections of a schema. Two that would be called the same get their database's ID in front; if that does
 * not help, as with two of one name in a database, they are called by their IDs.
 * @returns the collections in the order of the schema
 * @throws CliError exit 2 if two collections still have the same name: nothing is overwritten
 */
export function nameCollections(
  schema: Schema,
  spelling: Spelling,
  source: NameSource,
): readonly NamedCollection[] {
  const collections = collectionsOf(schema);
  const attempts: readonly ((collection: Collection, name: string) => string)[] = [
    (collection) => typeNameOf(collection, spelling, source),
    (collection, name) => asType(`${collection.databaseId} ${name}`, collection, spelling),
    ...(source === 'auto' ? [(collection: Collection) => asType(collection.id, collection, spelling)] : []),
    (collection) => asType(`${collection.databaseId} ${collection.id}`, collection, spelling),
  ];
  let names = collections.map(() => '');
  let clashing: ReadonlyMap<number, number> = new Map(names.map((_, at) => [at, at]));
  for (const attempt of attempts) {
    const before = clashing;
    names = names.map((name, at) => (before.has(at) ? attempt(collections[at]!, name) : name));
    names = withoutDerived(names, spelling);
    clashing = clashesOf(names, spelling);
    if (clashing.size === 0) break;
  }
  if (spelling.types !== 'unused') refuseClashes(collections, names, clashing);
  return withFields(collections, names, spelling);
}

/** IDs that a server made up say nothing: they are at least 13 hexadecimal digits. */
export const isReadable = (id: string) => !/^(?=.*\d)[0-9a-f]{13,}$/.test(id);

function typeNameOf(collection: Collection, spelling: Spelling, source: NameSource): string {
  const { id, name } = collection;
  const usesId = source === 'id' || (source === 'auto' && isReadable(id));
  return asType(usesId || wordsOf(name, spelling.letters).length === 0 ? id : name, collection, spelling);
}

function asType(text: string, { id }: Collection, { letters, initial, reservedTypes }: Spelling): string {
  const name = pascal(wordsOf(text, letters));
  if (needsPrefix(name, initial)) return `Collection_${wordsOf(id, letters).join('_')}`;
  return reservedTypes.has(name) ? `${name}${suffix}` : name;
}

/** Added to a name that the output uses for something else. */
const suffix = 'Document';

/** Returns the further names of types that a collection gives rise to. */
export const derivedNames = (name: string, { derivedTypes }: Spelling): string[] =>
  derivedTypes.map((pattern) => pattern.replace('{}', name));

/** Some languages and file systems don't tell capital letters from small ones. */
const folded = (name: string) => name.toLowerCase();

/** Gives a collection `product_create` another name if there is a collection `product`, whose input type has that name. */
function withoutDerived(names: readonly string[], spelling: Spelling): string[] {
  const derived = new Set(names.flatMap((name) => derivedNames(name, spelling)).map(folded));
  return names.map((name) => (derived.has(folded(name)) ? `${name}${suffix}` : name));
}

/** Returns the positions of names of which one or a derived one is also another's. */
function clashesOf(names: readonly string[], spelling: Spelling): ReadonlyMap<number, number> {
  const owners = new Map<string, number>();
  const clashes = new Map<number, number>();
  names.forEach((name, at) => {
    for (const each of [name, ...derivedNames(name, spelling)].map(folded)) {
      const owner = owners.get(each);
      if (owner === undefined) owners.set(each, at);
      else if (owner !== at) clashes.set(owner, at).set(at, owner);
    }
  });
  return clashes;
}

function refuseClashes(
  collections: readonly Collection[],
  names: readonly string[],
  clashes: ReadonlyMap<number, number>,
): void {
  for (const [one, other] of clashes) {
    const [first, second] = [one, other].map((at) => `${collections[at]!.databaseId}/${collections[at]!.id}`);
    throw usageError(
      `the collections ${first} and ${second} would both be called ${names[one]}`,
      'try --names id or --names name, or leave one out with --only',
    );
  }
}

type Named<T> = { -readonly [Key in keyof T]: T[Key] };

function withFields(
  collections: readonly Collection[],
  names: readonly string[],
  spelling: Spelling,
): readonly NamedCollection[] {
  const named = collections.map(
    (collection, at): Named<NamedCollection> => ({ ...collection, typeName: names[at]!, fields: [] }),
  );
  const byId = new Map(named.map((each) => [`${each.databaseId}/${each.id}`, each]));
  const enums = enumNames(collections, names, spelling);
  collections.forEach(({ databaseId, fields }, at) => {
    const members = memberNames(fields, spelling);
    named[at]!.fields = fields.map((field, position) => {
      const { key, type, required, array } = field;
      return {
        key,
        type,
        required,
        array,
        default: field.default,
        memberName: members[position]!,
        enumName: enums.get(field),
        related: type.kind === 'relationship' ? byId.get(`${databaseId}/${type.related}`) : undefined,
      };
    });
  });
  return named;
}

function enumNames(
  collections: readonly Collection[],
  names: readonly string[],
  spelling: Spelling,
): ReadonlyMap<Field, string> {
  const fields = collections.flatMap((collection, at) =>
    collection.fields
      .filter(({ type }) => type.kind === 'enum')
      .map((field) => [field, names[at]! + pascal(wordsOf(field.key, spelling.letters))] as const),
  );
  if (fields.length === 0) return new Map();
  const types = names.flatMap((name) => [name, ...derivedNames(name, spelling)]);
  const unique = uniqueNames([...spelling.reservedTypes, ...types, ...fields.map(([, name]) => name)]);
  const first = unique.length - fields.length;
  return new Map(fields.map(([field], at) => [field, unique[first + at]!]));
}

function memberNames(fields: readonly Field[], spelling: Spelling): readonly string[] {
  const { letters, members, initial, reservedMembers, escapeMember } = spelling;
  if (members === 'verbatim') return fields.map(({ key }) => key);
  const rules = { letters, style: members, initial, reserved: reservedMembers, escapeWord: escapeMember };
  const names = fields.map(({ key }) => identifierOf(key, rules, 'field'));
  // A key that is a member's name as it stands has precedence: no other member is called like it.
  const isKey = (at: number) => names[at] === fields[at]!.key;
  const positions = [...names.keys()];
  const order = [...positions.filter(isKey), ...positions.filter((at) => !isKey(at))];
  const unique = uniqueNames(order.map((at) => names[at]!));
  order.forEach((at, position) => {
    names[at] = unique[position]!;
  });
  return names;
}
