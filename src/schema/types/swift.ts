/** Swift structures that the SDKs for Swift and Apple decode as `nestedType`, and encode as `data`. */
import { nameElements } from './elements.ts';
import type {
  Emitter,
  EmitterInput,
  EmitterOptions,
  NamedCollection,
  NamedField,
  Spelling,
} from './emitter.ts';
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
  rowSummary,
  supportOf,
  words,
} from './shapes.ts';
import { swiftSupport } from './swift-support.ts';
import { asItself, dateCodec, type FieldCodec, fieldCodec, text } from './swift-values.ts';

const keywords = words(
  'as associatedtype await break case catch class continue default defer deinit do else enum extension fallthrough false ' +
    'fileprivate for func guard if import in inout internal is let nil open operator precedencegroup private protocol ' +
    'public repeat rethrows return static struct subscript super switch throw throws true try typealias var where while',
);
/** Words that have another meaning after a dot, even with back-ticks in older compilers. */
const special = 'init self Self Type Protocol';
const taken = words(`${special} id createdAt updatedAt permissions hashValue`);
const takenElements = words(`${special} allCases encode hash hashValue none some unknown value`);

const escapeIn = (suffixed: ReadonlySet<string>) => (word: string) =>
  suffixed.has(word) ? `${word}_` : `\`${word}\``;

const spelling: Spelling = {
  letters: 'unicode',
  reservedTypes: words(
    'Change Related RelatedInput DocumentKey ISODate JSONValue CodingKeys ' +
      'Any AnyObject Array Bool CaseIterable Character Codable CodingKey Data Date Decodable Decoder DecodingError ' +
      'Dictionary Double Encodable Encoder Equatable Error Foundation Hashable Hasher ISO8601DateFormatter Identifiable ' +
      'Int Int64 KeyedDecodingContainer KeyedEncodingContainer Never Optional Protocol Result Self Sendable Set String ' +
      'Type URL UUID Void',
  ),
  derivedTypes: ['{}Create', '{}Update'],
  members: 'camel',
  reservedMembers: new Set([...keywords, ...taken]),
  escapeMember: escapeIn(taken),
};

export const swift: Emitter = {
  name: 'swift',
  title: 'Swift',
  fileName: 'AppwriteTypes.swift',
  spelling,
  emit: fileOf,
};

function fileOf(input: EmitterInput): string {
  const types = declarationsFor(input, { row: rowOf, input: inputOf, enumeration: enumOf });
  const head = [
    ...input.header.map((line) => `// ${commentText(line)}`.trimEnd()),
    '// swift-format-ignore-file',
    '// swiftlint:disable all',
  ].join('\n');
  return `${[head, 'import Foundation', ...types, ...supportOf(types, swiftSupport)].join('\n\n')}\n`;
}

// --- Structures -----------------------------------------------------------------------------------------------------

/** A property of a structure, a parameter of its initializer, and the statements that decode and encode it. */
interface Property {
  readonly doc?: string;
  /** Name in JSON. */
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly initial?: string;
  readonly decode?: string;
  readonly encode: string;
}

const declarationsOf = (properties: readonly Property[]): readonly string[] =>
  properties.flatMap(({ doc, name, type }) => [
    ...(doc === undefined ? [] : [`    /// ${doc}`]),
    `    public var ${name}: ${type}`,
  ]);

const initializerOf = (properties: readonly Property[]): readonly string[] =>
  properties.length === 0
    ? ['    public init() {}']
    : [
        '    public init(',
        properties
          .map(
            ({ name, type, initial }) =>
              `        ${name}: ${type}${initial === undefined ? '' : ` = ${initial}`}`,
          )
          .join(',\n'),
        '    ) {',
        ...properties.map(({ name }) => `        self.${name} = ${name}`),
        '    }',
      ];

