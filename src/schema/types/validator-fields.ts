/** Members of the objects that generated validators check: how a field is written in the schema of a library. */
import { isToMany } from '../model.ts';
import type { EmitterOptions, NamedField } from './emitter.ts';
import { exceedsDoubles } from './facts.ts';
import { propertyName } from './literals.ts';
import {
  inputOptions,
  isNeededOnCreate,
  isRelation,
  multiplicityOf,
  type RelationField,
  type WriteAction,
} from './shapes.ts';
import { type HelperName, helpersFor, type Library } from './validation-library.ts';
import { type IntegerType, safeBounds, writtenBounds } from './write-rules.ts';

/** Documents that are read, or the data of those that are written. */
export type Use = 'read' | WriteAction;

/** Writes the members, and remembers which helpers they use. */
export class FieldWriter {
  readonly #library: Library;
  readonly #options: EmitterOptions;
  readonly #helpers = new Set<HelperName>();

  constructor(library: Library, options: EmitterOptions) {
    this.#library = library;
    this.#options = options;
  }

  /** Returns the definitions of the helpers that have been used. */
  helpers(): readonly string[] {
    return helpersFor(this.#library, this.#helpers);
  }

  /** Returns the name of a helper, which the output then defines. */
  help(name: HelperName): string {
    this.#helpers.add(name);
    return name;
  }

  /** Returns a member of an object literal. */
  entry(field: NamedField, use: Use): string {
    // `["__proto__"]` is a member, `"__proto__"` would be the prototype.
    const key = field.key === '__proto__' ? '["__proto__"]' : propertyName(field.key);
    const { optional } = this.#library;
    const isOptional =
      isRelation(field) || use === 'update' || (use === 'create' && !isNeededOnCreate(field));
    const schema = isRelation(field) ? this.#relation(field, use) : this.#value(field, use);
    if (!isOptional) return `${key}: ${schema}`;
    if (!isInherited(field.key)) return `${key}: ${optional(schema)}`;
    return `${key}: ${optional(`${this.help('own')}(${optional(schema)})`)}`;
  }

  #relation(field: RelationField, use: Use): string {
    const { string, list, nullable } = this.#library;
    const isMany = isToMany(field.type);
    if (use !== 'read') {
      const item = field.related ? this.#reference(inputType(field)) : string;
      return nullable(isMany ? list(item) : item);
    }
    const name = relatedType(field);
    return isMany
      ? nullable(list(this.#reference(name)))
      : `${this.help('one')}<${name}>((): unknown => ${name})`;
  }

  #reference(name: string): string {
    return `${this.help('refer')}<${name}>((): unknown => ${name})`;
  }

  #value(field: NamedField, use: Use): string {
    const { nullable, list } = this.#library;
    const isRead = use === 'read';
    const options = isRead ? this.#options : inputOptions(this.#options);
    const { isList, hasNullItems, isNullable } = multiplicityOf(field, options);
    const single = this.#single(field, isRead);
    const value = isList ? list(hasNullItems ? nullable(single) : single) : single;
    return isNullable ? nullable(value) : value;
  }

  #single({ type, enumName }: NamedField, isRead: boolean): string {
    const { string, number, boolean, unknown } = this.#library;
    switch (type.kind) {
      case 'text':
        if (isRead) return string;
        if (type.format !== 'plain') return this.help(type.format);
        return type.maxCharacters === undefined ? string : `${this.help('text')}(${type.maxCharacters})`;
      case 'enum':
        return enumName!;
      case 'integer':
        if (this.#options.bigint && exceedsDoubles(type))
          return isRead ? this.help('readInt64') : this.#int64(type);
        return isRead ? number : this.#bounded('integer', safeBounds(type));
      case 'double':
        return isRead ? number : this.#bounded('double', type);
      case 'boolean':
        return boolean;
      case 'datetime':
        return this.time(isRead);
      case 'point':
      case 'line':
      case 'polygon':
        return this.help(type.kind);
      case 'relationship':
      case 'unknown':
        return unknown;
    }
  }

  time(isRead: boolean): string {
    if (this.#options.dates === 'date') return this.help(isRead ? 'date' : 'dateInput');
    return isRead ? this.#library.string : this.help('datetime');
  }

  #int64(type: IntegerType): string {
    const { min, max } = writtenBounds(type);
    return `${this.help('int64')}("${min}", "${max}")`;
  }

  /** Calls a helper with a minimum and a maximum, each of which may be missing. */
  #bounded(helper: HelperName, { min, max }: { readonly min?: Bound; readonly max?: Bound }): string {
    const bounds = max === undefined ? (min === undefined ? [] : [min]) : [min ?? 'undefined', max];
    return `${this.help(helper)}(${bounds.join(', ')})`;
  }
}

/** A bound as an expression. */
type Bound = bigint | number | undefined;

/** Name of the type and of the schema of the documents that a relationship leads to. */
export const relatedType = ({ related }: NamedField): string => related?.typeName ?? 'AppwriteDocument';

/** Name of the type of a related document to write. Of an unknown collection it is the ID. */
export const inputType = ({ related }: NamedField): string =>
  related ? `$${related.typeName}Input` : 'string';

/** True for names of what every object inherits: libraries take that for the value of a member that is missing. */
export const isInherited = (key: string): boolean => key in Object.prototype;
