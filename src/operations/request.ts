import type { Model } from '../api/models/model.ts';
import { itemsOf, modelOf } from '../api/models.ts';
import type { Operation, Param } from '../api/schema.ts';
import { encodeSegment } from '../http/encode.ts';
import { secretsIn } from '../http/redact/mask.ts';
import type { AnswerShape, ApiRequest, Body, FormFile } from '../http/types.ts';
import { encodeJson, RawJson } from '../lib/json/raw.ts';
import { members, plainText } from '../lib/json/slices.ts';
import type { Value } from './values.ts';

/** The checked values of an operation's parameters by API name, without those that are not given. */
export type Values = Readonly<Record<string, Value>>;

/**
 * Builds the request of an operation. Reads and sends nothing.
 * @param values include every required parameter
 */
export function buildRequest(operation: Operation, values: Values): ApiRequest {
  const given = operation.params.filter(
    ({ name, clearable }) => values[name] !== undefined && !(clearable && values[name] === ''),
  );
  const at = (place: Param['in']) => given.filter((param) => param.in === place);
  const path = at('path').reduce(
    (template, { name, flag }) =>
      template.replace(`{${name}}`, () => encodeSegment(flag, String(values[name]))),
    operation.path,
  );
  const body = buildBody(operation, at, values);
  return {
    method: operation.method,
    path,
    query: at('query').flatMap((param) => queryPairs(param, values[param.name]!)),
    body,
    ...(operation.kind === 'location' && accept(values.output)),
    repeatable: operation.repeatable,
    expects: expectation(operation),
    answer: answerShape(operation, values),
    ...passing(operation),
    ...(operation.ownFormat && { ownFormat: true }),
    secrets: [
      ...given.filter(({ secret }) => secret).map(({ name }) => ({ name, value: textOf(values[name]!) })),
      // An object may hold some too, such as the headers of an execution or of a website.
      ...(body?.kind === 'json' ? secretsIn(body.text) : []),
      ...at('query').flatMap(({ name, type }) => (type === 'object' ? secretsIn(textOf(values[name]!)) : [])),
    ],
  };
}

/** A server sends WebP only to clients that name it; without the header the picture comes as JPEG. */
function accept(format: Value | undefined): Pick<ApiRequest, 'headers'> {
  if (format === undefined) return {};
  return { headers: { accept: `image/${format === 'jpg' ? 'jpeg' : textOf(format)}` } };
}

function passing(operation: Operation): Pick<ApiRequest, 'operation'> {
  const { group, command, since, until } = operation;
  if (since === undefined && until === undefined) return {};
  // The catalogue works out a replacement when it is asked for one.
  return { operation: { command: `${group} ${command}`, since, until, replacement: operation.replacement } };
}

function expectation({ method, kind, response, status }: Operation): ApiRequest['expects'] {
  if (kind === 'webAuth') return 'redirect';
  return response !== null && status !== 204 && method !== 'DELETE' ? 'json' : undefined;
}

/** Returns the form of the operation's answer by its model; undefined without one, for a page or any kind of file. */
function answerShape(operation: Operation, { queries }: Values): AnswerShape | undefined {
  const { apiVersion, method, kind, response, status, media } = operation;
  if (kind === 'location') return media === undefined ? undefined : { kind: 'file', type: media };
  if (kind === 'graphql') return { kind: 'object', has: ['data', 'errors'] };
  if (response === null && method === 'DELETE') return { kind: 'empty' };
  // Servers of some versions describe what others answer with nothing: a build, a session, a user.
  if (response === null) return status === 204 ? { kind: 'empty or object', has: ['$id'] } : undefined;
  const items = itemsOf(response, apiVersion);
  // Items of a selection may lack their ID. Queries that don't mention the method select nothing.
  const isSelection = queries !== undefined && textOf(queries).includes('"select"');
  const has = isSelection ? [] : tellingMembers(items?.model ?? modelOf(response, apiVersion));
  if (items) return { kind: 'list', items: items.member, has };
  return { kind: status === 204 || method === 'DELETE' ? 'empty or object' : 'object', has };
}

/** Returns the member by which an object of a model is known: its ID, or else its first field. */
function tellingMembers({ fields }: Model): string[] {
  return '$id' in fields ? ['$id'] : Object.keys(fields).slice(0, 1);
}

function buildBody(
  operation: Operation,
  at: (place: Param['in']) => Param[],
  values: Values,
): Body | undefined {
  if (operation.kind === 'upload') {
    const form = at('form');
    const file = form.find(({ type }) => type === 'binary')!;
    const fields = form.filter((param) => param !== file);
    return {
      kind: 'form',
      fields: fields.flatMap(({ name }) => formPairs(name, values[name]!)),
      file: values[file.name] as FormFile,
    };
  }
  if (!operation.params.some((param) => param.in === 'body')) return undefined;
  if (operation.method === 'DELETE' && at('body').length === 0) return undefined;
  const members = Object.fromEntries(at('body').map(({ name }) => [name, values[name]]));
  return { kind: 'json', text: encodeJson(members) };
}

/** False is `0`: Appwrite takes `total=false` and `download=false` for true. */
function queryPairs({ name, type }: Param, value: Value): [string, string][] {
  if (Array.isArray(value)) return value.map((item, index) => [`${name}[${index}]`, item]);
  if (type === 'object') {
    const pairs = [...members(textOf(value))];
    return pairs.map(([member, text]) => [`${name}[${member}]`, plainText(text)]);
  }
  return [[name, value === false ? '0' : textOf(value)]];
}

/** Booleans are `1` and `0`: Appwrite 1.5.7 reads every other text of a form as true, `false` too. */
function formPairs(name: string, value: Value): [string, string][] {
  if (Array.isArray(value)) return value.map((item) => [`${name}[]`, item]);
  if (typeof value === 'boolean') return [[name, value ? '1' : '0']];
  return [[name, textOf(value)]];
}

function textOf(value: Value): string {
  return value instanceof RawJson ? value.text : String(value);
}
