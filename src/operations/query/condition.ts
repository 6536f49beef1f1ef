/** One `--where` as data. */

/** The operators, and the method of each in a query. */
export const methods = {
  '=': 'equal',
  '!=': 'notEqual',
  '>': 'greaterThan',
  '>=': 'greaterThanEqual',
  '<': 'lessThan',
  '<=': 'lessThanEqual',
  '~': 'contains',
  '^=': 'startsWith',
  '$=': 'endsWith',
  'is null': 'isNull',
  'is not null': 'isNotNull',
  in: 'equal',
  between: 'between',
  search: 'search',
} as const;
export type Operator = keyof typeof methods;

export interface Value {
  readonly text: string;
  /** True in quotes: never a number or a boolean. */
  readonly isText: boolean;
  /** Index in the expression. */
  readonly at: number;
}

export interface Condition {
  readonly attribute: string;
  readonly operator: Operator;
  /** None for null checks, two for `between`, one or more for `in`, one for the others. */
  readonly values: readonly Value[];
  /** Text from the user, for errors that point into it. */
  readonly expression: string;
}

/** The name of an attribute, its own or a related document's: `price`, `$createdAt`, `author.$id`. */
export const attributeName = /\$?[A-Za-z0-9](?:[\w.-]|(?<=\.)\$)*/y;

/** True if the whole text is the name of an attribute. */
export function isAttributeName(text: string): boolean {
  attributeName.lastIndex = 0;
  return attributeName.exec(text)?.[0] === text;
}
