/** Dart classes that read the `data` of the packages appwrite and dart_appwrite, and make it, without importing them. */

import { dartSupport } from './dart-support.ts';
import { type Codec, fieldCodec, nullable, plainCodec, text, writeItems, written } from './dart-values.ts';
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
  type RelationField,
  rowSummary,
  supportOf,
  words,
} from './shapes.ts';

/** Reserved words, and built-in identifiers, which can't be names of types. */
const keywords =
  'assert await break case catch class const continue default do else enum extends false final finally for if in is ' +
  'new null rethrow return super switch this throw true try var void while with yield ' +
  'abstract as covariant deferred dynamic export extension external factory get implements import interface late ' +
  'library mixin operator part required set static typedef Function';
/** Members of every object, and types in lower case, which a member of the name would hide. */
const taken = 'hashCode noSuchMethod runtimeType toString bool double int num';

const spelling: Spelling = {
  letters: 'ascii',
  reservedTypes: words(
    'Change Related RelatedInput DocumentInput ' +
      'BigInt Comparable DateTime Deprecated Duration Enum Error Exception FormatException Function Future Invocation ' +
      'Iterable Iterator List Map MapEntry Match Never Null Object Pattern Record RegExp Set Sink StackTrace Stream ' +
      'String StringBuffer Symbol Type TypeError Uri',
  ),
  derivedTypes: ['{}Create', '{}Update'],
  members: 'camel',
  reservedMembers: words(`${keywords} ${taken} collectionId databaseId toJson`),
};

const reservedElements = words(`${keywords} ${taken} isKnown toJson value values`);

export const dart: Emitter = {
  name: 'dart',
  title: 'Dart',
  fileName: 'appwrite_types.dart',
  spelling,
  emit: fileOf,
};

function fileOf(input: EmitterInput): string {
  const types = declarationsFor(input, { row: rowOf, input: inputOf, enumeration: enumOf });
  const head = [
    ...input.header.map((line) => `// ${commentText(line)}`.trimEnd()),
    '// dart format off\n// ignore_for_file: type=lint',
  ];
  return `${[head.join('\n'), ...types, ...supportOf(types, dartSupport)].join('\n\n')}\n`;
}

// --- Rows -----------------------------------------------------------------------------------------------------------

/** A member of a class: a parameter of its constructor, a field, and what reads and writes it. */
interface Member {
  readonly doc?: string;
  readonly type: string;
  readonly name: string;
  /** Default of the parameter; `required` if it must be given. */
  readonly initial: 'required' | 'null' | (string & {});
  readonly read?: string;
  /** Entry of a map literal. */
  readonly write: string;
}

const dateField = (key: string, { dates }: EmitterOptions): Member => ({
  type: dates === 'date' ? 'DateTime' : 'String',
  name: key,
  initial: 'required',
  read: `_read(json, ${text(key)}, ${dates === 'date' ? '_date' : '_text'})`,
  write: `${text(key)}: ${dates === 'date' ? `${key}.toUtc().toIso8601String()` : key}`,
});

/** The members that documents have of the server; named as in the SDK's own `Document`. */
const systemMembers = (options: EmitterOptions): readonly Member[] => [
  {
    type: 'String',
    name: '$id',
    initial: 'required',
    read: `_read(json, ${text('$id')}, _text)`,
    write: `${text('$id')}: $id`,
  },
  dateField('$createdAt', options),
  dateField('$updatedAt', options),
  {
    type: 'List<String>',
    name: '$permissions',
    initial: 'required',
    read: `_read(json, ${text('$permissions')}, _list(_text))`,
    write: `${text('$permissions')}: $permissions`,
  },
];

function rowMember(field: NamedField, options: EmitterOptions): Member {
  if (isRelation(field)) return relationMember(field);
  const value = fieldCodec(field, options);
  const { type, reader } = value;
  const { isNullable } = multiplicityOf(field, options);
  const { memberName: name } = field;
  const key = text(field.key);
  return {
    type: isNullable ? nullable(type) : type,
    name,
    initial: isNullable ? 'null' : 'required',
    read: `_read(json, ${key}, ${isNullable ? `_nullable(${reader})` : reader})`,
    write: `${key}: ${written(value, name, isNullable ? '?' : '')}`,
  };
}

function relationMember(field: RelationField): Member {
  const { memberName: name, related } = field;
  const key = text(field.key);
  const row = related?.typeName ?? 'Map<String, dynamic>';
  const [reader, writer] =
    related === undefined ? ['_map', '(row) => row'] : [`${row}.fromJson`, '(row) => row.toJson()'];
  return isRelationToMany(field)
    ? {
        doc: 'Null if the server left it out.',
        type: `List<Related<${row}>>?`,
        name,
        initial: 'null',
        read: `_read(json, ${key}, _nullable(_list(_related(${reader}))))`,
        write: `if (${name} != null) ${key}: ${name}!.map((item) => item.toJson(${writer})).toList()`,
      }
    : {
        type: `Related<${row}>`,
        name,
        initial: 'const Related.leftOut()',
        read: `json.containsKey(${key}) ? _read(json, ${key}, _related(${reader})) : const Related.leftOut()`,
        write: `if (!${name}.isLeftOut) ${key}: ${name}.toJson(${writer})`,
      };
}

