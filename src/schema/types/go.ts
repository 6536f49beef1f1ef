/** Go 1.18 and later: structs for `encoding/json`. */
import { nameElements } from './elements.ts';
import type { Emitter, EmitterOptions, NamedCollection, NamedField } from './emitter.ts';
import { relatedStruct, supportOf } from './go-support.ts';
import { hasUncommonLetters, uniqueNames } from './identifiers.ts';
import { derivedNames } from './names.ts';
import {
  commentText,
  documented,
  inputName,
  inputOptions,
  isNeededOnCreate,
  isRelation,
  isRelationToMany,
  multiplicityOf,
  placeOf,
  quoted,
  type RelatedInput,
  rowSummary,
  type WriteAction,
  withRelated,
} from './shapes.ts';

export const go: Emitter = {
  name: 'go',
  title: 'Go',
  fileName: 'appwrite.go',
  spelling: {
    letters: 'unicode',
    // Only names that begin with a capital letter are visible in other packages, and to encoding/json.
    initial: /^\p{Lu}/u,
    reservedTypes: new Set(['AppwriteDocument', 'Nullable', 'Null', 'Set', 'Pointer']),
    derivedTypes: ['{}Create', '{}Update', '{}Related'],
    members: 'pascal',
    // The members of every document, and methods of the types.
    reservedMembers: new Set([
      ...['ID', 'Permissions', 'CreatedAt', 'UpdatedAt', 'DatabaseID', 'CollectionID'],
      ...['AppwriteDocument', 'MarshalJSON', 'UnmarshalJSON'],
    ]),
  },
  emit: (input) => textOf(withRelated(input)),
};

function textOf(input: RelatedInput): string {
  const { header, collections, options } = input;
  const definitions = [
    documentBase(options),
    ...collections.flatMap((collection) => [
      rowStruct(collection, input),
      inputStruct(collection, input, 'create'),
      inputStruct(collection, input, 'update'),
      ...(input.nestable.has(collection) ? [relatedStruct(collection.typeName)] : []),
    ]),
    ...enumsOf(input),
  ];
  const body = [...definitions, ...supportOf(definitions.join('\n'))].join('\n\n');
  const imports = [
    ...(/\bjson\./.test(body) ? ['"encoding/json"'] : []),
    ...(/\btime\.Time\b/.test(body) ? ['"time"'] : []),
  ];
  const head = [
    header.map((line) => `// ${commentText(line)}`.trimEnd()).join('\n'),
    'package appwrite',
    ...(imports.length === 0 ? [] : [importsOf(imports)]),
  ];
  return `${[...head, body].join('\n\n')}\n`;
}

const importsOf = (imports: readonly string[]) =>
  imports.length === 1
    ? `import ${imports[0]}`
    : ['import (', ...imports.map((each) => `\t${each}`), ')'].join('\n');

// --- Structs --------------------------------------------------------------------------------------------------------

interface Member {
  readonly name: string;
  readonly type: string;
  readonly key: string;
  readonly doc?: string;
  /** True if a zero value is left out of the JSON. */
  readonly isLeftOut?: boolean;
}

const documentBase = ({ dates }: EmitterOptions) =>
  structOf('AppwriteDocument', 'AppwriteDocument has the fields of every document.', [
    { name: 'ID', type: 'string', key: '$id' },
    { name: 'Permissions', type: '[]string', key: '$permissions' },
    { name: 'CreatedAt', type: dateType(dates), key: '$createdAt' },
    { name: 'UpdatedAt', type: dateType(dates), key: '$updatedAt' },
    { name: 'DatabaseID', type: 'string', key: '$databaseId', isLeftOut: true },
    { name: 'CollectionID', type: 'string', key: '$collectionId', isLeftOut: true },
  ]);

