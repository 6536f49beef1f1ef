/** All kinds of resources that a file can describe, in the order in which they are created. */
import type { Fields, Kind, KindName } from './kind.ts';
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

const byName = new Map(kinds.map((kind) => [kind.name, kind]));

export const kindNamed = (name: KindName): Kind => byName.get(name)!;

/** Returns the fields of a resource, by name; none for a variant that the kind does not have. */
export function fieldsOf({ fields, variants }: Kind, variant: string | undefined): Fields {
  return variant === undefined ? fields : (variants[variant]?.fields ?? {});
}
