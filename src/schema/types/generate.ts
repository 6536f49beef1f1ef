/** From a schema to the file of one language: naming, the header, and the emitter. */
import type { Schema } from '../model.ts';
import type { Emitter, EmitterOptions } from './emitter.ts';
import { headerOf } from './header.ts';
import { type NameSource, nameCollections } from './names.ts';

export interface GenerateSettings {
  readonly names: NameSource;
  readonly options: EmitterOptions;
  /** Command line that generates the file again. */
  readonly command: string;
}

export const defaultOptions: EmitterOptions = {
  dates: 'string',
  nullableItems: false,
  nullableRequired: false,
  style: undefined,
  sdk: undefined,
  bigint: false,
};

/**
 * Generates the file of a language.
 * @throws CliError exit 2 if two collections would have the same name
 */
export function generate(
  emitter: Emitter,
  schema: Schema,
  { names, options, command }: GenerateSettings,
): string {
  return emitter.emit({
    schema,
    collections: nameCollections(schema, emitter.spelling, names),
    header: headerOf(schema, command),
    options,
  });
}