const encoderOf = (properties: readonly Property[]): readonly string[] => [
  '    public func encode(to encoder: Encoder) throws {',
  ...(properties.length === 0
    ? ['        _ = encoder.container(keyedBy: DocumentKey.self)']
    : [
        '        var container = encoder.container(keyedBy: CodingKeys.self)',
        ...properties.map(({ encode }) => `        ${encode}`),
      ]),
  '    }',
];

/** An enum without cases can't have texts for values. */
const codingKeysOf = (properties: readonly Property[]): readonly string[] =>
  properties.length === 0
    ? []
    : [
        '',
        '    private enum CodingKeys: String, CodingKey {',
        ...properties.map(({ key, name }) => `        case ${name}${name === key ? '' : ` = ${text(key)}`}`),
        '    }',
      ];

// --- Rows -----------------------------------------------------------------------------------------------------------

const plainProperty = (key: string, name: string, codec: FieldCodec, access: '' | '?' = ''): Property => ({
  key,
  name,
  type: codec.type + access,
  ...(access === '?' && { initial: 'nil' }),
  decode: `self.${name} = ${codec.decoded(
    `try container.decode${access === '?' ? 'IfPresent' : ''}(${codec.codedType}.self, forKey: .${name})`,
    access,
  )}`,
  encode: `try container.encode(${codec.encoded(`self.${name}`, access)}, forKey: .${name})`,
});

function systemProperties({ dates }: EmitterOptions): readonly Property[] {
  const date = dates === 'date' ? dateCodec : asItself('String');
  return [
    plainProperty('$id', 'id', asItself('String')),
    plainProperty('$createdAt', 'createdAt', date),
    plainProperty('$updatedAt', 'updatedAt', date),
    plainProperty('$permissions', 'permissions', asItself('[String]')),
  ];
}

function rowProperty(field: NamedField, options: EmitterOptions): Property {
  const { key, memberName: name } = field;
  if (!isRelation(field)) {
    const { isNullable } = multiplicityOf(field, options);
    return plainProperty(key, name, fieldCodec(field, options), isNullable ? '?' : '');
  }
  const related = `Related<${field.related?.typeName ?? '[String: JSONValue]'}>`;
  return isRelationToMany(field)
    ? {
        doc: 'Nil if the server left it out.',
        key,
        name,
        type: `[${related}]?`,
        initial: 'nil',
        decode: `self.${name} = try container.decodeIfPresent([${related}].self, forKey: .${name})`,
        encode: `try container.encodeIfPresent(self.${name}, forKey: .${name})`,
      }
    : {
        key,
        name,
        type: related,
        initial: '.leftOut',
        decode: `self.${name} = try container.decodeRelated(forKey: .${name})`,
        encode: `if !self.${name}.isLeftOut { try container.encode(self.${name}, forKey: .${name}) }`,
      };
}

function rowOf(collection: NamedCollection, options: EmitterOptions): string {
  const { typeName, id, databaseId, fields } = collection;
  const properties = [
    ...systemProperties(options),
    ...fields.map((field) => documented(field, rowProperty(field, options), options)),
  ];
  return [
    `/// ${rowSummary(collection)}`,
    `public struct ${typeName}: Codable, Hashable, Identifiable, Sendable {`,
    `    public static let databaseId = ${text(databaseId)}`,
    `    public static let collectionId = ${text(id)}`,
    '',
    ...declarationsOf(properties),
    '',
    ...initializerOf(properties),
    '',
    '    public init(from decoder: Decoder) throws {',
    '        let container = try decoder.container(keyedBy: CodingKeys.self)',
    ...properties.map(({ decode }) => `        ${decode}`),
    '    }',
    '',
    ...encoderOf(properties),
    ...codingKeysOf(properties),
    '}',
  ].join('\n');
}

// --- Inputs ---------------------------------------------------------------------------------------------------------

