import { invalidQuery } from '../errors.ts';
import { isId } from '../ids.ts';
import { parseTime } from '../time.ts';
import {
  type AttributeFacts,
  type Comparison,
  comparisons,
  type Filter,
  type Query,
  type QuerySchema,
  type Scalar,
  type Selection,
} from './query.ts';

const maximumValues = 100;
const isComparison = (method: string): method is Comparison =>
  (comparisons as readonly string[]).includes(method);

/**
 * Checks queries against a schema, and sorts them by purpose. Of several limits, offsets or cursors the first counts.
 * @throws ApiError 400 general_query_invalid
 */
export function checkQueries(queries: readonly Query[], schema: QuerySchema): Selection {
  for (const query of queries) checkMethod(query, schema);
  const first = (...methods: string[]) => queries.find((query) => methods.includes(query.method));
  const limit = first('limit');
  const offset = first('offset');
  const cursor = first('cursorAfter', 'cursorBefore');
  return {
    filters: queries.flatMap((query) => (isFilter(query) ? [toFilter(query, schema)] : [])),
    orders: queries
      .filter((query) => query.method === 'orderAsc' || query.method === 'orderDesc')
      .map((query) => {
        if (query.attribute !== '') find(query.attribute, schema);
        return { attribute: query.attribute, descending: query.method === 'orderDesc' };
      }),
    limit: limit && wholeNumber(limit, 1),
    offset: offset ? wholeNumber(offset, 0) : 0,
    cursor: cursor && { id: cursorId(cursor), before: cursor.method === 'cursorBefore' },
    select: queries.filter((query) => query.method === 'select').flatMap((query) => selected(query, schema)),
  };
}

function checkMethod({ method, queries }: Query, schema: QuerySchema): void {
  if (schema.methods && !schema.methods.has(method)) throw invalidQuery(`${method} can't be used here.`);
  for (const query of queries) checkMethod(query, schema);
}

const isFilter = ({ method }: Query) => isComparison(method) || method === 'and' || method === 'or';

function toFilter(query: Query, schema: QuerySchema): Filter {
  const { method, attribute, values, queries } = query;
  if (method === 'and' || method === 'or') {
    if (queries.length < 2) throw invalidQuery(`${method} joins two queries or more.`);
    return {
      method,
      filters: queries.map((each) => {
        if (!isFilter(each)) throw invalidQuery(`${method} can only join filters, not ${each.method}.`);
        return toFilter(each, schema);
      }),
    };
  }
  if (!isComparison(method)) throw invalidQuery(`${method} is not a filter.`);
  const facts = find(attribute, schema);
  checkCount(method, values);
  checkFit(method, attribute, facts);
  return { method, attribute, values: values.map((value) => checkValue(attribute, facts, value)) };
}

function find(attribute: string, schema: QuerySchema): AttributeFacts {
  const facts = schema.attributes.get(attribute);
  if (!facts) throw invalidQuery(`there is no attribute ${attribute} to query.`);
  return facts;
}

function checkCount(method: Comparison, values: readonly Scalar[]): void {
  const { length } = values;
  if (length > maximumValues) throw invalidQuery(`${method} takes at most ${maximumValues} values.`);
  switch (method) {
    case 'isNull':
    case 'isNotNull':
      return;
    case 'equal':
    case 'contains':
      if (length === 0) throw invalidQuery(`${method} takes at least one value.`);
      return;
    case 'between':
      if (length !== 2) throw invalidQuery('between takes two values.');
      return;
    default:
      if (length !== 1) throw invalidQuery(`${method} takes one value.`);
  }
}

function checkFit(
  method: Comparison,
  attribute: string,
  { type, array, searchable, virtual }: AttributeFacts,
): void {
  if (virtual) throw invalidQuery(`${attribute} is stored on the other side of the relationship.`);
  if (array && method !== 'contains' && method !== 'isNull' && method !== 'isNotNull') {
    throw invalidQuery(`${method} can't be used on ${attribute}, which is an array.`);
  }
  if (!array && method === 'contains' && type !== 'string') {
    throw invalidQuery(`contains can't be used on ${attribute}, which is neither an array nor a string.`);
  }
  if (method === 'search' && !searchable)
    throw invalidQuery(`search on ${attribute} needs a fulltext index.`);
}

function checkValue(attribute: string, { type }: AttributeFacts, value: Scalar): Scalar {
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  const fits = {
    string: typeof value === 'string',
    relationship: typeof value === 'string',
    datetime: typeof value === 'string' && parseTime(value) !== undefined,
    boolean: typeof value === 'boolean',
    integer: typeof value === 'bigint' || Number.isInteger(value),
    double: isNumber,
  }[type];
  if (!fits) throw invalidQuery(`${attribute} is of type ${type}; ${JSON.stringify(`${value}`)} is not.`);
  return value;
}

function wholeNumber({ method, values }: Query, min: number): number {
  const [value] = values;
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (values.length !== 1 || typeof number !== 'number' || !Number.isInteger(number) || number < min) {
    throw invalidQuery(`${method} takes one whole number from ${min} up.`);
  }
  return number;
}

function cursorId({ method, values }: Query): string {
  const [value] = values;
  if (values.length !== 1 || typeof value !== 'string' || !isId(value)) {
    throw invalidQuery(`${method} takes the ID of one record.`);
  }
  return value;
}

/** Members of every document beside its attributes. */
const systemNames: ReadonlySet<string> = new Set([
  '*',
  '$id',
  '$createdAt',
  '$updatedAt',
  '$permissions',
  '$databaseId',
  '$collectionId',
]);

function selected({ values }: Query, schema: QuerySchema): string[] {
  return values.map((value) => {
    if (typeof value !== 'string') throw invalidQuery('select takes names of attributes.');
    checkName(value.split('.'), schema);
    return value;
  });
}

/** A relationship is selected by naming the members of the related documents. */
function checkName([name = '', ...rest]: readonly string[], schema: QuerySchema): void {
  if (rest.length === 0 && systemNames.has(name)) return;
  const { related } = find(name, schema);
  if (related && rest.length > 0) checkName(rest, related());
  else if (related) throw invalidQuery(`${name} is a relationship: select ${name}.* or attributes of it.`);
  else if (rest.length > 0) throw invalidQuery(`${name} is not a relationship.`);
}
