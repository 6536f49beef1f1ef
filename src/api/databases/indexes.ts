import type { Extras } from '../operation-spec.ts';
import { list, string } from '../param-spec.ts';
import { queries, total } from '../params.ts';
import { del, get, post } from '../vocabulary.ts';
import { collection } from './paths.ts';

const indexes = `${collection}/indexes`;

const spatial = 'A spatial index takes one attribute of places, which has to be required.';
/** For groups with spatial indexes. */
export const aboutSpatial: Extras = {
  changes: {
    '1.8': { about: spatial },
    '1.9': { about: `${spatial} An attribute that holds lists takes no index.` },
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
      type: string('What the index is for').oneOf(types).required,
      attributes: list('Attributes to index, in order').items(100, 32).required,
      orders: list('ASC or DESC for each attribute').items(100),
      lengths: list('Characters to index of each attribute, 0 for all').of('integer').since('1.7'),
    },
    'index',
    { status: 202, ...extras },
  ),
  getIndex: get(`${indexes}/{key}`, 'Show one index', {}, 'index', {
    changes: { '1.8': { about: 'It may stay processing here for good: list-indexes has the real status.' } },
  }),
  deleteIndex: del(`${indexes}/{key}`, 'Delete an index'),
});
