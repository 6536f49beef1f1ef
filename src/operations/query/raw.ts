/** Queries that the user wrote as JSON: checked, and sent as they are. */
import { type CliError, usageError } from '../../errors.ts';
import { objectFromJson } from '../object.ts';

/** The smallest number that these methods take. */
const smallest = new Map([
  ['limit', 1],
  ['offset', 0],
]);

export interface RawQuery {
  readonly method: string;
  readonly values: readonly unknown[];
}

/**
 * Looks into the text of one `--queries`. Pure.
 * @param text what the user wrote
 * @param methods the only ones that the server takes here; undefined where it takes them all
 * @throws CliError exit 2: no JSON object, no method, one that is not taken here, a limit below 1
 */
export function readRawQuery(text: string, methods: readonly string[] | undefined): RawQuery {
  if (!text.trimStart().startsWith('{')) throw noObject(text);
  const query = JSON.parse(objectFromJson('--queries', text).text);
  const { method, values = [] } = query;
  if (typeof method !== 'string') {
    throw usageError(`--queries: ${text} names no method`, `write it as {"method":"limit","values":[5]}`);
  }
  if (!Array.isArray(values)) throw usageError(`--queries: the values of ${text} are not a list`);
  if (methods && !methods.includes(method)) {
    throw usageError(`--queries: this command takes ${methods.join(' and ')}, not ${method}`);
  }
  const least = smallest.get(method);
  if (least !== undefined && !(Number.isSafeInteger(values[0]) && values[0] >= least)) {
    throw usageError(`--queries: the ${method} of ${text} is not a whole number of ${least} or more`);
  }
  if (method.startsWith('cursor') && typeof values[0] !== 'string') {
    throw usageError(`--queries: ${text} names no ID`, `write it as {"method":"${method}","values":["ID"]}`);
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
    `--queries: ${text} is the form of older servers`,
    `write it as ${newForm(method, args) ?? example}`,
  );
}

const example = '{"method":"equal","attribute":"name","values":["Ada"]}';

/** A query such as `equal("size", ["L"])` or `limit(2)` as today's servers want it, if its arguments are JSON. */
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
