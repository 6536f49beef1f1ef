/** Queries that the user writes as JSON: checked and sent unchanged. */
import { type CliError, usageError } from '../../errors.ts';
import { objectFromJson } from '../object.ts';

/** Minimum number of these methods. */
const minimum = new Map([
  ['limit', 1],
  ['offset', 0],
]);

export interface RawQuery {
  readonly method: string;
  readonly values: readonly unknown[];
}

/**
 * Parses the text of one `--queries`.
 * @param methods that the server accepts here; undefined: all
 * @throws CliError exit 2 for invalid JSON, a missing or unsupported method, and a limit below 1
 */
export function readRawQuery(text: string, methods: readonly string[] | undefined): RawQuery {
  if (!text.trimStart().startsWith('{')) throw noObject(text);
  const query = JSON.parse(objectFromJson('--queries', text).text);
  const { method, values = [] } = query;
  if (typeof method !== 'string') {
    throw usageError(`--queries: ${text} has no method`, `write it as {"method":"limit","values":[5]}`);
  }
  if (!Array.isArray(values)) throw usageError(`--queries: the values of ${text} are not a list`);
  if (methods && !methods.includes(method)) {
    throw usageError(`--queries: this command takes ${methods.join(' and ')}, not ${method}`);
  }
  const min = minimum.get(method);
  if (min !== undefined && !(Number.isSafeInteger(values[0]) && values[0] >= min)) {
    throw usageError(`--queries: the ${method} of ${text} is not a whole number of ${min} or more`);
  }
  if (method.startsWith('cursor') && typeof values[0] !== 'string') {
    throw usageError(`--queries: ${text} has no ID`, `write it as {"method":"${method}","values":["ID"]}`);
  }
  return { method, values };
}

const oldForm = /^\s*(\w+)\((.*)\)\s*$/s;

function noObject(text: string): CliError {
  const [, method, args] = oldForm.exec(text) ?? [];
  if (method === undefined || args === undefined) {
    return usageError(`--queries: ${text} is not a JSON object`, `write it as ${example}`);
  }
  return usageError(
    `--queries: ${text} is in the syntax of older servers`,
    `write it as ${newForm(method, args) ?? example}`,
  );
}

const example = '{"method":"equal","attribute":"name","values":["Ada"]}';

/** Converts the syntax of older servers, such as `equal("size", ["L"])`, to JSON; undefined if its arguments are not JSON. */
function newForm(method: string, args: string): string | undefined {
  let list: unknown[];
  try {
    list = JSON.parse(`[${args}]`);
  } catch {
    return undefined;
  }
  if (/^(limit|offset|cursor|select)/.test(method)) return JSON.stringify({ method, values: list.flat() });
  const [attribute, ...values] = list;
  return JSON.stringify({ method, attribute, values: values.length > 0 ? values.flat() : undefined });
}
