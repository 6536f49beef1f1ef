import type { Condition, Value } from '../../../src/operations/query/condition.ts';

/** Writes a condition as an expression that reads back as the same condition. */
export function printWhere({ attribute, operator, values }: Condition): string {
  if (values.length === 0) return `${attribute} ${operator}`;
  return `${attribute} ${operator} ${values.map(printValue).join(operator === 'between' ? ' and ' : ', ')}`;
}

function printValue({ text, isText }: Value): string {
  return isText ? `'${text.replace(/[\\']/g, '\\$&')}'` : text;
}
