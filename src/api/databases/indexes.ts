import type { Extras } from '../operation-spec.ts';
import { list, string } from '../param-spec.ts';
import { queries, total } from '../params.ts';
import { del, get, post } from '../vocabulary.ts';
import { collection } from './paths.ts';

const indexes = `${collection}/indexes`;

const spatial = 'A spatial index has exactly one attribute: a required point, line or polygon.';
/** For groups with spatial indexes. */
export const aboutSpatial: Extras = {
  changes: {
    '1.8': { about: spatial },
    '1.9': { about: `${spatial} Attributes that hold lists cannot be indexed.` },
  },
};

/**
 * @param types of indexes, as `oneOf` takes them
 * @param extras of the operation that creates one
 */
export const indexOperations = (types: readonly string[], extras: Extras = {}) => ({
  listIndexes: get(
    indexes,
    'List the indexes of a collection',
    { queries: queries('key', 'type', 'status', 'attributes', 'error'), total },
    'indexList',
  ),
  createIndex: post(
    indexes,
    'Create an index',
    {
      key: string('Name of the new index').required,
      type: string('Type of the index').oneOf(types).required,
      attributes: list('Attributes to index, in order').commaSeparated.items(100, 32).required,
      orders: list('Order of each attribute: ASC or DESC').commaSeparated.items(100),
      lengths: list('Number of characters of each attribute to index; 0 for all')
        .commaSeparated.of('integer')
        .since('1.7'),
    },
    'index',
    { status: 202, ...extras },
  ),
  getIndex: get(`${indexes}/{key}`, 'Show one index', {}, 'index', {
    changes: { '1.8': { about: 'The status may stay processing here; list-indexes has the real one.' } },
  }),
  deleteIndex: del(`${indexes}/{key}`, 'Delete an index'),
});
