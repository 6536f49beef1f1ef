import type { Credentials } from '../../api/schema.ts';
import { keyOrUser } from '../../api/vocabulary.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { saysJson } from '../../http/body.ts';
import { isSecretName, secretsIn } from '../../http/redact/mask.ts';
import type { ApiRequest, Secret, TextResponse } from '../../http/types.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import { readObject } from '../../operations/read.ts';
import { dryRun } from '../../operations/run.ts';
import { responseResult, send } from '../../operations/send.ts';
import { createSources } from '../../operations/sources.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The values of the arguments and flags of `api`. */
interface RequestValues {
  readonly method: string;
  readonly path: string;
  readonly data: readonly string[] | undefined;
  readonly param: readonly string[] | undefined;
  readonly responseFormat: string | undefined;
}

/**
 * Sends the request that `api METHOD PATH` describes.
 * @throws CliError exit 2 for a path that leaves the endpoint
 */
export async function sendRequest(input: RequestValues, services: Services): Promise<CommandResult> {
  const method = readMethod(input.method);
  const [path, query] = readPath(input.path);
  const data = input.data
    ? await readObject('--data', input.data, createSources(services.context))
    : undefined;
  if (data && method === 'GET')
    throw usageError('a GET request has no --data', 'use --param, or another method');
  const params = [...query, ...readParams(input.param ?? [])];
  const plain: ApiRequest = {
    method,
    path,
    query: params,
    body: data && { kind: 'json', text: data.text },
    // Not PUT: some of the API's PUT requests take a one-time token.
    repeatable: method === 'GET' || method === 'DELETE',
    ownFormat: true,
    headers: formatHeaders(input.responseFormat),
    secrets: [
      ...(data ? secretsIn(data.text) : []),
      ...(data && isVariable(path) ? variableValue(data.text) : []),
      ...params.filter(([name]) => isSecretName(name)).map(([name, value]) => ({ name, value })),
    ],
  };
  const request = isGraphql(path)
    ? (await import('../../operations/graphql.ts')).withGraphqlSecrets(plain)
    : plain;
  const auth: Credentials = answersGuestsOnly(path) ? [] : [...keyOrUser, 'Guest'];
  if (services.globals.dryRun) return dryRun(request, auth, services);
  if (method === 'DELETE') {
    const connection = async () => (await services.resolve(auth)).connection;
    await services.confirm(`Send DELETE ${path}`, connection);
  }
  const answer = await send(request, await services.clientFor(auth));
  if (answer.text === '' || saysJson(answer.headers)) return responseResult(request, answer, {});
  const isRead = isText(answer) && services.context.stdout.isTTY && services.globals.out === undefined;
  return { result: isRead ? { kind: 'text', text: answer.text } : { kind: 'bytes', bytes: answer.bytes } };
}

function isText({ headers }: TextResponse): boolean {
  return /^text\//i.test(String(headers['content-type'] ?? ''));
}

/** True for paths that the server serves to guests only, and refuses with an API key. */
function answersGuestsOnly(path: string): boolean {
  return /^\/health\/version\/?$/.test(path);
}

function isGraphql(path: string): boolean {
  return /^\/graphql(\/mutation)?\/?$/.test(path);
}

/** True for the path of a variable of a function, site or project, or of the list that a new one is added to. */
function isVariable(path: string): boolean {
  return /\/variables(\/[^/]+)?\/?$/.test(path);
}

function variableValue(json: string): Secret[] {
  const { value } = JSON.parse(json) as { value?: unknown };
  return typeof value === 'string' ? [{ name: 'value', value }] : [];
}

/** @throws CliError exit 2 for a text that is no version */
function formatHeaders(version: string | undefined): Record<string, string> {
  if (version === undefined) return {};
  const [, minor, patch = '.0'] = /^(\d{1,3}\.\d{1,3})(\.\d{1,3})?$/.exec(version) ?? [];
  if (minor === undefined)
    throw usageError(`--response-format takes a version such as 1.5, not "${version}"`);
  return { 'x-appwrite-response-format': minor + patch };
}

function readMethod(given: string): string {
  const method = given.toUpperCase();
  if (methods.includes(method)) return method;
  const guess = closestMatch(method, methods);
  throw usageError(
    `unknown method "${given}"`,
    guess ? `did you mean ${guess}?` : `it is one of ${methods.join(', ')}`,
  );
}

/** Splits the path from the query after its `?`. */
function readPath(text: string): [path: string, query: [string, string][]] {
  const refuse = (why: string, hint = 'write it as /databases/shop') =>
    usageError(`the path ${JSON.stringify(text)} ${why}`, hint);
  if (text === '') throw refuse('is empty');
  const unmapped = undoGitBash(text);
  if (/^[a-z]:[\\/]/i.test(unmapped))
    throw refuse(
      'is a file on a drive; Git Bash turns a leading slash into that',
      'leave out the leading slash',
    );
  if (/^[a-z][a-z0-9+.-]*:/i.test(unmapped))
    throw refuse('is an absolute URL; paths are relative to the endpoint');
  const given = unmapped.startsWith('/') ? unmapped : `/${unmapped}`;
  if (given.startsWith('//')) throw refuse('begins with two slashes, which would name another host');
  if (/[\u0000-\u001f\u007f\\]/.test(given)) throw refuse('has a control character or a backslash in it');
  if (given.includes('#')) throw refuse('has a # in it, which ends a path; write %23 where an ID has one');
  const [path = '', ...query] = given.split('?');
  if (path.split(/\/|%2f/i).some((part) => /^(\.|%2e){1,2}$/i.test(part)))
    throw refuse('has a dot segment in it');
  if (path.startsWith('/v1/')) throw refuse('repeats the version, which is part of the endpoint');
  return [new URL(`http://host${path}`).pathname, [...new URLSearchParams(query.join('?'))]];
}

/**
 * Git Bash and MSYS2 turn an argument with a leading slash into a file of their own folder:
 * `C:/Program Files/Git/databases`. Returns what was typed, if the folder has its usual name.
 */
function undoGitBash(path: string): string {
  if (!/^[a-z]:\//i.test(path)) return path;
  const root = /\/(?:(?:Portable)?Git|Git-SDK-\d+|msys\d*)(?=\/)/i.exec(path);
  return root ? path.slice(root.index + root[0].length) : path;
}

function readParams(params: readonly string[]): [string, string][] {
  return params.map((param) => {
    const equals = param.indexOf('=');
    if (equals < 1) throw usageError(`--param takes KEY=VALUE, not "${param}"`);
    return [param.slice(0, equals), param.slice(equals + 1)];
  });
}
