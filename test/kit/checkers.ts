/** Runs generated validators. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { transform } from 'esbuild';
import * as valibotLibrary from 'valibot';
import * as zod4 from 'zod';
import * as zod3 from 'zod/v3';
import type { Schema } from '../../src/schema/model.ts';
import { jsonSchema } from '../../src/schema/types/json-schema.ts';
import { valibot } from '../../src/schema/types/valibot.ts';
import { zod } from '../../src/schema/types/zod.ts';
import { type EmitSettings, emittedFile } from './schemas.ts';

/** The result of a check: what the validator returns, which is the value itself if nothing converts it. */
export type Checked = { readonly accepted: true; readonly value: unknown } | { readonly accepted: false };

/** @param name of a generated schema: `ProductCreate` */
export type Checker = (name: string, value: unknown) => Checked;

export const libraryNames = ['zod 3', 'zod 4', 'valibot', 'json-schema'] as const;
export type LibraryName = (typeof libraryNames)[number];

/** Generates validators for a schema, and returns the functions that check values with them. */
export async function checkersFor(
  schema: Schema,
  settings?: EmitSettings,
): Promise<Readonly<Record<LibraryName, Checker>>> {
  const zodModule = await evaluated(emittedFile(zod, schema, settings));
  const valibotModule = await evaluated(emittedFile(valibot, schema, settings));
  return {
    'zod 3': byZod(zodModule({ zod: zod3 })),
    'zod 4': byZod(zodModule({ zod: zod4 })),
    valibot: byValibot(valibotModule({ valibot: valibotLibrary })),
    'json-schema': byAjv(emittedFile(jsonSchema, schema, settings)),
  };
}

type Exports = Readonly<Record<string, unknown>>;

/** Compiles a module of TypeScript. The result runs it with the given packages, and returns its exports. */
async function evaluated(text: string): Promise<(packages: Exports) => Exports> {
  const { code } = await transform(text, { loader: 'ts', format: 'cjs', charset: 'utf8' });
  const run = new Function('require', 'module', code);
  return (packages) => {
    const module = { exports: {} };
    run((name: string) => packages[name], module);
    return module.exports;
  };
}

const byZod =
  (exports: Exports): Checker =>
  (name, value) => {
    const result = (exports[name] as zod4.ZodType).safeParse(value);
    return result.success ? { accepted: true, value: result.data } : { accepted: false };
  };

const byValibot =
  (exports: Exports): Checker =>
  (name, value) => {
    const result = valibotLibrary.safeParse(exports[name] as valibotLibrary.GenericSchema, value);
    return result.success ? { accepted: true, value: result.output } : { accepted: false };
  };

function byAjv(text: string): Checker {
  const ajv = new Ajv2020({ strict: true, ownProperties: true });
  addFormats.default(ajv);
  ajv.addSchema(JSON.parse(text), 'schema');
  return (name, value) => {
    const validate = ajv.getSchema(`schema#/$defs/${encodeURIComponent(name)}`);
    if (!validate) throw new Error(`there is no definition ${name}`);
    return validate(value) ? { accepted: true, value } : { accepted: false };
  };
}
