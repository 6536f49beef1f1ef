import { checkJson } from '../../lib/json/format.ts';
import type { Attribute } from '../../schema/attribute.ts';

const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * A cell of CSV as JSON text: lists and relationships are written as JSON, text as it is. What does not fit the
 * attribute becomes a string, which is then refused with its column's name.
 * @param attribute undefined for `$id` and other names that are none
 */
export function cellToJson(attribute: Attribute | undefined, column: string, cell: string): string {
  if (column === '$permissions' || attribute?.array) return jsonOrText(cell, /^\s*\[/);
  switch (attribute?.type) {
    case 'integer':
    case 'double':
      return number.test(cell) ? cell : JSON.stringify(cell);
    case 'boolean':
      return /^(true|false)$/i.test(cell) ? cell.toLowerCase() : JSON.stringify(cell);
    case 'relationship':
      return jsonOrText(cell, /^\s*[[{]/);
    default:
      return JSON.stringify(cell);
  }
}

/** @param beginning of a text that is meant as JSON */
function jsonOrText(cell: string, beginning: RegExp): string {
  if (!beginning.test(cell)) return JSON.stringify(cell);
  try {
    checkJson(cell);
    return cell.trim();
  } catch {
    return JSON.stringify(cell);
  }
}
