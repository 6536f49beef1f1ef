/** All kinds of resources that a file can describe, in the order in which they are created. */
import type { Field, Fields, Kind, KindName } from './kind.ts';
import { attribute } from './kinds/attributes.ts';
import {
  authMethods,
  oauth,
  platform,
  projectKind,
  security,
  services,
  smtp,
  webhook,
} from './kinds/console.ts';
import { code, functionKind, projectVariable, variable } from './kinds/functions.ts';
import { collection, database, index } from './kinds/schema.ts';
import { bucket, provider, team, topic } from './kinds/services.ts';

export const kinds: readonly Kind[] = [
  database,
  collection,
  attribute,
  index,
  bucket,
  team,
  provider,
  topic,
  projectVariable,
  functionKind,
  variable,
  code,
  platform,
  webhook,
  oauth,
  smtp,
  projectKind,
  services,
  authMethods,
  security,
];

const noFields: Fields = {};

const byName = new Map(kinds.map((kind) => [kind.name, kind]));

export const kindNamed = (name: KindName): Kind => byName.get(name)!;

/** A field with its name, and all members of files that stand for it, the preferred one first. */
export interface NamedField {
  readonly name: string;
  readonly field: Field;
  readonly spellings: readonly string[];
}

const lists = new WeakMap<Fields, readonly NamedField[]>();

/** Returns the fields of a resource as a list, which is made once for each kind and variant. */
export function fieldListOf(kind: Kind, variant: string | undefined): readonly NamedField[] {
  const fields = fieldsOf(kind, variant);
  let list = lists.get(fields);
  if (!list) {
    list = Object.entries(fields).map(([name, field]) => ({
      name,
      field,
      spellings: [field.inFile, ...field.alsoInFile],
    }));
    lists.set(fields, list);
  }
  return list;
}

/** Returns the fields of a resource, by name; none for a variant that the kind does not have. */
export function fieldsOf({ fields, variants }: Kind, variant: string | undefined): Fields {
  return variant === undefined ? fields : (variants[variant]?.fields ?? noFields);
}
