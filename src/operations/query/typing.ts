/** Converts conditions to queries and types their values by the attribute, if its type is known. */
import { encodeJson, RawJson } from '../../lib/json/raw.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import { type AttributeType, isSystemAttribute, type TypeOf, type ValueType } from './attributes.ts';
import { type Condition, methods, type Operator, type Value } from './condition.ts';
import { refuseAt } from './reader.ts';

const wholeNumber = /^-?(0|[1-9]\d*)$/;
const decimalNumber = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const dateForm = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?( ?(Z|[+-]\d\d:?\d\d))?)?$/i;

/** Operators whose values are always text. */
const textOperators: readonly Operator[] = ['^=', '$=', 'search'];
const wholeValueOperators: readonly Operator[] = ['=', '!=', 'in'];

/**
 * Returns the query of a condition, as JSON text. Numbers keep their digits.
 * @throws CliError exit 2 pointing at a value of the wrong type
 */
export function toQuery(condition: Condition, typeOf: TypeOf): string {
  const { attribute, operator, values } = condition;
  const type = typeOf(attribute);
  if (type) checkOperator(condition, type);
  return encodeJson({
    method: methods[operator],
    attribute,
    values: values.length > 0 ? values.map((value) => encodeValue(condition, value, type)) : undefined,
  });
}

/**
 * True if a condition is ambiguous without the type of its attribute: a bare `10` or `true` can be a number, a boolean or
 * text.
 */
export function needsTypes(conditions: readonly Condition[]): boolean {
  return conditions.some(
    ({ attribute, operator, values }) =>
      !isSystemAttribute(attribute) &&
      !textOperators.includes(operator) &&
      values.some(({ text, isText }) => !isText && isLiteral(text)),
  );
}

function isLiteral(text: string): boolean {
  return text === 'true' || text === 'false' || decimalNumber.test(text);
}

function checkOperator({ attribute, operator, values, expression }: Condition, type: AttributeType): void {
  if (values.length === 0) return;
  const refuse = (problem: string) => {
    const end = expression.indexOf(attribute) + attribute.length;
    return refuseAt(expression, end + expression.slice(end).search(/\S/), problem);
  };
  if (type.list && operator !== '~') {
    throw refuse(`${attribute} is a list, which takes ~ (contains), is null and is not null`);
  }
  const isPattern = operator === '~' || textOperators.includes(operator);
  if (isPattern && !type.list && type.type !== 'string' && type.type !== 'datetime') {
    throw refuse(`${operator} is for text, and ${attribute} holds ${names[type.type]}`);
  }
}

/** Names of the types in messages. */
const names: Record<ValueType, string> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  datetime: 'a date such as 2024-01-31 or 2024-01-31T10:00:00.000+00:00',
};

function encodeValue(condition: Condition, value: Value, type: AttributeType | undefined): RawJson | string {
  const { text, isText } = value;
  if (textOperators.includes(condition.operator)) return text;
  if (!type) return !isText && isLiteral(text) ? new RawJson(text) : text;
  checkChoice(condition, value, type);
  if (type.type === 'string') return text;
  if (type.type === 'datetime' && (condition.operator === '~' || isDate(text))) return text;
  const fits = type.type !== 'datetime' && forms[type.type].test(text);
  if (fits && !isText) return new RawJson(text);
  const { attribute, expression } = condition;
  throw refuseAt(
    expression,
    value.at,
    `${attribute} takes ${names[type.type]}, not "${text}"`,
    fits ? 'remove the quotes: what is in quotes is text' : hintFor(type.type),
  );
}

/** Only whole values are checked: a part, or a bound, may be any text. */
function checkChoice(
  { attribute, operator, expression }: Condition,
  { text, at }: Value,
  type: AttributeType,
): void {
  const { choices } = type;
  if (!choices || choices.includes(text) || !wholeValueOperators.includes(operator)) return;
  const guess = closestMatch(text, choices);
  throw refuseAt(
    expression,
    at,
    `${attribute} is never "${text}"`,
    `${guess ? `did you mean ${guess}? ` : ''}It is one of ${choices.join(', ')}`,
  );
}

function hintFor(type: ValueType): string | undefined {
  return type === 'datetime'
    ? 'dates are absolute, in ISO form; without a time zone they are UTC'
    : undefined;
}

const forms = { integer: wholeNumber, number: decimalNumber, boolean: /^(true|false)$/ };

/** True for a date in an accepted form that the calendar has: `Date.parse` alone takes 31 February for 2 March. */
function isDate(text: string): boolean {
  if (!dateForm.test(text) || Number.isNaN(Date.parse(text))) return false;
  const [year, month, day] = text.slice(0, 10).split('-').map(Number) as [number, number, number];
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
