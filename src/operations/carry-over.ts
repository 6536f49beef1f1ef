/** Updates that change only what the line names, on servers that reset the rest. Loaded only for these. */
import type { CarryOver, Operation, Param } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import type { CommandResult } from '../core/spec.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import { HttpError } from '../http/failure.ts';
import { missingScope } from '../http/response-error.ts';
import type { ApiRequest, Client } from '../http/types.ts';
import { RawJson } from '../lib/json/raw.ts';
import { type JsonKind, kindOf, members } from '../lib/json/slices.ts';
import { buildRequest, type Values } from './request.ts';
import { responseResult, send, viewOf } from './send.ts';

/** @throws CliError exit 2 if the line names nothing to change */
export function requireChange({ params }: Operation, values: Values): void {
  const inBody = params.filter((param) => param.in === 'body');
  if (inBody.some(({ name }) => values[name] !== undefined)) return;
  throw usageError('there is nothing to change', `name a setting, such as ${inBody[0]!.flag}`);
}

/** Says in a dry run that the request shown is that of the line alone. */
export function noteReading(operation: Operation, values: Values, { output }: Services): void {
  const { carryOver } = operation;
  if (!carryOver || isComplete(carryOver, values)) return;
  const { method, path } = buildRequest(carryOver.reads, values);
  output.note(
    `without --dry-run, ${method} ${path} is sent first, and its answer fills in the settings that were not given`,
  );
}

/**
 * Reads the object, then sends what the line names together with what the object has.
 * @param values of the line
 * @throws HttpError, CliError if the object can't be read, and then nothing is sent; HttpError as `send`
 */
export async function updateNamed(
  operation: Operation,
  values: Values,
  services: Services,
): Promise<CommandResult> {
  const carryOver = operation.carryOver!;
  const client = await services.clientFor(operation.sentWith);
  const view = viewOf(operation);
  if (isComplete(carryOver, values)) {
    const request = buildRequest(operation, values);
    return responseResult(request, await send(request, client), view);
  }
  const current = await readCurrent(carryOver, values, client);
  const request = mergedRequest(operation, carryOver, values, current);
  try {
    return responseResult(request, await send(request, client), view);
  } catch (error) {
    throw error instanceof HttpError && error.status === 400 && error.hint === undefined
      ? error.with({
          hint: 'settings that were not given were sent with their current values; --replace sends only those given',
        })
      : error;
  }
}

/** True if the line gives everything, so that nothing has to be read. */
function isComplete({ params, newer }: CarryOver, values: Values): boolean {
  return newer.length === 0 && params.every((name) => values[name] !== undefined);
}

/**
 * Reads the object in the server's own format: that of an older version hides what newer servers have.
 * @returns its members as JSON text
 */
async function readCurrent(
  { reads }: CarryOver,
  values: Values,
  client: Client,
): Promise<Map<string, string>> {
  try {
    const { text } = await client.text({ ...buildRequest(reads, values), ownFormat: true });
    return members(text);
  } catch (error) {
    throw error instanceof HttpError ? notRead(error, reads) : error;
  }
}

function notRead(error: HttpError, reads: Operation): HttpError {
  const message = `nothing was changed: the current ${reads.response} can't be read: ${error.message}`;
  if (missingScope(error.message)?.role !== 'applications') return error.with({ message });
  const hint = `give the API key the scope ${reads.scope} too, or use --replace: then the server resets what is not given`;
  return error.with({ message, hint });
}

function mergedRequest(
  operation: Operation,
  { params: names, newer, prefix }: CarryOver,
  values: Values,
  current: Map<string, string>,
): ApiRequest {
  const added = newer.map(newerParam);
  const merged: Record<string, Values[string]> = { ...values };
  for (const param of [...operation.params.filter(({ name }) => names.includes(name)), ...added]) {
    const text = values[param.name] === undefined ? currentValue(param, current, prefix) : undefined;
    if (text !== undefined) merged[param.name] = new RawJson(text);
    else if (param.required && merged[param.name] === undefined) throw lacks(param);
  }
  const request = buildRequest({ ...operation, params: [...operation.params, ...added] }, merged);
  // With the format of an older version a server may convert or drop what that version does not know.
  return newer.some((name) => merged[name] !== undefined) ? { ...request, ownFormat: true } : request;
}

/** Parameter of a newer server. Its value is copied, so that its type doesn't matter. */
export const newerParam = (name: string): Param => ({
  name,
  flag: '',
  in: 'body',
  type: 'object',
  help: '',
  required: false,
});

const kinds: Readonly<Record<Param['type'], JsonKind>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  array: 'array',
  object: 'object',
  binary: 'string',
};

/**
 * Returns the JSON text of a current value, or undefined if there is nothing to carry over: the server has no such
 * setting, or it is empty as the server would make it, and some of its checks refuse an empty text.
 * @throws CliError exit 1 if it is of another type than the parameter
 */
function currentValue(
  { name, flag, type }: Param,
  current: Map<string, string>,
  prefix: string,
): string | undefined {
  const text = current.get(memberOf(name, prefix))?.trim();
  if (text === undefined || text === 'null' || text === '""') return undefined;
  if (flag === '' || kindOf(text) === kinds[type]) return text;
  throw new CliError(ExitCode.failure, `nothing was changed: the server's "${name}" can't be sent again`, {
    hint: `give ${flag}`,
  });
}

function memberOf(name: string, prefix: string): string {
  if (prefix !== '') return prefix + name.charAt(0).toUpperCase() + name.slice(1);
  return name === 'permissions' ? '$permissions' : name;
}

function lacks({ name, flag }: Param): CliError {
  return new CliError(ExitCode.failure, `nothing was changed: the server's answer has no "${name}"`, {
    hint: `give ${flag}`,
  });
}
