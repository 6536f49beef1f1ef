/** Parameters of several groups. */
import { boolean, integer, list, ParamSpec, string } from './param-spec.ts';

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

export const membershipQueries = queries('userId', 'teamId', 'invited', 'joined', 'confirm', 'roles@1.7');

/** The name of a new or changed resource, such as `the function`. */
export const nameOf = (resource: string) => string(`Name of ${resource}`).max(128).required;

export const search = string('Words to search for').max(256);

/** Lists of 1.8 and later: counting costs the server more than reading a page. */
export const total = boolean('Count all matches; --no-total is faster and reports a total of 0')
  .default(true)
  .since('1.8');

/** Quality of a picture, by default that which it has, or the best before 1.7. */
export const imageQuality = integer('Quality in percent')
  .range(0, 100)
  .default(100)
  .changedIn('1.7', () => integer('Quality in percent; unchanged by default').range(0, 100));

/** Formats that the server can turn a picture into. */
export const imageFormat = string('Image format').oneOfSome([
  'jpg',
  'jpeg',
  'gif',
  'png',
  'webp',
  'heic@1.6',
  'avif@1.6',
]);

export const permissions = list('Permissions, such as read("any") or update("user:ID")');
