/** JSON for people to read: what fits is on one line. */
import { RawJson } from '../../lib/json/raw.ts';
import { stringLiteral } from './literals.ts';

/** Members in an order of their own, which an object would not keep for keys that are numbers. */
export class Members {
  readonly entries: readonly (readonly [key: string, value: unknown])[];

  constructor(entries: Members['entries']) {
    this.entries = entries;
  }
}

const maxLineCharacters = 100;

/**
 * Returns a value as JSON with two spaces for each level. Integers keep their digits, `undefined` members are left out.
 * @param value null, boolean, string, finite number, bigint, RawJson, Members, or array or object of these
 */
export function jsonText(value: unknown, level = 0): string {
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value))
    return enclosed(
      '[]',
      value.map((item) => jsonText(item, level + 1)),
      level,
    );
  if (typeof value === 'object' && value !== null) {
    const entries = value instanceof Members ? value.entries : Object.entries(value);
    const members = entries
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => `${stringLiteral(key)}: ${jsonText(member, level + 1)}`);
    return enclosed('{}', members, level);
  }
  if (typeof value === 'string') return stringLiteral(value);
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

function enclosed([open, close]: string, parts: readonly string[], level: number): string {
  if (parts.length === 0) return `${open}${close}`;
  const length = parts.reduce((sum, part) => sum + part.length + 2, 2 * level);
  if (length <= maxLineCharacters && !parts.some((part) => part.includes('\n')))
    return open === '{' ? `{ ${parts.join(', ')} }` : `[${parts.join(', ')}]`;
  const indent = '  '.repeat(level);
  return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}`;
}
