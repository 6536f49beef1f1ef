import { isIP } from 'node:net';
import { items, kindOf, plainText } from '../../lib/json/slices.ts';
import type { Attribute } from '../../schema/attribute.ts';

/**
 * Why an attribute can't hold a value; undefined where it can, as far as can be told from here. The server has the
 * last word.
 * @param json the value, as JSON text
 */
export function valueProblem(attribute: Attribute, json: string): string | undefined {
  const { key, required, array, type, status } = attribute;
  if (status !== 'available') return `${key} can't be used: it is ${status}`;
  if (json === 'null') return required ? `${key} is required` : undefined;
  if (type === 'relationship') return relationProblem(key, json);
  if (!array) return oneProblem(attribute, json);
  if (kindOf(json) !== 'array') return `${key} takes a list, not ${shown(json)}`;
  for (const item of items(json)) {
    const problem = oneProblem(attribute, item);
    if (problem) return problem;
  }
  return undefined;
}

function relationProblem(key: string, json: string): string | undefined {
  const related = kindOf(json) === 'array' ? [...items(json)] : [json];
  const odd = related.find((one) => !['string', 'object'].includes(kindOf(one)));
  return odd === undefined ? undefined : `${key} takes IDs of documents, not ${shown(odd)}`;
}

function oneProblem(attribute: Attribute, json: string): string | undefined {
  const expected = expectation(attribute, json);
  return expected === undefined ? undefined : `${attribute.key} takes ${expected}, not ${shown(json)}`;
}

/** What the attribute takes, where this is something else. */
function expectation(attribute: Attribute, json: string): string | undefined {
  const kind = kindOf(json);
  switch (attribute.type) {
    case 'boolean':
      return kind === 'boolean' ? undefined : 'true or false';
    case 'integer':
      if (kind !== 'number' || !/^-?\d+$/.test(json)) return 'a whole number';
      return rangeOf(attribute, BigInt(json));
    case 'double':
      if (kind !== 'number') return 'a number';
      return rangeOf(attribute, Number(json));
    case 'datetime':
      return kind === 'string' && isDate(plainText(json))
        ? undefined
        : 'a date such as 2024-01-31T10:00:00.000+00:00';
    case 'string':
      return kind === 'string' ? textExpectation(attribute, plainText(json)) : 'text';
    default:
      return undefined;
  }
}

function rangeOf({ min, max }: Attribute, value: number | bigint): string | undefined {
  if (min !== undefined && value < min) return `${min} or more`;
  if (max !== undefined && value > max) return `${max} or less`;
  return undefined;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text));
}

function textExpectation({ format, elements, size }: Attribute, text: string): string | undefined {
  switch (format) {
    case 'email':
      return /^[^\s@]+@[^\s@]+$/.test(text) ? undefined : 'an e-mail address';
    case 'ip':
      return isIP(text) > 0 ? undefined : 'an IP address';
    case 'url':
      return URL.canParse(text) ? undefined : 'a URL';
    case 'enum':
      return elements === undefined || elements.includes(text) ? undefined : `one of ${elements.join(', ')}`;
    default:
      return size === undefined || text.length <= size || [...text].length <= size
        ? undefined
        : `at most ${size} characters`;
  }
}

const maxShownLength = 60;

function shown(json: string): string {
  return json.length <= maxShownLength ? json : `${json.slice(0, maxShownLength)}…`;
}
