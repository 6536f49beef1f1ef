import { stringLiteral } from './literals.ts';
import type { Library } from './validation-library.ts';
import { validators } from './validators.ts';

/** Puts the entries of a schema before others, on a line of their own if the others are. */
const withEntriesOf = (schema: string, entries: string) =>
  `${/^\s*/.exec(entries)![0] || ' '}...${schema}.entries,${entries || ' '}`;

const library: Library = {
  importLine: 'import * as v from "valibot";',
  string: 'v.string()',
  number: 'v.number()',
  boolean: 'v.boolean()',
  unknown: 'v.unknown()',
  never: 'v.never()',
  matching: (regex, message) => `v.pipe(v.string(), v.regex(${regex}, ${stringLiteral(message)}))`,
  choice: (elements) => `v.picklist([${elements.join(', ')}])`,
  list: (item) => `v.array(${item})`,
  sizedList: (item, { min, max }) =>
    `v.pipe(v.array(${item})${min === undefined ? '' : `, v.minLength(${min})`}${max === undefined ? '' : `, v.maxLength(${max})`})`,
  tuple: (items) => `v.strictTuple([${items.join(', ')}])`,
  union: (schemas) => `v.union([${schemas}])`,
  optional: (schema) => `v.optional(${schema})`,
  nullable: (schema) => `v.nullable(${schema})`,
  object: (entries) => `v.object({${entries}})`,
  strictObject: (entries) => `v.strictObject({${entries}})`,
  extended: (schema, entries) => `v.object({${withEntriesOf(schema, entries)}})`,
  extendedStrict: (schema, entries) => `v.strictObject({${withEntriesOf(schema, entries)}})`,
  partial: (schema) => `v.partial(${schema})`,
  checked: (schema, check, message) => `v.pipe(${schema}, v.check(${check}, ${stringLiteral(message)}))`,
  typeOf: (schema) => `v.InferOutput<typeof ${schema}>`,
  helpers: {
    text: `/** The server counts code points, valibot's own \`maxLength\` counts UTF-16 units. */
const text = (maxCharacters: number) =>
  v.pipe(
    v.string(),
    v.check(
      (value) => value.length <= maxCharacters || [...value].length <= maxCharacters,
      \`at most \${maxCharacters} characters\`,
    ),
  );`,
    integer: `/** A whole number that JavaScript holds exactly. */
const integer = (min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));`,
    int64: `const int64 = (min: string, max: string) =>
  v.pipe(
    v.union([v.number(), v.bigint()]),
    v.check((value) => isInt64(value, min, max), \`a whole number from \${min} to \${max}, a bigint beyond 2^53\`),
  );`,
    readInt64: `/** Takes what a parser returns that keeps the digits of numbers beyond 2^53. */
const readInt64 = v.pipe(
  v.union([
    v.pipe(v.number(), v.check((value) => Number.isSafeInteger(value), "a number whose digits were kept")),
    v.bigint(),
  ]),
  v.transform((value) => BigInt(value)),
);`,
    double: `const double = (min = -Number.MAX_VALUE, max = Number.MAX_VALUE) =>
  v.pipe(v.number(), v.minValue(min), v.maxValue(max));`,
    date: `const date = v.pipe(
  v.string(),
  v.check(isMoment, "a date"),
  v.transform((text) => new Date(text)),
);`,
    dateInput: `/** The server takes years of four digits. */
const dateInput = v.union([
  datetime,
  v.pipe(v.date(), v.minValue(new Date("0000-01-01")), v.maxValue(new Date("9999-12-31"))),
]);`,
    own: `const own = <T extends v.GenericSchema>(schema: T) =>
  v.pipe(v.unknown(), v.transform(unlessInherited), schema);`,
    refer: `/** Refers to a schema that is defined later, or refers back. */
const refer = <T>(schema: () => unknown) => v.lazy(schema as () => v.GenericSchema<unknown, T>);`,
    one: `const one = <T>(schema: () => unknown) =>
  v.pipe(v.unknown(), v.transform(unlessGone), v.nullable(refer<T>(schema)));`,
  },
};

export const valibot = validators(library, {
  name: 'valibot',
  title: 'valibot',
  fileName: 'appwrite.valibot.ts',
});