function rowStruct(collection: NamedCollection, { readAsOne, options }: RelatedInput): string {
  const { typeName, fields } = collection;
  const members = fields.map((field) => documented(field, rowMember(field, options), options));
  const struct = structOf(typeName, `${typeName} is a d${rowSummary(collection).slice(1)}`, members, [
    'AppwriteDocument',
  ]);
  return readAsOne.has(collection) ? `${struct}\n\n${unmarshalOf(typeName)}` : struct;
}

/** A server reads a relationship to a document that does not exist as `[]`. */
const unmarshalOf = (
  typeName: string,
) => `// UnmarshalJSON leaves the ID empty if a related document does not exist.
func (document *${typeName}) UnmarshalJSON(data []byte) error {
\ttype plain ${typeName}
\tif string(data) == "[]" {
\t\treturn nil
\t}
\treturn json.Unmarshal(data, (*plain)(document))
}`;

function rowMember(field: NamedField, options: EmitterOptions): Member {
  const { key, memberName: name } = field;
  if (isRelation(field)) {
    const document = field.related?.typeName ?? 'AppwriteDocument';
    return { name, type: isRelationToMany(field) ? `[]${document}` : `*${document}`, key, isLeftOut: true };
  }
  const type = valueType(field, options);
  const { isNullable } = multiplicityOf(field, options);
  // A nil slice stands for null, and so does a nil interface.
  return { name, type: isNullable && !/^(\[\]|any$)/.test(type) ? `*${type}` : type, key };
}

function inputStruct(
  collection: NamedCollection,
  { nestable, options }: RelatedInput,
  action: WriteAction,
): string {
  const members = [
    ...collection.fields.map((field) => inputMember(field, options, action)),
    ...(nestable.has(collection) ? nestedMembers : []),
  ];
  const name = inputName(collection, action);
  const content = action === 'create' ? 'a new document' : 'the changes of a document';
  return structOf(
    name,
    commentText(`${name} has ${content} of ${placeOf(collection)}. Fields that are nil are left out.`),
    members,
  );
}

const nestedMembers: readonly Member[] = [
  { name: 'ID', type: 'string', key: '$id', isLeftOut: true },
  { name: 'Permissions', type: '*[]string', key: '$permissions', isLeftOut: true },
];

function inputMember(field: NamedField, options: EmitterOptions, action: WriteAction): Member {
  const { key, memberName: name, required } = field;
  if (isRelation(field)) {
    const { related } = field;
    const one = related ? `${related.typeName}Related` : 'string';
    const type = isRelationToMany(field) ? `*[]${one}` : `Nullable[${one}]`;
    return { name, type, key, isLeftOut: true };
  }
  const type = valueType(field, inputOptions(options));
  if (action === 'create' && isNeededOnCreate(field)) return { name, type, key };
  return { name, type: required ? `*${type}` : `Nullable[${type}]`, key, isLeftOut: true };
}

function valueType(field: NamedField, options: EmitterOptions): string {
  const type = scalarType(field, options);
  const { isList, hasNullItems } = multiplicityOf(field, options);
  if (!isList) return type;
  return hasNullItems && type !== 'any' ? `[]*${type}` : `[]${type}`;
}

function scalarType({ type, enumName }: NamedField, { dates }: EmitterOptions): string {
  switch (type.kind) {
    case 'text':
      return 'string';
    case 'enum':
      return enumName!;
    case 'integer':
      return 'int64';
    case 'double':
      return 'float64';
    case 'boolean':
      return 'bool';
    case 'datetime':
      return dateType(dates);
    case 'point':
      return '[]float64';
    case 'line':
      return '[][]float64';
    case 'polygon':
      return '[][][]float64';
    default:
      return 'any';
  }
}

const dateType = (dates: EmitterOptions['dates']) => (dates === 'date' ? 'time.Time' : 'string');

