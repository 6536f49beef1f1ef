/** Libraries that generated validators use, and the helpers that the output defines beside its schemas. */
import { datetimePattern, documentPermissionPattern, formatPatterns, idPattern } from '../formats.ts';
import { maxPermissions } from '../permission-rules.ts';
import { minLinePoints, minRingPoints } from './write-rules.ts';

/** Helpers that each library writes its own way. */
export type LibraryHelper =
  | 'text'
  | 'integer'
  | 'int64'
  | 'readInt64'
  | 'double'
  | 'date'
  | 'dateInput'
  | 'own'
  | 'refer'
  | 'one';

type CommonHelper =
  | 'email'
  | 'url'
  | 'ip'
  | 'datetime'
  | 'id'
  | 'permissions'
  | 'point'
  | 'line'
  | 'polygon'
  | 'isMoment'
  | 'isInt64'
  | 'hasData'
  | 'unlessInherited'
  | 'unlessGone';

export type HelperName = LibraryHelper | CommonHelper;

/** A validation library: how it writes schemas. Arguments and results are expressions. */
export interface Library {
  readonly importLine: string;
  readonly string: string;
  readonly number: string;
  readonly boolean: string;
  readonly unknown: string;
  readonly never: string;
  /** A string that matches a regular expression. */
  matching(regex: string, message: string): string;
  /** @param elements string literals, at least one */
  choice(elements: readonly string[]): string;
  list(item: string): string;
  /** A list with limits of its length. */
  sizedList(item: string, limits: { readonly min?: number; readonly max?: number }): string;
  tuple(items: readonly string[]): string;
  /** @param schemas separated by commas */
  union(schemas: string): string;
  optional(schema: string): string;
  nullable(schema: string): string;
  /** @param entries of an object literal, without its braces */
  object(entries: string): string;
  /** An object that refuses unknown members. */
  strictObject(entries: string): string;
  /** @param schema name of an object, whose entries the result has too */
  extended(schema: string, entries: string): string;
  extendedStrict(schema: string, entries: string): string;
  partial(schema: string): string;
  /** @param check function that returns a boolean */
  checked(schema: string, check: string, message: string): string;
  /** Returns the type of what a schema returns. */
  typeOf(schema: string): string;
  readonly helpers: Readonly<Record<LibraryHelper, string>>;
}

/** Helpers that a helper uses. They are defined before it. */
const needs: Partial<Record<HelperName, readonly HelperName[]>> = {
  date: ['isMoment'],
  dateInput: ['datetime'],
  int64: ['isInt64'],
  own: ['unlessInherited'],
  one: ['unlessGone', 'refer'],
  line: ['point'],
  polygon: ['point'],
};

const commonHelpers: Readonly<Record<CommonHelper, (library: Library) => string>> = {
  email: ({ matching }) => constant('email', matching(regex(formatPatterns.email), 'an e-mail address')),
  url: ({ matching }) => constant('url', matching(regex(formatPatterns.url), 'a URL')),
  ip: ({ matching }) => constant('ip', matching(regex(formatPatterns.ip), 'an IP address')),
  datetime: ({ matching }) =>
    constant('datetime', matching(regex(datetimePattern), 'a date such as 2024-01-31T10:00:00.000+00:00')),
  id: ({ matching }) => constant('id', matching(regex(idPattern), 'an ID')),
  permissions: ({ matching, sizedList }) =>
    constant(
      'permissions',
      sizedList(matching(regex(documentPermissionPattern), 'a permission such as read("any")'), {
        max: maxPermissions,
      }),
    ),
  point: ({ tuple, number }) =>
    `/** Longitude and latitude. */\n${constant('point', tuple([number, number]))}`,
  line: ({ sizedList }) => constant('line', sizedList('point', { min: minLinePoints })),
  polygon: ({ list, sizedList }) => constant('polygon', list(sizedList('point', { min: minRingPoints }))),
  isMoment: () => 'const isMoment = (text: string) => !Number.isNaN(Date.parse(text));',
  isInt64: () => `/** Refuses numbers that JavaScript does not hold exactly. */
const isInt64 = (value: number | bigint, min: string, max: string) =>
  (typeof value === "bigint" || Number.isSafeInteger(value)) && value >= BigInt(min) && value <= BigInt(max);`,
  hasData: () =>
    'const hasData = (data: object) => Object.values(data).some((value) => value !== undefined);',
  unlessInherited: () => `/** Objects inherit members: a value under the name of one may not be their own. */
const unlessInherited = (value: unknown) =>
  typeof value === "function" || value === Object.prototype ? undefined : value;`,
  unlessGone:
    () => `/** Instead of a related document that is gone, servers return an empty list, or an object without an ID. */
const unlessGone = (value: unknown) =>
  value instanceof Object && (Array.isArray(value) ? value.length === 0 : !("$id" in value)) ? null : value;`,
};

const constant = (name: string, schema: string) => `const ${name} = ${schema};`;

/** Returns a regular expression as a literal. */
const regex = (pattern: string) => String(new RegExp(pattern));

const order: readonly HelperName[] = [
  'text',
  'email',
  'url',
  'ip',
  'datetime',
  'isMoment',
  'date',
  'dateInput',
  'integer',
  'isInt64',
  'int64',
  'readInt64',
  'double',
  'point',
  'line',
  'polygon',
  'unlessInherited',
  'own',
  'refer',
  'unlessGone',
  'one',
  'id',
  'permissions',
  'hasData',
];

/** Returns the definitions of helpers and of those that they need, in the order of the output. */
export function helpersFor(library: Library, used: ReadonlySet<HelperName>): string[] {
  const all = new Set<HelperName>();
  const add = (name: HelperName) => {
    all.add(name);
    for (const each of needs[name] ?? []) add(each);
  };
  for (const name of used) add(name);
  return order
    .filter((name) => all.has(name))
    .map((name) =>
      name in commonHelpers
        ? commonHelpers[name as CommonHelper](library)
        : library.helpers[name as LibraryHelper],
    );
}
