import { invalidQuery } from '../errors.ts';
import { isList, isObject, type Json, parseForeignJson } from '../json.ts';
import { type Method, methods, type Query, type Scalar } from './query.ts';

const known: ReadonlySet<string> = new Set(methods);
const maximumDepth = 4;

/**
 * Parses queries from JSON text.
 * @throws ApiError 400 general_query_invalid for other text, an unknown method or invalid values
 */
export function parseQueries(texts: readonly string[]): Query[] {
  return texts.map((text) => {
    try {
      return toQuery(parseForeignJson(text), 1);
    } catch (error) {
      if (error instanceof SyntaxError)
        throw invalidQuery('a query is JSON text, such as {"method":"limit","values":[5]}.');
      throw error;
    }
  });
}

function toQuery(value: Json, depth: number): Query {
  if (!isObject(value)) throw invalidQuery('a query is an object.');
  const { method, attribute = '', values = [] } = value;
  if (typeof method !== 'string' || !known.has(method))
    throw invalidQuery(`there is no method ${show(method)}.`);
  if (typeof attribute !== 'string') throw invalidQuery('attribute must be a string.');
  if (!isList(values)) throw invalidQuery('values must be a list.');
  if (method === 'and' || method === 'or') {
    if (depth >= maximumDepth) throw invalidQuery(`queries nest at most ${maximumDepth} deep.`);
    return { method, attribute: '', values: [], queries: values.map((each) => toQuery(each, depth + 1)) };
  }
  return { method: method as Method, attribute, values: values.map(toScalar), queries: [] };
}

function toScalar(value: Json): Scalar {
  if (typeof value === 'object' && value !== null)
    throw invalidQuery('values must be strings, numbers or booleans.');
  return value;
}

const show = (value: Json | undefined) => (typeof value === 'string' ? `"${value}"` : 'of that kind');
