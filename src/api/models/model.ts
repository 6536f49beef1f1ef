/**
 * The vocabulary for models of the server's answers: their fields in the server's order, and which of them a table
 * shows. Pure data. A list model names the member that holds its items.
 *
 * A table has room for some 80 to 120 characters: a name, the state that matters, and a date. A secret beside other
 * values (a password hash, an access token, a provider's credentials, a variable's value) is not a column; `--fields`
 * and `--json` still show it. If the secret is the whole answer (a JWT, recovery codes), the table shows it. CSV has
 * every field of a list, except those that are `unlisted`: spreadsheets are passed on.
 */

import type { Lifetime } from '../versions.ts';

export type FieldType = 'string' | 'integer' | 'number' | 'boolean' | 'list' | 'object' | 'any';

/** The meaning of a field beyond its type, which decides how a terminal shows it. */
export type FieldForm = 'date' | 'bytes' | 'megabytes' | 'seconds' | 'milliseconds' | 'secret';

/** The words for a field's type that say its form too; any other word is a type. */
export const typesOfForms: Readonly<Record<string, readonly [type: FieldType, form: FieldForm]>> = {
  date: ['string', 'date'],
  bytes: ['integer', 'bytes'],
  megabytes: ['integer', 'megabytes'],
  seconds: ['integer', 'seconds'],
  decimalSeconds: ['number', 'seconds'],
  milliseconds: ['integer', 'milliseconds'],
  secret: ['string', 'secret'],
  secrets: ['object', 'secret'],
};

/** A model as one version of the API has it. */
export interface Model {
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldType>>;
  /** Fields with a form. */
  readonly forms: Readonly<Record<string, FieldForm>>;
  /** Names of the models of fields that hold objects, or lists of them. */
  readonly parts: Readonly<Record<string, string>>;
  /**
   * Columns of a table, which also come first in the completion of `--fields`; empty if the members of the answer
   * decide.
   */
  readonly columns: readonly string[];
  /** Columns of a table on a terminal, some of which may be derived from several fields. */
  readonly screenColumns: readonly string[];
  /** Secrets, and what describes them, that a list as CSV or TSV has only if asked for. */
  readonly unlisted: readonly string[];
  /** For lists: the member that holds the items, and their model. */
  readonly items?: { readonly member: string; readonly model: string };
}

/** A model with its history: words as the catalogue has them, marked with their versions (`wordsIn`). */
export interface ModelSpec extends Lifetime {
  readonly fields: string;
  readonly columns: string;
  readonly screenColumns?: string;
  readonly unlisted?: string;
  readonly items?: Model['items'];
}

/**
 * @param fields names with their types, such as `name enabled:boolean total:integer`; a string without a type. A mark
 *   names the versions that have one: `type@1.8`, `size:bytes@..1.7`. In brackets is the model of an object, or of the
 *   objects in a list: `vars:list(variable)`
 * @param columns fields that a table shows, in that order, if the version has them; all by default. They may carry
 *   marks of their own: `buildId@..1.7`
 * @param lifetime versions that have the model
 */
export const model = (fields: string, columns: string = fields, lifetime: Lifetime = {}): ModelSpec => ({
  fields,
  columns,
  ...lifetime,
});

export const listOf = (member: string, item: string, lifetime: Lifetime = {}): ModelSpec => ({
  fields: `total:integer ${member}:list`,
  columns: '',
  items: { member, model: item },
  ...lifetime,
});

export type ModelSpecs = Readonly<Record<string, ModelSpec>>;

/** Adds the columns that a terminal shows in place of the others. */
export const withScreenColumns = (spec: ModelSpec, screenColumns: string): ModelSpec => ({
  ...spec,
  screenColumns,
});

/** Keeps fields out of lists as CSV and TSV. */
export const withUnlisted = (spec: ModelSpec, unlisted: string): ModelSpec => ({ ...spec, unlisted });

/** Times that nearly every model has. */
export const dates = '$createdAt:date $updatedAt:date';
