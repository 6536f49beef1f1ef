/** Converts conditions to queries and types their values by the attribute, if its type is known. */
import { encodeJson, RawJson } from '../../lib/json/raw.ts';
import { isJsonNumber, jsonNumber, wholeNumber } from '../../lib/text/numbers.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import { quantityForms, quantityIn, type Unit } from '../../lib/text/units.ts';
import { type DateReader, dateForms } from '../dates.ts';
import { type AttributeType, isSystemAttribute, type TypeOf, type ValueType } from './attributes.ts';
import { type Condition, methods, type Operator, type Value } from './condition.ts';
import { refuseAt } from './reader.ts';

/** A date that is a distance from now, or a word with or without a time of day. */
const relativeDate = /^([+-]\d[\d\w ]*|now|(today|yesterday|tomorrow)( .*)?)$/i;

/** Reads a date as the server takes it; undefined if it is none. */
export type ReadDates = Pick<DateReader, 'read'>;

/** Operators whose values are always text. */
const textOperators: readonly Operator[] = ['^=', '$=', 'search'];
const wholeValueOperators: readonly Operator[] = ['=', '!=', 'in'];
/** Operators that compare by order, which dates are for. */
const orderOperators: readonly Operator[] = ['>', '>=', '<', '<=', 'between'];

/**
 * Returns the query of a condition, as JSON text. Numbers keep their digits.
 * @throws CliError exit 2 pointing at a value of the wrong type
 */
export function toQuery(condition: Condition, typeOf: TypeOf, dates: ReadDates): string {
  const { attribute, operator, values } = condition;
  const type = typeOf(attribute);
  if (type) checkOperator(condition, type);
  return encodeJson({
    method: methods[operator],
    attribute,
    values: values.length > 0 ? values.map((value) => encodeValue(condition, value, type, dates)) : undefined,
  });
}

/**
 * True if a condition is ambiguous without the type of its attribute. A bare `10` or `true` can be a number, a boolean or
 * text; a bare word can be text, or a mistake for a date or a number; `"yesterday 18:00"` can be text or a date.
 */
export function needsTypes(conditions: readonly Condition[]): boolean {
  return conditions.some(
    ({ attribute, operator, values }) =>
      !isSystemAttribute(attribute) &&
      !textOperators.includes(operator) &&
      values.some(({ text, isText }) => {
        if (isText) return relativeDate.test(text);
        return operator !== '~' || isLiteral(text);
      }),
  );
}

function isLiteral(text: string): boolean {
  return text === 'true' || text === 'false' || isJsonNumber(text);
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
  datetime: 'a date',
};

function encodeValue(
  condition: Condition,
  value: Value,
  type: AttributeType | undefined,
  dates: ReadDates,
): RawJson | string {
  const { attribute, operator, expression } = condition;
  const { text, isText } = value;
  if (textOperators.includes(operator)) return text;
  if (!type) return untyped(condition, value, dates);
  checkChoice(condition, value, type);
  if (type.type === 'string') return text;
  const refuse = (hint: string | undefined) =>
    refuseAt(expression, value.at, `${attribute} takes ${names[type.type]}, not "${text}"`, hint);
  if (type.type === 'datetime') {
    const date = operator === '~' ? text : dates.read(attribute, text);
    if (date !== undefined) return date;
    throw refuse(dateHint);
  }
  const json = jsonOf(type.type, type.unit, text);
  if (json === undefined) throw refuse(hintFor(type, text));
  if (isText) throw refuse('remove the quotes: what is in quotes is text');
  return new RawJson(json);
}

/** Reads a value by what it looks like. Only a comparison is likely to mean a date. */
function untyped(
  { attribute, operator }: Condition,
  { text, isText }: Value,
  dates: ReadDates,
): RawJson | string {
  if (isText) return text;
  if (isLiteral(text)) return new RawJson(text);
  const mayBeDate = orderOperators.includes(operator) && relativeDate.test(text);
  return (mayBeDate ? dates.read(attribute, text) : undefined) ?? text;
}

function jsonOf(type: 'integer' | 'number' | 'boolean', unit: Unit | undefined, text: string) {
  if (type === 'boolean') return text === 'true' || text === 'false' ? text : undefined;
  const json = type === 'integer' ? wholeNumber(text) : jsonNumber(text);
  return json ?? (unit && quantityIn(unit, text));
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

const dateHint = `write it as ${dateForms}; in UTC, unless a zone follows`;

function hintFor({ type, unit }: AttributeType, text: string): string | undefined {
  if (type === 'boolean') {
    const guess = closestMatch(text, ['true', 'false']);
    return guess && `did you mean ${guess}?`;
  }
  return unit && `write it as ${quantityForms[unit]}`;
}