/** gofmt makes typographic quotes of two marks in a row. */
const docComment = (text: string) => `// ${commentText(text).replaceAll(/'(?=')|`(?=`)/g, '$& ')}`;

function structOf(
  name: string,
  comment: string,
  members: readonly Member[],
  embedded: readonly string[] = [],
): string {
  const comments = [
    docComment(comment),
    ...members
      .filter(({ key }) => !isTagKey(key))
      .map(({ name: member, key }) =>
        docComment(`${member} is not in its JSON: no tag can hold the key ${goString(key)}.`),
      ),
  ].join('\n');
  if (members.length + embedded.length === 0) return `${comments}\ntype ${name} struct{}`;
  const lines = [...embedded, ...linesOf(members)].map((line) => `\t${line}`);
  return [comments, `type ${name} struct {`, ...lines, '}'].join('\n');
}

/** A comment above a member ends the columns of those before it. */
function linesOf(members: readonly Member[]): string[] {
  const starts = members.flatMap(({ doc }, at) => (at === 0 || doc !== undefined ? [at] : []));
  return starts.flatMap((start, at) => {
    const { doc } = members[start]!;
    const rows = members
      .slice(start, starts[at + 1])
      .map((member) => [member.name, member.type, tagOf(member)]);
    return [...(doc === undefined ? [] : [docComment(doc)]), ...aligned(rows)];
  });
}

/** Keys that a tag can hold, whatever letters the version of Go knows. Servers take no others. */
const isTagKey = (key: string) =>
  /^[\p{L}\p{Nd}!#$%&()*+\-./:;<=>?@[\]^_{|}~ ]+$/u.test(key) && !hasUncommonLetters(key);

function tagOf({ key, isLeftOut = false }: Member): string {
  if (!isTagKey(key)) return '`json:"-"`';
  // The tag "-" would hide the field; with a comma it is a key.
  const options = isLeftOut ? ',omitempty' : key === '-' ? ',' : '';
  return `\`json:"${key}${options}"\``;
}

/** Pads columns as gofmt does, which counts characters. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const lengthOf = (text: string) => Array.from(text).length;
  const widths = rows.reduce<number[]>(
    (before, row) => row.map((cell, at) => Math.max(before[at] ?? 0, lengthOf(cell))),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat(widths[at]! - lengthOf(cell)))
      .join(' ')
      .trimEnd(),
  );
}

// --- Enums ----------------------------------------------------------------------------------------------------------

/** Types and constants are names of one package, so that constants must differ from all types. */
function enumsOf({ collections }: RelatedInput): readonly string[] {
  const enums = collections.flatMap((collection) =>
    collection.fields.flatMap((field) =>
      field.type.kind === 'enum' ? [{ collection, field, elements: elementsOf(field.type.elements) }] : [],
    ),
  );
  const types = [
    ...go.spelling.reservedTypes,
    ...collections.flatMap(({ typeName }) => [typeName, ...derivedNames(typeName, go.spelling)]),
    ...enums.map(({ field }) => field.enumName!),
  ];
  const names = uniqueNames([
    ...types,
    ...enums.flatMap(({ field, elements }) => elements.map(({ memberName }) => field.enumName! + memberName)),
  ]).slice(types.length);
  return enums.map(({ collection, field, elements }) => {
    const name = field.enumName!;
    const rows = elements.map(({ value }) => [names.shift()!, name, `= ${goString(value)}`]);
    const place = `${field.key} of ${placeOf(collection)}`;
    const type = `${docComment(`${name} is a value of ${place}.`)}\ntype ${name} string`;
    if (rows.length === 0) return type;
    return [type, '', 'const (', ...aligned(rows).map((line) => `\t${line}`), ')'].join('\n');
  });
}

const elementsOf = (elements: readonly string[]) =>
  nameElements(elements, { letters: 'unicode', style: 'pascal', reserved: new Set() });

/** Returns an interpreted string literal. A lone surrogate, which Go can't hold, becomes U+FFFD. */
const goString = (text: string): string =>
  quoted(text.replaceAll(/\p{Cs}/gu, '\ufffd'), {
    quote: '"',
    special: /["\\]/g,
    unicode: (code) =>
      code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`,
  });
