import type { RelationshipType } from '../model.ts';
import { isToMany } from '../model.ts';
import type { Emitter, EmitterInput, EmitterOptions, NamedCollection, NamedField } from './emitter.ts';
import { exceedsDoubles, factsOf } from './facts.ts';
import { inComment, propertyName, stringLiteral } from './literals.ts';
import {
  inputName,
  inputOptions,
  inputSummary,
  multiplicityOf,
  titleOf,
  type WriteAction,
} from './shapes.ts';

/** Names that the output declares beside those of the schema, or uses. */
const ownNames = ['AppwriteDocument', 'Nested', 'Related', 'Schema', 'Collections', 'Models', 'Omit'];

export const typescript: Emitter = {
  name: 'ts',
  title: 'TypeScript',
  fileName: 'appwrite.ts',
  spelling: {
    letters: 'unicode',
    reservedTypes: new Set(ownNames),
    derivedTypes: ['{}Create', '{}Update'],
    members: 'verbatim',
    reservedMembers: new Set(),
  },
  styles: ['interface', 'type'],
  options: ['nullableItems', 'nullableRequired', 'sdk', 'bigint'],
  emit: textOf,
};

function textOf({ schema, collections, header, options }: EmitterInput): string {
  const writer = new Writer(options);
  const parts = [
    header.map((line) => `// ${inComment(line)}`.trimEnd()).join('\n'),
    writer.base(),
    ...relationHelpers(collections, options),
    ...collections.flatMap((collection) => writer.collection(collection)),
    schemaMap(
      schema.databases.map(({ id }) => id),
      collections,
    ),
    collectionIds(collections),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Definitions that only relationships need. */
function relationHelpers(collections: readonly NamedCollection[], options: EmitterOptions): string[] {
  const links = collections.flatMap(({ fields }) => fields.filter((field) => field.related));
  const nested = [
    '/** A document as it is read in another one: without the relationship that leads back there. */',
    'export type Nested<Document, Back extends keyof Document = never> = Omit<Document, Back>;',
  ];
  const related = [
    '/** A related document to write: the ID of one, a new one, or changes of the one that has the ID. */',
    'export type Related<Create, Update> =',
    '  | string',
    '  | (Create & { $id?: string; $permissions?: string[] })',
    '  | (Update & { $id: string; $permissions?: string[] });',
  ];
  if (links.length === 0) return [];
  return [...(isNestedUsed(options) ? [nested.join('\n')] : []), related.join('\n')];
}

/** A base type that takes any key, as newer versions of the SDK have, would lose its named ones. */
const isNestedUsed = ({ sdk }: EmitterOptions) => sdk === undefined;

interface Member {
  /** As a property: in quotes if it is no identifier. */
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
  readonly comment: string;
}

class Writer {
  readonly #options: EmitterOptions;
  readonly #inputOptions: EmitterOptions;

  constructor(options: EmitterOptions) {
    this.#options = options;
    this.#inputOptions = inputOptions(options);
  }

  /** Declares the base of all documents. */
  base(): string {
    if (this.#options.sdk !== undefined)
      return "import type { Models } from 'node-appwrite';\n\nexport type AppwriteDocument = Models.Document;";
    const members = systemFields.map(([name, type]) => ({
      name,
      type,
      isOptional: placeFields.has(name),
      comment: '',
    }));
    return `/** Fields of every document. Dates are ISO 8601. Rows of tables have $tableId instead of $collectionId. */\n${this.#declared('AppwriteDocument', members)}`;
  }

  collection(collection: NamedCollection): string[] {
    const { typeName, fields } = collection;
    const names = fields.map(({ key }) => propertyName(key));
    const rows = fields.map((field, at) => this.#row(field, names[at]!));
    const inputs = fields.map((field, at) => this.#input(field, names[at]!));
    return [
      ...fields.flatMap((field) => enumOf(field)),
      `/** ${inComment(titleOf(collection))} */\n${this.#declared(typeName, rows, this.#parent())}`,
      this.#written(collection, 'create', inputs),
      this.#written(collection, 'update', inputs),
    ];
  }

  #written(collection: NamedCollection, action: WriteAction, inputs: readonly Member[]): string {
    const members = action === 'create' ? inputs : inputs.map(asOptional);
    const summary = inComment(inputSummary(collection, action));
    return `/** ${summary} */\n${this.#declared(inputName(collection, action), members)}`;
  }

  #parent(): string {
    return this.#options.sdk === undefined ? 'AppwriteDocument' : 'Models.Document';
  }

  #declared(name: string, members: readonly Member[], base?: string): string {
    const body = blockOf(members);
    if (this.#options.style === 'type') return `export type ${name} = ${base ? `${base} & ` : ''}${body};`;
    return `export interface ${name} ${base ? `extends ${base} ` : ''}${body}`;
  }

  /** Returns the member of a document that was read. Relationships may be missing at any depth. */
  #row(field: NamedField, name: string): Member {
    const { type } = field;
    const comment = factsOf(field);
    if (type.kind === 'relationship')
      return { name, type: this.#readRelation(field, type), isOptional: true, comment };
    return { name, type: this.#value(field, this.#options), isOptional: false, comment };
  }

  /** Returns the member of a new document. */
  #input(field: NamedField, name: string): Member {
    const { type, required } = field;
    if (type.kind === 'relationship')
      return { name, type: writtenRelation(field, type), isOptional: true, comment: '' };
    return { name, type: this.#value(field, this.#inputOptions), isOptional: !required, comment: '' };
  }

  #readRelation({ related }: NamedField, type: RelationshipType): string {
    const document = this.#nested(related, type);
    return isToMany(type) ? `${document}[]` : `${document} | null`;
  }

  /** The way back of a two-way relationship is left out. Of an unknown collection only the fields of all are known. */
  #nested(related: NamedCollection | undefined, { twoWay, twoWayKey }: RelationshipType): string {
    if (related === undefined) return this.#parent();
    if (!isNestedUsed(this.#options)) return related.typeName;
    const hasBack = twoWay && related.fields.some(({ key }) => key === twoWayKey);
    return `Nested<${related.typeName}${hasBack ? `, ${stringLiteral(twoWayKey)}` : ''}>`;
  }

  #value(field: NamedField, options: EmitterOptions): string {
    const { isList, hasNullItems, isNullable } = multiplicityOf(field, options);
    const single = this.#single(field);
    const type = isList ? `${hasNullItems ? `(${single} | null)` : single}[]` : single;
    return isNullable ? `${type} | null` : type;
  }

  #single({ type, enumName }: NamedField): string {
    switch (type.kind) {
      case 'text':
      case 'datetime':
        return 'string';
      case 'enum':
        return enumName!;
      case 'integer':
        return this.#options.bigint && exceedsDoubles(type) ? 'bigint' : 'number';
      case 'double':
        return 'number';
      case 'boolean':
        return 'boolean';
      case 'point':
        return point;
      case 'line':
        return `${point}[]`;
      case 'polygon':
        return `${point}[][]`;
      case 'relationship':
      case 'unknown':
        return 'unknown';
    }
  }
}

const point = '[longitude: number, latitude: number]';

const systemFields = [
  ['$id', 'string'],
  ['$collectionId', 'string'],
  ['$tableId', 'string'],
  ['$databaseId', 'string'],
  ['$createdAt', 'string'],
  ['$updatedAt', 'string'],
  ['$permissions', 'string[]'],
] as const;
/** A document has one of them: the API tells which. */
const placeFields: ReadonlySet<string> = new Set(['$collectionId', '$tableId']);

function blockOf(members: readonly Member[]): string {
  if (members.length === 0) return '{}';
  let lines = '';
  for (const { name, type, isOptional, comment } of members) {
    if (comment) lines += `  /** ${inComment(comment)} */\n`;
    lines += `  ${name}${isOptional ? '?: ' : ': '}${type};\n`;
  }
  return `{\n${lines}}`;
}

const asOptional = (member: Member): Member => (member.isOptional ? member : { ...member, isOptional: true });

function writtenRelation({ related }: NamedField, type: RelationshipType): string {
  const one = related ? `Related<${related.typeName}Create, ${related.typeName}Update>` : 'string';
  return isToMany(type) ? `${one}[]` : `${one} | null`;
}

/** The list exists at run time, and unlike an `enum` the type takes plain text. */
function enumOf({ type, enumName }: NamedField): string[] {
  if (type.kind !== 'enum') return [];
  const elements = [...new Set(type.elements)].map(stringLiteral);
  const line = `[${elements.join(', ')}]`;
  const list =
    line.length <= maxListCharacters ? line : `[\n${elements.map((each) => `  ${each},\n`).join('')}]`;
  return [
    `export const ${enumName} = ${list} as const;\nexport type ${enumName} = (typeof ${enumName})[number];`,
  ];
}

const maxListCharacters = 80;

function schemaMap(databases: readonly string[], collections: readonly NamedCollection[]): string {
  const entries = databases.map((databaseId) => {
    const lines = collections
      .filter((each) => each.databaseId === databaseId)
      .map(
        ({ id, typeName }) =>
          `    ${propertyName(id)}: { row: ${typeName}; create: ${typeName}Create; update: ${typeName}Update };\n`,
      );
    return `  ${propertyName(databaseId)}: {${lines.length > 0 ? `\n${lines.join('')}  ` : ''}};\n`;
  });
  const body = entries.length > 0 ? `{\n${entries.join('')}}` : '{}';
  return `/** Types by the IDs of database and collection. */\nexport interface Schema ${body}`;
}

function collectionIds(collections: readonly NamedCollection[]): string {
  const lines = collections.map(
    ({ typeName, databaseId, id }) =>
      `  ${typeName}: { databaseId: ${stringLiteral(databaseId)}, collectionId: ${stringLiteral(id)} },\n`,
  );
  const body = lines.length > 0 ? `{\n${lines.join('')}}` : '{}';
  return `/** IDs of the collections, by the names of their types. */\nexport const Collections = ${body} as const;`;
}
