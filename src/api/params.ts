/** Parameters of several groups. */
import { boolean, list, ParamSpec, string } from './param-spec.ts';

/**
 * The `queries` of a list operation.
 * @param filterable attributes of the model that can be filtered and sorted, beside `$id`, `$createdAt` and
 * `$updatedAt`, which every model has; none if the collection decides
 */
export const queries = (...filterable: string[]) => {
  const spec = list('Queries as JSON, such as {"method":"limit","values":[5]}').items(100, 4096);
  return filterable.length === 0 ? spec : new ParamSpec({ ...spec.facts, filterable });
};

/** The `queries` of a log, which allow only paging. */
export const logQueries = new ParamSpec({
  ...list('Queries as JSON text; logs take only limit and offset').facts,
  queryMethods: ['limit', 'offset'],
});

/** The `queries` of a list that allows only paging. */
export const pageQueries = new ParamSpec({
  ...list('Queries as JSON text; this list takes only limit and offset').facts,
  queryMethods: ['limit', 'offset'],
});

export const identityQueries = queries(
  'userId',
  'provider',
  'providerUid',
  'providerEmail',
  'providerAccessTokenExpiry',
);

export const targetQueries = queries('userId', 'providerId', 'identifier', 'providerType');

export const search = string('Words to look for').max(256);

/** Lists of 1.8 and later: counting costs the server more than reading a page. */
export const total = boolean('Count all that match; --no-total answers faster, with a total of 0')
  .default(true)
  .since('1.8');

export const permissions = list('Who may do what, such as read("any") or update("user:ID")');
