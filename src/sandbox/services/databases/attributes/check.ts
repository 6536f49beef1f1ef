import { type AttributeProblem, additionProblem } from '../../../../schema/attribute-rules.ts';
import { ApiError, invalidArgument } from '../../../core/errors.ts';
import type { Table } from '../table.ts';
import type { AttributeRecord } from './attribute.ts';

/**
 * Refuses a new attribute for which a collection has no room.
 * @throws ApiError 400 general_argument_invalid for its key, 409 attribute_already_exists, 400 attribute_limit_exceeded
 */
export function checkAddition(table: Table, attribute: AttributeRecord): void {
  refuse(additionProblem(table.attributes.all(), attribute), table);
}

/**
 * @param keyParam parameter that holds the key, for errors
 * @throws ApiError for the problem, if there is one
 */
export function refuse(problem: AttributeProblem | undefined, table: Table, keyParam = 'key'): void {
  if (problem) throw attributeError(problem, table, keyParam);
}

function attributeError(problem: AttributeProblem, table: Table, keyParam: string): ApiError {
  switch (problem.kind) {
    case 'invalid-key':
      return invalidKey(keyParam);
    case 'duplicate-key':
      return alreadyExists(`There is already an attribute ${problem.key}.`);
    case 'second-many-to-many':
      return alreadyExists(
        `The collections ${table.id} and ${problem.relatedCollection} are already related many-to-many.`,
      );
    case 'size-out-of-range':
      return invalidArgument('size', `it must be between ${problem.min} and ${problem.max}.`);
    case 'empty-element':
      return invalidArgument('elements', 'none of them may be empty.');
    case 'bounds-reversed':
      return invalidValue('The minimum must not be greater than the maximum.');
    case 'unsupported-default':
      return new ApiError(
        400,
        'attribute_default_unsupported',
        `${problem.because === 'required' ? 'A required attribute' : 'An array'} can't have a default.`,
      );
    case 'too-many-attributes':
    case 'row-too-wide':
      return new ApiError(
        400,
        'attribute_limit_exceeded',
        'The collection has no room for another attribute, or for one of this size.',
      );
  }
}

export const invalidKey = (param: string) =>
  invalidArgument(
    param,
    'a key has at most 36 characters: letters, digits, ".", "-" and "_", the first a letter or a digit.',
  );

export const invalidValue = (why: string) => new ApiError(400, 'attribute_value_invalid', why);

const alreadyExists = (why: string) => new ApiError(409, 'attribute_already_exists', why);
