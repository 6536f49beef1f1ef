/** Models of the server's answers, as a version of the API has them. */

import { once } from '../lib/once.ts';
import { splitWords } from '../lib/text/words.ts';
import { makeConsoleModels } from './models/console.ts';
import { makeDatabaseModels, makeTableModels } from './models/databases.ts';
import { makeFunctionModels } from './models/functions.ts';
import {
  type FieldForm,
  type FieldType,
  type Model,
  type ModelSpec,
  type ModelSpecs,
  model,
  typesOfForms,
} from './models/model.ts';
import { makeServiceModels } from './models/services.ts';
import { makeUsageModels } from './models/usage.ts';
import { makeUserModels } from './models/users.ts';
import { type ApiVersion, existsIn, wordsIn } from './versions.ts';

/** Parts of the catalogue, made when a model is looked up: a line needs one or two. */
const parts: readonly (() => ModelSpecs)[] = [
  () => ({ any: model('') }),
  makeUserModels,
  makeDatabaseModels,
  makeFunctionModels,
  makeServiceModels,
  makeConsoleModels,
  makeUsageModels,
  makeTableModels,
].map(once);

function specOf(name: string): ModelSpec | undefined {
  for (const part of parts) {
    const spec = part()[name];
    if (spec) return spec;
  }
  return undefined;
}

/** Names of the models that a version has. */
export function modelNames(version: ApiVersion): string[] {
  return parts
    .flatMap((part) => Object.entries(part()))
    .filter(([, spec]) => existsIn(spec, version))
    .map(([name]) => name);
}

/**
 * Returns the member that holds the items of a list, and their model.
 * @param name of a model; null for an empty answer
 * @returns undefined if it is no list
 */
export function itemsOf(
  name: string | null,
  version: ApiVersion,
): { readonly member: string; readonly model: Model } | undefined {
  const items = name === null ? undefined : modelOf(name, version).items;
  return items && { member: items.member, model: modelOf(items.model, version) };
}

const known = new Map<string, Model>();

/**
 * Returns a model as a version has it.
 * @throws Error if the catalogue has none of that name: a mistake in this program
 */
export function modelOf(name: string, version: ApiVersion): Model {
  const id = `${name} ${version}`;
  const found = known.get(id) ?? modelIn(name, version);
  known.set(id, found);
  return found;
}

/** A field as the catalogue writes it: `name`, `size:bytes`, `vars:list(variable)`. */
const fieldWord = /^([^:]+)(?::(\w+)(?:\((\w+)\))?)?$/;

function modelIn(name: string, version: ApiVersion): Model {
  const spec = specOf(name);
  if (!spec) throw new Error(`the catalogue has no model ${name}`);
  // Without a prototype: members of an answer are looked up here, and a server may call one `valueOf`.
  const fields: Record<string, FieldType> = Object.create(null);
  const forms: Record<string, FieldForm> = Object.create(null);
  const parts: Record<string, string> = Object.create(null);
  for (const word of wordsIn(splitWords(spec.fields), version)) {
    const [, field = word, said = 'string', part] = fieldWord.exec(word) ?? [];
    const [type, form] = typesOfForms[said] ?? [said as FieldType];
    fields[field] = type;
    if (form) forms[field] = form;
    if (part !== undefined) parts[field] = part;
  }
  const columnsOf = (words: string) =>
    wordsIn(splitWords(words), version).map((column) => column.replace(/:.*/, ''));
  const columns = [...new Set(columnsOf(spec.columns))].filter((column) => column in fields);
  return {
    name,
    fields,
    forms,
    parts,
    columns,
    screenColumns: spec.screenColumns === undefined ? columns : columnsOf(spec.screenColumns),
    unlisted: splitWords(spec.unlisted ?? '').filter((field) => field in fields),
    ...(spec.items && { items: spec.items }),
  };
}
