import { ApiError, invalidArgument } from '../../../core/errors.ts';
import { isId } from '../../../core/ids.ts';
import type { Table } from '../table.ts';
import type { Attribute } from './attribute.ts';

/** The most columns that a table of the real server's database has, and the most bytes of a row. */
const maxColumns = 1017;
const widestRow = 65_535;
/** What a row takes before it has an attribute. */
const bareRow = 1500;
/** Longer text is kept outside the row. */
const maxInlineLength = 16_381;

/**
 * Refuses an attribute that a collection can't take.
 * @throws ApiError 400 general_argument_invalid for its key, 409 attribute_already_exists, 400 attribute_limit_exceeded
 */
export function checkNew(table: Table, attribute: Attribute): void {
  checkKey(attribute.key);
  const others = table.attributes.all();
  if (others.some(({ key }) => sameKey(key, attribute.key))) throw attributeExists(attribute.key);
  const width = [...others, attribute].reduce((sum, each) => sum + widthOf(each), bareRow);
  if (others.length + 1 > maxColumns || width >= widestRow) {
    throw new ApiError(
      400,
      'attribute_limit_exceeded',
      'The collection can take no more attributes, or none of this size.',
    );
  }
}

/** @throws ApiError 400 general_argument_invalid, naming the parameter */
export function checkKey(key: string, param = 'key'): void {
  if (isId(key)) return;
  throw invalidArgument(
    param,
    'a key has at most 36 characters: letters, digits, ".", "-" and "_", the first a letter or a digit.',
  );
}

/** The database doesn't tell case apart. */
export const sameKey = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

export const attributeExists = (key: string) =>
  new ApiError(409, 'attribute_already_exists', `There already is an attribute ${key}.`);

/** How many bytes of a row an attribute takes. */
function widthOf({ type, array, size }: Attribute): number {
  if (array) return 20;
  switch (type) {
    case 'string':
      if (size > 16_777_215) return 12;
      if (size > 65_535) return 11;
      if (size > maxInlineLength) return 10;
      return size * 4 + (size > 255 ? 2 : 1);
    case 'integer':
      return size;
    case 'double':
      return 8;
    case 'boolean':
      return 1;
    case 'datetime':
      return 19;
    case 'relationship':
      return 255 * 4 + 1;
  }
}