function inputOf(collection: NamedCollection, options: EmitterOptions, kind: 'Create' | 'Update'): string {
  const { typeName, fields } = collection;
  const properties =
    kind === 'Create'
      ? neededFirst(fields).map((field) => documented(field, createProperty(field, options), options))
      : fields.map((field) => documented(field, updateProperty(field, options), options));
  return [
    kind === 'Create'
      ? `/// Data of a new document, see \`${typeName}\`. A property that is nil is left to the server.`
      : `/// Changes of a document, see \`${typeName}\`. A property that is nil or \`.keep\` stays as it is.`,
    `public struct ${typeName}${kind}: Encodable, Hashable, Sendable {`,
    ...(properties.length === 0 ? [] : [...declarationsOf(properties), '']),
    ...initializerOf(properties),
    '',
    ...encoderOf(properties),
    ...codingKeysOf(properties),
    '}',
  ].join('\n');
}

/** Returns the codec of a value that is written. Of a relationship, it is an ID or a document. */
function inputCodec(field: NamedField, options: EmitterOptions): FieldCodec {
  if (!isRelation(field)) return fieldCodec(field, inputOptions(options));
  const related = field.related?.typeName;
  const item = related === undefined ? 'String' : `RelatedInput<${related}Create, ${related}Update>`;
  return asItself(isRelationToMany(field) ? `[${item}]` : item);
}

function createProperty(field: NamedField, options: EmitterOptions): Property {
  const codec = inputCodec(field, options);
  return isNeededOnCreate(field)
    ? plainProperty(field.key, field.memberName, codec)
    : optionalProperty(field, codec);
}

const optionalProperty = ({ key, memberName: name }: NamedField, codec: FieldCodec): Property => ({
  key,
  name,
  type: `${codec.type}?`,
  initial: 'nil',
  encode: `try container.encodeIfPresent(${codec.encoded(`self.${name}`, '?')}, forKey: .${name})`,
});

function updateProperty(field: NamedField, options: EmitterOptions): Property {
  const codec = inputCodec(field, options);
  if (!canBecomeNull(field)) return optionalProperty(field, codec);
  const { key, memberName: name } = field;
  const encoded = codec.encoded('$0', '');
  return {
    key,
    name,
    type: `Change<${codec.type}>`,
    initial: '.keep',
    encode: `try container.encodeChange(self.${name}${encoded === '$0' ? '' : `.map { ${encoded} }`}, forKey: .${name})`,
  };
}

// --- Enums ----------------------------------------------------------------------------------------------------------

function enumOf({ key, enumName, type }: NamedField, { typeName }: NamedCollection): string {
  const elements = nameElements(type.kind === 'enum' ? type.elements : [], {
    letters: 'unicode',
    style: 'camel',
    reserved: new Set([...keywords, ...takenElements]),
    escapeWord: escapeIn(takenElements),
  });
  return [
    `/// Elements of ${commentText(key)}, see \`${typeName}\`.`,
    `public enum ${enumName}: Codable, Hashable, CaseIterable, Sendable {`,
    ...elements.map(({ memberName }) => `    case ${memberName}`),
    '    /// An element of a later schema, which is written as it was read.',
    '    case unknown(String)',
    '',
    '    /// The elements that are known here.',
    `    public static let allCases: [${enumName}] = [${elements.map(({ memberName }) => `.${memberName}`).join(', ')}]`,
    '',
    '    public init(_ value: String) {',
    '        // Not `==`, for which texts of different characters may be equal.',
    '        self = Self.allCases.first { $0.value.utf8.elementsEqual(value.utf8) } ?? .unknown(value)',
    '    }',
    '',
    '    public var value: String {',
    '        switch self {',
    ...elements.map(({ value, memberName }) => `        case .${memberName}: return ${text(value)}`),
    '        case .unknown(let value): return value',
    '        }',
    '    }',
    '',
    '    public init(from decoder: Decoder) throws {',
    '        self.init(try decoder.singleValueContainer().decode(String.self))',
    '    }',
    '',
    '    public func encode(to encoder: Encoder) throws {',
    '        var container = encoder.singleValueContainer()',
    '        try container.encode(self.value)',
    '    }',
    '}',
  ].join('\n');
}
