/**
 * The common part of the emitters of zod and valibot: a schema for the documents of each collection that are read, for
 * new ones, and for changes.
 *
 * Only what is written is checked against sizes, bounds and formats. A document keeps values from before an attribute
 * had its present ones, and the server returns them.
 */
import { isToMany } from '../model.ts';
import type { Emitter, EmitterInput, NamedCollection, NamedField } from './emitter.ts';
import { factsOf } from './facts.ts';
import { inComment, propertyName, stringLiteral } from './literals.ts';
import {
  inputName,
  inputSummary,
  isRelation,
  placeOf,
  type RelationField,
  titleOf,
  type WriteAction,
} from './shapes.ts';
import type { Library } from './validation-library.ts';
import { FieldWriter, inputType, isInherited, relatedType } from './validator-fields.ts';
import { needsNothing, nestedCollections, type WrittenFields, writtenFields } from './write-rules.ts';

/** Makes the emitter of a library. */
export const validators = (
  library: Library,
  names: Pick<Emitter, 'name' | 'title' | 'fileName'>,
): Emitter => ({
  ...names,
  spelling: {
    letters: 'unicode',
    // Those that the output declares or uses. Its other names begin with `$` or a small letter, as no type does.
    reservedTypes: new Set(['AppwriteDocument', 'BigInt', 'Date', 'Number', 'Object']),
    derivedTypes: ['{}Create', '{}Update'],
    members: 'verbatim',
    reservedMembers: new Set(),
  },
  options: ['dates', 'nullableItems', 'nullableRequired', 'bigint'],
  emit: (input) => new Writer(library, input).text(),
});

class Writer {
  readonly #library: Library;
  readonly #input: EmitterInput;
  readonly #fields: FieldWriter;
  readonly #nested: ReadonlySet<NamedCollection>;

  constructor(library: Library, input: EmitterInput) {
    this.#library = library;
    this.#input = input;
    this.#fields = new FieldWriter(library, input.options);
    this.#nested = new Set(nestedCollections(input.collections));
  }

  text(): string {
    const { header, collections } = this.#input;
    const body = [this.#document(), ...collections.flatMap((collection) => this.#collection(collection))];
    const parts = [
      header.map((line) => `// ${inComment(line)}`.trimEnd()).join('\n'),
      this.#library.importLine,
      ...this.#fields.helpers(),
      ...body,
    ];
    return `${parts.join('\n\n')}\n`;
  }

  #document(): string {
    const { string, list, optional, object } = this.#library;
    const time = this.#fields.time(true);
    const entries = [
      `$id: ${string}`,
      `$databaseId: ${string}`,
      `$collectionId: ${optional(string)}`,
      `$tableId: ${optional(string)}`,
      `$createdAt: ${time}`,
      `$updatedAt: ${time}`,
      `$permissions: ${list(string)}`,
    ];
    return (
      '/**\n * Fields of every document; a row of a table has the ID of the table instead of a collection. Only data to write is\n' +
      ' * checked against sizes, bounds and formats: documents keep values from before an attribute had its present ones.\n */\n' +
      this.#inferred('AppwriteDocument', object(block(entries)))
    );
  }

