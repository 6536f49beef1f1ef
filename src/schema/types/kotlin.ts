/** Kotlin classes for kotlinx.serialization, which read and make the `data` of the SDKs for Kotlin and Android. */
import { nameElements } from './elements.ts';
import type {
  Emitter,
  EmitterInput,
  EmitterOptions,
  NamedCollection,
  NamedField,
  Spelling,
} from './emitter.ts';
import { kotlinHead, kotlinSupport } from './kotlin-support.ts';
import {
  canBecomeNull,
  commentText,
  declarationsFor,
  documented,
  inputOptions,
  isNeededOnCreate,
  isRelation,
  isRelationToMany,
  multiplicityOf,
  neededFirst,
  quoted,
  type RelationField,
  rowSummary,
  supportOf,
  words,
} from './shapes.ts';

const keywords = words(
  'as break class continue do else false for fun if in interface is null object package return super this throw true ' +
    'try typealias typeof val var when while',
);
/** Properties of every row; `class` because of Java's `getClass`, which the property's getter would be. */
const taken = words('id createdAt updatedAt permissions class appwriteJson');

const spelling: Spelling = {
  letters: 'unicode',
  reservedTypes: words(
    'Change Related RelatedInput RelatedSerializer DocumentInput InstantSerializer ' +
      'Instant OffsetDateTime Json JsonArray JsonDecoder JsonElement JsonNull JsonObject JsonPrimitive ' +
      'Decoder Encoder KSerializer PrimitiveKind PrimitiveSerialDescriptor SerialDescriptor SerialName Serializable ' +
      'SerializationException UseSerializers Suppress JvmInline ' +
      'Any Annotation Array Boolean Byte Char CharSequence Class Collection Comparable Double Enum Error Exception ' +
      'Float Function IllegalArgumentException Int Iterable Iterator Lazy List Long Map MutableList MutableMap ' +
      'MutableSet Nothing Number Object Pair Regex Result Runnable Sequence Set Short String Throwable Triple Unit',
  ),
  derivedTypes: ['{}Create', '{}Update'],
  members: 'camel',
  reservedMembers: new Set([...keywords, ...taken]),
  escapeMember: (word) => (taken.has(word) ? `${word}_` : `\`${word}\``),
};

export const kotlin: Emitter = {
  name: 'kotlin',
  title: 'Kotlin',
  fileName: 'AppwriteTypes.kt',
  spelling,
  emit: fileOf,
};

function fileOf(input: EmitterInput): string {
  const { header, options } = input;
  const types = declarationsFor(input, { row: rowOf, input: inputOf, enumeration: enumOf });
  const used = options.dates === 'date' ? [...types, 'InstantSerializer'] : types;
  const declarations = [...types, ...supportOf(used, kotlinSupport)];
  const comment = header.map((line) => `// ${commentText(line)}`.trimEnd()).join('\n');
  return `${[comment, ...kotlinHead(declarations), ...declarations].join('\n\n')}\n`;
}

