import { type IndexProblem, indexProblem, storedOrders } from '../../../../schema/index-rules.ts';
import { ApiError, invalidArgument } from '../../../core/errors.ts';
import { invalidKey } from '../attributes/check.ts';
import type { Table } from '../table.ts';
import type { IndexRecord } from './index.ts';

/**
 * Refuses an index that a collection can't have.
 * @returns the index; arrays in it have no order
 * @throws ApiError 400 general_argument_invalid, index_limit_exceeded, attribute_unknown, attribute_type_invalid,
 * attribute_not_available, index_invalid; 409 index_already_exists
 */
export function checkIndex(table: Table, index: IndexRecord): IndexRecord {
  const attributes = table.attributes.all();
  const problem = indexProblem(index, attributes, table.indexes.all());
  if (problem) throw indexError(problem, table);
  return { ...index, orders: storedOrders(index, attributes) };
}

function indexError(problem: IndexProblem, table: Table): ApiError {
  switch (problem.kind) {
    case 'invalid-key':
      return invalidKey('key');
    case 'invalid-order':
      return invalidArgument('orders', 'each must be ASC or DESC.');
    case 'too-many-indexes':
      return new ApiError(400, 'index_limit_exceeded', `A collection has at most ${problem.max} indexes.`);
    case 'unknown-attribute':
      return new ApiError(
        400,
        'attribute_unknown',
        `The collection ${table.id} has no attribute ${problem.attribute}.`,
      );
    case 'relationship':
      return new ApiError(
        400,
        'attribute_type_invalid',
        `${problem.attribute} is a relationship, which can't be indexed.`,
      );
    case 'unavailable':
      return new ApiError(
        400,
        'attribute_not_available',
        `The attribute ${problem.attribute} is not available yet.`,
      );
    case 'no-attributes':
      return invalidIndex('it needs attributes.');
    case 'repeated-attribute':
      return invalidIndex('it names an attribute twice.');
    case 'not-text':
      return invalidIndex(`${problem.attribute} is not a string.`);
    case 'array':
      return invalidIndex(`${problem.attribute} is an array.`);
    case 'several-arrays':
      return invalidIndex('it can have only one array.');
    case 'too-long':
      return invalidIndex(
        `its attributes are ${problem.characters} long together; the maximum is ${problem.maxCharacters}.`,
      );
    case 'duplicate-key':
      return new ApiError(409, 'index_already_exists', `There is already an index ${problem.key}.`);
  }
}

const invalidIndex = (why: string) => new ApiError(400, 'index_invalid', `Invalid index: ${why}`);
