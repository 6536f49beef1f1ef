import { stringLiteral } from './literals.ts';
import type { Library } from './validation-library.ts';
import { validators } from './validators.ts';

/** Uses only what zod 3 and zod 4 have in common. */
const library: Library = {
  importLine: 'import { z } from "zod";',
  string: 'z.string()',
  number: 'z.number()',
  boolean: 'z.boolean()',
  unknown: 'z.unknown()',
  never: 'z.never()',
  matching: (regex, message) => `z.string().regex(${regex}, ${stringLiteral(message)})`,
  choice: (elements) => `z.enum([${elements.join(', ')}])`,
  list: (item) => `z.array(${item})`,
  sizedList: (item, { min, max }) =>
    `z.array(${item})${min === undefined ? '' : `.min(${min})`}${max === undefined ? '' : `.max(${max})`}`,
  tuple: (items) => `z.tuple([${items.join(', ')}])`,
  union: (schemas) => `z.union([${schemas}])`,
  optional: (schema) => `${schema}.optional()`,
  nullable: (schema) => `${schema}.nullable()`,
  object: (entries) => `z.object({${entries}})`,
  strictObject: (entries) => `z.strictObject({${entries}})`,
  extended: (schema, entries) => `${schema}.extend({${entries}})`,
  extendedStrict: (schema, entries) => `${schema}.extend({${entries}})`,
  partial: (schema) => `${schema}.partial()`,
  checked: (schema, check, message) => `${schema}.refine(${check}, ${stringLiteral(message)})`,
  typeOf: (schema) => `z.infer<typeof ${schema}>`,
  helpers: {
    text: `/** The server counts code points, zod's own \`max\` counts UTF-16 units. */
const text = (maxCharacters: number) =>
  z
    .string()
    .refine(
      (value) => value.length <= maxCharacters || [...value].length <= maxCharacters,
      \`at most \${maxCharacters} characters\`,
    );`,
    integer: `/** A whole number that JavaScript holds exactly. */
const integer = (min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) =>
  z.number().min(min).max(max).refine(Number.isInteger, "a whole number");`,
    int64: `const int64 = (min: string, max: string) =>
  z
    .union([z.number(), z.bigint()])
    .refine((value) => isInt64(value, min, max), \`a whole number from \${min} to \${max}, a bigint beyond 2^53\`);`,
    readInt64: `/** Takes what a parser returns that keeps the digits of numbers beyond 2^53. */
const readInt64 = z
  .union([z.number().refine(Number.isSafeInteger, "a number whose digits were kept"), z.bigint()])
  .transform((value) => BigInt(value));`,
    double: `const double = (min = -Number.MAX_VALUE, max = Number.MAX_VALUE) => z.number().min(min).max(max);`,
    date: `const date = z
  .string()
  .refine(isMoment, "a date")
  .transform((text) => new Date(text));`,
    dateInput: `/** The server takes years of four digits. */
const dateInput = z.union([datetime, z.date().min(new Date("0000-01-01")).max(new Date("9999-12-31"))]);`,
    own: `const own = <T extends z.ZodTypeAny>(schema: T) => z.preprocess(unlessInherited, schema);`,
    refer: `/** Refers to a schema that is defined later, or refers back. */
const refer = <T>(schema: () => unknown) => z.lazy(schema as () => z.ZodType<T>);`,
    one: `const one = <T>(schema: () => unknown) => 
  z.preprocess(unlessGone, refer<T>(schema).nullable());`,
  },
};

export const zod = validators(library, { name: 'zod', title: 'zod', fileName: 'appwrite.zod.ts' });