const text = (value: string) =>
  quoted(value, {
    quote: '"',
    special: /[\\"$]/g,
    unicode: (code) =>
      Array.from(String.fromCodePoint(code).split(''), (unit) => {
        return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
      }).join(''),
  });

// --- Values ---------------------------------------------------------------------------------------------------------

/** Type of a value, and the expression that makes an element of JSON. */
interface Codec {
  readonly type: string;
  /** @param access `.`, or `?.` if the value may be null */
  readonly write: (value: string, access: '.' | '?.') => string;
}

const primitive = (type: string): Codec => ({ type, write: (value) => `JsonPrimitive(${value})` });
const listOf = (item: Codec, isNullable = false): Codec => ({
  type: `List<${item.type}${isNullable ? '?' : ''}>`,
  write: (value) => `jsonArrayOf(${value}) { ${item.write('it', isNullable ? '?.' : '.')} }`,
});
const doubles = listOf(primitive('Double'));

function itemCodec({ type, enumName }: NamedField, { dates }: EmitterOptions): Codec {
  switch (type.kind) {
    case 'enum':
      return { type: enumName!, write: (value, access) => `JsonPrimitive(${value}${access}value)` };
    case 'integer':
      return primitive('Long');
    case 'double':
      return primitive('Double');
    case 'boolean':
      return primitive('Boolean');
    case 'datetime':
      return dates === 'string' ? primitive('String') : instant;
    case 'point':
      return doubles;
    case 'line':
      return listOf(doubles);
    case 'polygon':
      return listOf(listOf(doubles));
    case 'unknown':
      return {
        type: 'JsonElement',
        write: (value, access) => (access === '.' ? value : `(${value} ?: JsonNull)`),
      };
    case 'text':
    case 'relationship':
      return primitive('String');
  }
}

const instant: Codec = {
  type: 'Instant',
  write: (value, access) => `JsonPrimitive(${value}${access}toString())`,
};

function fieldCodec(field: NamedField, options: EmitterOptions): Codec {
  const item = itemCodec(field, options);
  const { isList, hasNullItems } = multiplicityOf(field, options);
  return isList ? listOf(item, hasNullItems) : item;
}

// --- Rows -----------------------------------------------------------------------------------------------------------

/** A property of a class, and a parameter of its constructor. */
interface Property {
  readonly doc?: string;
  /** Name in JSON. */
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly initial?: string;
}

const systemProperties = ({ dates }: EmitterOptions): readonly Property[] => {
  const date = dates === 'date' ? 'Instant' : 'String';
  return [
    { key: '$id', name: 'id', type: 'String' },
    { key: '$createdAt', name: 'createdAt', type: date },
    { key: '$updatedAt', name: 'updatedAt', type: date },
    { key: '$permissions', name: 'permissions', type: 'List<String>' },
  ];
};

function rowProperty(field: NamedField, options: EmitterOptions): Property {
  const { key, memberName: name } = field;
  if (isRelation(field)) return { key, name, ...relationOf(field) };
  const { type } = fieldCodec(field, options);
  return multiplicityOf(field, options).isNullable
    ? { key, name, type: `${type}?`, initial: 'null' }
    : { key, name, type };
}

function relationOf(field: RelationField): Pick<Property, 'doc' | 'type' | 'initial'> {
  const related = `Related<${field.related?.typeName ?? 'JsonObject'}>`;
  return isRelationToMany(field)
    ? { doc: 'Null if the server left it out.', type: `List<${related}>?`, initial: 'null' }
    : { type: related, initial: 'Related.LeftOut' };
}

function rowOf(collection: NamedCollection, options: EmitterOptions): string {
  const { typeName, id, databaseId, fields } = collection;
  const properties = [
    ...systemProperties(options),
    ...fields.map((field) => documented(field, rowProperty(field, options), options)),
  ];
  return [
    `/** ${rowSummary(collection)} */`,
    '@Serializable',
    `data class ${typeName}(`,
    ...properties.flatMap(({ key, name, ...property }) => [
      ...(key === name ? [] : [`    @SerialName(${text(key)})`]),
      ...declarationOf({ key, name, ...property }),
    ]),
    ') {',
    '    companion object {',
    `        const val databaseId = ${text(databaseId)}`,
    `        const val collectionId = ${text(id)}`,
    '',
    '        /** Reads the `data` of a document. */',
    `        fun from(data: Map<String, *>): ${typeName} =`,
    '            appwriteJson.decodeFromJsonElement(serializer(), jsonElementOf(data))',
    '    }',
    '}',
  ].join('\n');
}

const declarationOf = ({ doc, name, type, initial }: Property): readonly string[] => [
  ...(doc === undefined ? [] : [`    /** ${doc} */`]),
  `    val ${name}: ${type}${initial === undefined ? '' : ` = ${initial}`},`,
];

// --- Inputs ---------------------------------------------------------------------------------------------------------

/** A property of an input, and the entry of JSON that it makes, if any. */
interface InputProperty extends Property {
  readonly entry: string;
}

function inputOf(collection: NamedCollection, options: EmitterOptions, kind: 'Create' | 'Update'): string {
  const { typeName, fields } = collection;
  const properties =
    kind === 'Create'
      ? neededFirst(fields).map((field) => documented(field, createProperty(field, options), options))
      : fields.map((field) => documented(field, updateProperty(field, options), options));
  const summary =
    kind === 'Create'
      ? `Data of a new document, see [${typeName}]. What is null is left to the server.`
      : `Changes of a document, see [${typeName}]. What is null stays as it is.`;
  const head =
    properties.length === 0
      ? [`class ${typeName}${kind} : DocumentInput {`]
      : [`data class ${typeName}${kind}(`, ...properties.flatMap(declarationOf), ') : DocumentInput {'];
  return [
    `/** ${summary} */`,
    ...head,
    '    override fun toJsonObject(): JsonObject = jsonObjectOf(',
    ...properties.map(({ entry }) => `        ${entry},`),
    '    )',
    '}',
  ].join('\n');
}

/** Returns the codec of a value that is written. Of a relationship, it is an ID or a new document. */
function inputCodec(field: NamedField, options: EmitterOptions): Codec {
  if (!isRelation(field)) return fieldCodec(field, inputOptions(options));
  const { related } = field;
  const item: Codec =
    related === undefined
      ? primitive('String')
      : {
          type: `RelatedInput<${related.typeName}Create, ${related.typeName}Update>`,
          write: (value, access) =>
            access === '.' ? `${value}.toJsonElement()` : `(${value}?.toJsonElement() ?: JsonNull)`,
        };
  return isRelationToMany(field) ? listOf(item) : item;
}

function createProperty(field: NamedField, options: EmitterOptions): InputProperty {
  const { key, memberName: name } = field;
  const value = inputCodec(field, options);
  if (isNeededOnCreate(field))
    return { key, name, type: value.type, entry: `${text(key)} to ${value.write(name, '.')}` };
  return optionalProperty(field, value);
}

const optionalProperty = ({ key, memberName: name }: NamedField, value: Codec): InputProperty => ({
  key,
  name,
  type: `${value.type}?`,
  initial: 'null',
  entry: `${name}?.let { ${text(key)} to ${value.write('it', '.')} }`,
});

function updateProperty(field: NamedField, options: EmitterOptions): InputProperty {
  const value = inputCodec(field, options);
  if (!canBecomeNull(field)) return optionalProperty(field, value);
  const { key, memberName: name } = field;
  return {
    key,
    name,
    type: `Change<${value.type}?>?`,
    initial: 'null',
    entry: `${name}?.let { ${text(key)} to ${value.write('it.value', '?.')} }`,
  };
}

// --- Enums ----------------------------------------------------------------------------------------------------------

function enumOf({ key, enumName, type }: NamedField, { typeName }: NamedCollection): string {
  const elements = nameElements(type.kind === 'enum' ? type.elements : [], {
    letters: 'unicode',
    style: 'pascal',
    reserved: words('Class'),
  });
  return [
    `/** Elements of ${commentText(key)}, see [${typeName}]. A later schema may have others, which are read and kept. */`,
    '@Serializable',
    '@JvmInline',
    `value class ${enumName}(val value: String) {`,
    '    val isKnown: Boolean get() = this in entries',
    '',
    '    override fun toString(): String = value',
    '',
    '    companion object {',
    ...elements.map(({ value, memberName }) => `        val ${memberName} = ${enumName}(${text(value)})`),
    `        val entries: List<${enumName}> = listOf(${elements.map(({ memberName }) => memberName).join(', ')})`,
    '    }',
    '}',
  ].join('\n');
}