function rowOf(collection: NamedCollection, options: EmitterOptions): string {
  const { typeName, id, databaseId, fields } = collection;
  const members = [
    ...systemMembers(options),
    ...fields.map((field) => documented(field, rowMember(field, options), options)),
  ];
  return [
    `/// ${rowSummary(collection)}`,
    `class ${typeName} {`,
    ...constructorOf(typeName, members),
    '',
    '  /// Reads the `data` of a document.',
    `  factory ${typeName}.fromJson(Map<dynamic, dynamic> json) {`,
    `    return ${typeName}(`,
    ...members.map(({ name, read }) => `      ${name}: ${read},`),
    '    );',
    '  }',
    '',
    `  static const databaseId = ${text(databaseId)};`,
    `  static const collectionId = ${text(id)};`,
    '',
    ...declarationsOf(members),
    '',
    '  Map<String, dynamic> toJson() {',
    ...mapOf(members),
    '  }',
    '}',
  ].join('\n');
}

const constructorOf = (typeName: string, members: readonly Member[]): readonly string[] =>
  members.length === 0
    ? [`  const ${typeName}();`]
    : [
        `  const ${typeName}({`,
        ...members.map(({ name, initial }) => {
          if (initial === 'required') return `    required this.${name},`;
          return `    this.${name}${initial === 'null' ? '' : ` = ${initial}`},`;
        }),
        '  });',
      ];

const declarationsOf = (members: readonly Member[]): readonly string[] =>
  members.flatMap(({ doc, type, name }) => [
    ...(doc === undefined ? [] : [`  /// ${doc}`]),
    `  final ${type} ${name};`,
  ]);

const mapOf = (members: readonly Member[]): readonly string[] => [
  '    return {',
  ...members.map(({ write }) => `      ${write},`),
  '    };',
];

// --- Inputs ---------------------------------------------------------------------------------------------------------

function inputOf(collection: NamedCollection, options: EmitterOptions, kind: 'Create' | 'Update'): string {
  const { typeName, fields } = collection;
  const name = `${typeName}${kind}`;
  const members =
    kind === 'Create'
      ? neededFirst(fields).map((field) => documented(field, createMember(field, options), options))
      : fields.map((field) => documented(field, updateMember(field, options), options));
  return [
    kind === 'Create'
      ? `/// Data of a new document, see [${typeName}]. What is null is left to the server.`
      : `/// Changes of a document, see [${typeName}]. What is null stays as it is.`,
    `class ${name} implements DocumentInput {`,
    ...constructorOf(name, members),
    ...(members.length === 0 ? [] : ['', ...declarationsOf(members)]),
    '',
    '  @override',
    '  Map<String, dynamic> toJson() {',
    ...mapOf(members),
    '  }',
    '}',
  ].join('\n');
}

/** Returns the codec of a value that is written. Of a relationship, it is an ID or a new document. */
function inputValue(field: NamedField, options: EmitterOptions): Codec {
  if (!isRelation(field)) return fieldCodec(field, inputOptions(options));
  const { related } = field;
  const item: Codec =
    related === undefined
      ? plainCodec('String', '')
      : {
          type: `RelatedInput<${related.typeName}Create, ${related.typeName}Update>`,
          reader: '',
          write: (value) => `${value}.toJson()`,
        };
  return isRelationToMany(field) ? { type: `List<${item.type}>`, reader: '', ...writeItems(item) } : item;
}

function createMember(field: NamedField, options: EmitterOptions): Member {
  const { memberName: name } = field;
  const value = inputValue(field, options);
  if (isNeededOnCreate(field))
    return {
      type: value.type,
      name,
      initial: 'required',
      write: `${text(field.key)}: ${written(value, name)}`,
    };
  return optionalMember(field, value);
}

const optionalMember = ({ key, memberName: name }: NamedField, value: Codec): Member => ({
  type: nullable(value.type),
  name,
  initial: 'null',
  write: `if (${name} != null) ${text(key)}: ${written(value, name, '!')}`,
});

function updateMember(field: NamedField, options: EmitterOptions): Member {
  const value = inputValue(field, options);
  if (!canBecomeNull(field)) return optionalMember(field, value);
  const { key, memberName: name } = field;
  return {
    type: `Change<${nullable(value.type)}>?`,
    name,
    initial: 'null',
    write: `if (${name} != null) ${text(key)}: ${written(value, `${name}!.value`, '?')}`,
  };
}

// --- Enums ----------------------------------------------------------------------------------------------------------

function enumOf({ key, enumName, type }: NamedField, { typeName }: NamedCollection): string {
  const elements = nameElements(type.kind === 'enum' ? type.elements : [], {
    letters: 'ascii',
    style: 'camel',
    reserved: reservedElements,
  });
  return [
    `/// Elements of ${commentText(key)}, see [${typeName}]. A later schema may have others, which are read and kept.`,
    `class ${enumName} {`,
    `  const ${enumName}(this.value);`,
    '',
    ...elements.map(({ value, memberName }) => `  static const ${memberName} = ${enumName}(${text(value)});`),
    `  static const values = <${enumName}>[${elements.map(({ memberName }) => memberName).join(', ')}];`,
    '',
    '  final String value;',
    '',
    '  bool get isKnown => values.contains(this);',
    '',
    '  @override',
    `  bool operator ==(Object other) => other is ${enumName} && other.value == value;`,
    '',
    '  @override',
    '  int get hashCode => value.hashCode;',
    '',
    '  @override',
    '  String toString() => value;',
    '}',
  ].join('\n');
}