  /** Exports a schema, and the type of what it returns under the same name. */
  #inferred(name: string, schema: string): string {
    return `export const ${name} = ${schema};\nexport type ${name} = ${this.#library.typeOf(name)};`;
  }

  #collection(collection: NamedCollection): string[] {
    const written = writtenFields(collection);
    return [
      ...collection.fields.flatMap((field) => this.#enumeration(field)),
      ...this.#row(collection),
      ...(written.relations.length > 0
        ? this.#relatedWrites(collection, written)
        : this.#plainWrites(collection, written)),
      ...(this.#nested.has(collection) ? [this.#nestedInput(collection)] : []),
    ];
  }

  #enumeration({ type, enumName }: NamedField): string[] {
    if (type.kind !== 'enum') return [];
    const elements = [...new Set(type.elements)].map(stringLiteral);
    const { choice, never } = this.#library;
    return [this.#inferred(enumName!, elements.length > 0 ? choice(elements) : never)];
  }

  #row(collection: NamedCollection): string[] {
    const { typeName, fields } = collection;
    const comment = commentOf(titleOf(collection));
    const values = fields
      .filter((field) => !isRelation(field))
      .map((field) => {
        const facts = factsOf(field, this.#input.options);
        return `${facts && `/** ${inComment(facts)} */\n  `}${this.#fields.entry(field, 'read')}`;
      });
    const { extended, typeOf } = this.#library;
    const schema = extended('AppwriteDocument', block(values));
    const relations = fields.filter(isRelation);
    if (relations.length === 0) return [comment + this.#inferred(typeName, schema)];
    const entries = block(relations.map((field) => this.#fields.entry(field, 'read')));
    return [
      `const $${typeName} = ${schema};`,
      `${comment}export const ${typeName} = ${extended(`$${typeName}`, entries)};\n` +
        `export interface ${typeName} extends ${typeOf(`$${typeName}`)} {\n${relationTypes(relations, relatedType)}}`,
    ];
  }

  #writeSchema(values: readonly NamedField[], use: WriteAction): string {
    return this.#library.strictObject(block(values.map((field) => this.#fields.entry(field, use))));
  }

  /** Returns the schema of changes, as a variant of that of new documents where a library can make one. */
  #updateSchema(create: string, values: readonly NamedField[]): string {
    return values.some(({ key }) => isInherited(key))
      ? this.#writeSchema(values, 'update')
      : this.#library.partial(create);
  }

  #withData(update: string): string {
    return this.#library.checked(
      update,
      `(data) => ${this.#fields.help('hasData')}(data)`,
      'a document needs data',
    );
  }

  #plainWrites(collection: NamedCollection, { values }: WrittenFields): string[] {
    const { create, update } = writeNames(collection);
    if (needsNothing(collection)) {
      return [
        update.comment + this.#inferred(update.name, this.#writeSchema(values, 'update')),
        create.comment + this.#inferred(create.name, this.#withData(update.name)),
      ];
    }
    return [
      create.comment + this.#inferred(create.name, this.#writeSchema(values, 'create')),
      update.comment + this.#inferred(update.name, this.#updateSchema(create.name, values)),
    ];
  }

  #relatedWrites(collection: NamedCollection, { values, relations }: WrittenFields): string[] {
    const { create, update } = writeNames(collection);
    const own = `$${collection.typeName}Relations`;
    const entries = block(relations.map((field) => this.#fields.entry(field, 'create')));
    const ownRelations = `const ${own} = {${entries}};\ninterface ${own} {\n${relationTypes(relations, inputType)}}`;
    const { extendedStrict, typeOf } = this.#library;
    // The type of a strict object without members forbids all of them.
    const bases = (name: string) => (values.length > 0 ? [typeOf(`$${name}`), own] : [own]).join(', ');
    const declared = ({ name, comment }: WriteName) =>
      `${comment}export const ${name} = ${extendedStrict(`$${name}`, ` ...${own} `)};\n` +
      `export interface ${name} extends ${bases(name)} {}`;
    if (needsNothing(collection)) {
      return [
        `const $${update.name} = ${this.#writeSchema(values, 'update')};`,
        ownRelations,
        declared(update),
        `${create.comment}export const ${create.name} = ${this.#withData(update.name)};\n` +
          `export type ${create.name} = ${update.name};`,
      ];
    }
    return [
      `const $${create.name} = ${this.#writeSchema(values, 'create')};`,
      `const $${update.name} = ${this.#updateSchema(`$${create.name}`, values)};`,
      ownRelations,
      declared(create),
      declared(update),
    ];
  }

  /** Declares what stands for a related document in the data of another one. */
  #nestedInput(collection: NamedCollection): string {
    const { create, update } = writeNames(collection);
    const { string, union, optional, extendedStrict } = this.#library;
    const [id, permissions] = [this.#fields.help('id'), this.#fields.help('permissions')];
    const others = `$permissions: ${optional(permissions)} `;
    const fresh = ` $id: ${optional(id)}, ${others}`;
    const forms = needsNothing(collection)
      ? [
          {
            schema: this.#withData(extendedStrict(update.name, fresh)),
            type: `${update.name} & ${nestedType('$id?: string | undefined')}`,
          },
        ]
      : [
          {
            schema: extendedStrict(create.name, fresh),
            type: `${create.name} & ${nestedType('$id?: string | undefined')}`,
          },
          {
            schema: extendedStrict(update.name, ` $id: ${id}, ${others}`),
            type: `${update.name} & ${nestedType('$id: string')}`,
          },
        ];
    const name = `$${collection.typeName}Input`;
    const schemas = [string, ...forms.map(({ schema }) => schema)].map((schema) => `\n  ${schema},`);
    const types = ['string', ...forms.map(({ type }) => `(${type})`)].map((type) => `\n  | ${type}`);
    return (
      `/** A document of ${inComment(placeOf(collection))} in the data of another: its ID, a new one, or changes of the one with the ID. */\n` +
      `const ${name} = ${union(`${schemas.join('')}\n`)};\ntype ${name} =${types.join('')};`
    );
  }
}

const nestedType = (id: string) => `{ ${id}; $permissions?: string[] | undefined }`;

/** Returns the members of an interface. Inferred types can't refer to each other, interfaces can. */
const relationTypes = (
  relations: readonly RelationField[],
  typeOf: (field: RelationField) => string,
): string =>
  relations
    .map((field) => {
      const type = typeOf(field) + (isToMany(field.type) ? '[]' : '');
      return `  ${propertyName(field.key)}?: ${type} | null | undefined;\n`;
    })
    .join('');

interface WriteName {
  readonly name: string;
  readonly comment: string;
}

function writeNames(collection: NamedCollection): Readonly<Record<WriteAction, WriteName>> {
  const nameOf = (action: WriteAction): WriteName => ({
    name: inputName(collection, action),
    comment: commentOf(inputSummary(collection, action)),
  });
  return { create: nameOf('create'), update: nameOf('update') };
}

const commentOf = (text: string) => `/** ${inComment(text)} */\n`;

/** Puts the entries of an object on lines of their own. */
const block = (entries: readonly string[]): string =>
  entries.length === 0 ? '' : `\n  ${entries.join(',\n  ')},\n`;
