/** From fields in normal form to the parameters of operations. */
import { type ApiVersion, existsIn, isAtLeast } from '../../api/versions.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { maxKeyCharacters } from '../../schema/limits.ts';
import { catalogued, operationFor } from './catalogue.ts';
import { rulesOf } from './field-types.ts';
import type { Field, OperationRef } from './kind.ts';
import { fieldsOf, kindNamed } from './kinds.ts';
import type { LiveResource, ResourceRef } from './state.ts';
import { type ExactValue, exact, type FieldValue } from './value.ts';

/** Values of parameters, as `buildRequest` takes them. */
export type ParamValues = Readonly<Record<string, ExactValue>>;

/** Fields in normal form by name. */
export type FieldValues = ReadonlyMap<string, FieldValue>;

/** Server that a request is for. */
export interface Target {
  readonly projectId: string;
  readonly apiVersion: ApiVersion;
}

/** An operation with the values of its parameters. */
export interface ResourceRequest {
  readonly operation: OperationRef;
  readonly params: ParamValues;
  /** Secrets among the parameters, with their fields: updates carry unchanged ones too. A plan must not hold them. */
  readonly secrets: ReadonlyMap<string, string>;
}

const noSecrets: ResourceRequest['secrets'] = new Map();

interface NewResource extends ResourceRef {
  readonly variant: string | undefined;
  readonly fields: FieldValues;
}

/** Returns the fields of a new resource with those that the server fills in if they are left out. */
export function completed({ kind, path, variant, fields }: NewResource): FieldValues {
  const all = new Map(fields);
  for (const [name, { initial }] of Object.entries(fieldsOf(kindNamed(kind), variant)))
    if (initial !== undefined && !all.has(name)) all.set(name, initial);
  if (variant === 'relationship' && !all.has('twoWayKey')) all.set('twoWayKey', defaultTwoWayKey(path));
  return all;
}

/**
 * The server's own default is the ID of the collection, so that the second relationship from one collection to another
 * fails.
 */
const defaultTwoWayKey = ([, collection, key]: readonly string[]) =>
  `${collection}_${key}`.slice(0, maxKeyCharacters);

/**
 * Returns the request that creates a resource. Nothing is left to the defaults of the server, which differ by version.
 * @throws Error if its kind is never created: a mistake in this program
 */
export function createRequest(resource: NewResource, target: Target): ResourceRequest {
  const kind = kindNamed(resource.kind);
  const operation = required(operationFor(kind, 'create', resource.variant), resource);
  const fields = completed(resource);
  const params: Record<string, ExactValue> = {
    ...newIdFor(operation, target),
    ...pathValues(resource),
    ...projectOf(operation, target),
  };
  for (const [name, field] of Object.entries(fieldsOf(kind, resource.variant))) {
    const value = paramOf(field, fields.get(name));
    if (value !== undefined && value !== null && existsIn(field, target.apiVersion))
      params[field.param] = value;
  }
  return { operation, params, secrets: secretsAmong(params, resource) };
}

/**
 * Returns the request that changes fields of a resource. It carries the whole resource as the server has it, since most
 * updates reset what is left out.
 * @param changed new values; fields that can't be changed in place must not be among them
 * @throws Error if its kind is never updated as a whole: a mistake in this program
 */
export function updateRequest(live: LiveResource, changed: FieldValues, target: Target): ResourceRequest {
  const kind = kindNamed(live.kind);
  const operation = required(operationFor(kind, 'update', live.variant), live);
  const params: Record<string, ExactValue> = {
    ...pathValues(live),
    ...serverIdOf(live),
    ...projectOf(operation, target),
    ...carried(operation, live, target),
  };
  for (const [name, field] of Object.entries(fieldsOf(kind, live.variant))) {
    if (!isSent(field, target.apiVersion)) continue;
    const value = paramOf(field, changed.has(name) ? changed.get(name) : live.fields.get(name));
    // A default has to be sent, even null. Updates refuse some other empty values, and reset to them what is left out.
    const isEmpty = value === null || (value === '' && !changed.has(name));
    if (value === undefined || (isEmpty && name !== 'default')) delete params[field.param];
    else params[field.param] = value;
  }
  return { operation, params, secrets: secretsAmong(params, live) };
}

/**
 * Returns the request that renames an attribute and keeps its values, which servers can from 1.6 on.
 * @param changed new values of fields, as {@link updateRequest} takes them: one request does both
 * @throws Error if the version can't: a mistake in this program
 */
export function renameRequest(
  live: LiveResource,
  newKey: string,
  changed: FieldValues,
  target: Target,
): ResourceRequest {
  const request = updateRequest(live, changed, target);
  if (!catalogued(request.operation, target.apiVersion).params.some(({ name }) => name === 'newKey'))
    throw new Error(`Appwrite ${target.apiVersion} can't rename an attribute`);
  return { ...request, params: { ...request.params, newKey } };
}

/** @throws Error if its kind is never deleted: a mistake in this program */
export function deleteRequest(live: LiveResource, target: Target): ResourceRequest {
  const operation = required(operationFor(kindNamed(live.kind), 'delete', undefined), live);
  return {
    operation,
    params: { ...pathValues(live), ...serverIdOf(live), ...projectOf(operation, target) },
    secrets: noSecrets,
  };
}

/**
 * Returns the request that sets one field of a kind whose fields have an operation each.
 * @throws Error if the field has none: a mistake in this program
 */
export function settingRequest(
  { kind, field: name }: { readonly kind: ResourceRef['kind']; readonly field: string },
  value: FieldValue,
  target: Target,
): ResourceRequest {
  const field = kindNamed(kind).fields[name];
  if (!field?.setBy) throw new Error(`${kind} ${name} has no operation of its own`);
  const { group, command, fixed } = field.setBy;
  const operation = { group, command };
  const params = { ...projectOf(operation, target), ...fixed, [field.param]: paramOf(field, value)! };
  return { operation, params, secrets: noSecrets };
}

function secretsAmong(
  params: ParamValues,
  { kind, variant }: Pick<NewResource, 'kind' | 'variant'>,
): ResourceRequest['secrets'] {
  const secret = Object.entries(fieldsOf(kindNamed(kind), variant)).filter(([, field]) => field.secret);
  return new Map(
    secret.flatMap(([name, { param }]) => (params[param] === undefined ? [] : [[param, name] as const])),
  );
}

/** True if an update takes the field on this version. */
const isSent = (field: Field, version: ApiVersion) =>
  field.changes !== 'never' && isAtLeast(version, field.changes) && existsIn(field, version);

/** A missing bound is sent as the end of the range: updates require both bounds. */
function paramOf({ type }: Field, value: FieldValue | undefined): ExactValue | undefined {
  const { unbounded, isJson } = rulesOf(type);
  if (value === null && unbounded !== undefined) return new RawJson(unbounded);
  if (isJson && typeof value === 'string') return new RawJson(value);
  return value === undefined ? undefined : exact(value);
}

function pathValues({ kind, path }: ResourceRef): Record<string, string> {
  const { pathParams } = kindNamed(kind);
  return Object.fromEntries(pathParams.map((param, at) => [param, path[at]!]));
}

function serverIdOf({ kind, serverId }: LiveResource): Record<string, string> {
  const { serverIdParam } = kindNamed(kind);
  return serverIdParam === undefined ? {} : { [serverIdParam]: serverId };
}

/** The server chooses the ID of a resource that is known by its name. */
function newIdFor(operation: OperationRef, { apiVersion }: Target): Record<string, string> {
  const param = catalogued(operation, apiVersion).params.find(({ newId }) => newId);
  return param ? { [param.name]: 'unique()' } : {};
}

/** The operations on a project from outside name it in their path. */
function projectOf(operation: OperationRef, { projectId, apiVersion }: Target): Record<string, string> {
  return catalogued(operation, apiVersion).path.includes('{projectId}') ? { projectId } : {};
}

/** Returns what the server has for parameters of an update that are no fields, such as those of a Git repository. */
function carried(
  operation: OperationRef,
  { answer }: LiveResource,
  { apiVersion }: Target,
): Record<string, ExactValue> {
  const { carryOver } = catalogued(operation, apiVersion);
  if (carryOver === undefined) return {};
  const { params, newer, prefix } = carryOver;
  return Object.fromEntries(
    [...params, ...newer].flatMap((name): [string, ExactValue][] => {
      const member = prefix === '' ? name : prefix + name.charAt(0).toUpperCase() + name.slice(1);
      const text = answer.get(member)?.trim() ?? 'null';
      return text === 'null' || text === '""' ? [] : [[name, new RawJson(text)]];
    }),
  );
}

function required<Value>(value: Value | undefined, { kind }: ResourceRef): Value {
  if (value === undefined) throw new Error(`the kind ${kind} has no such operation`);
  return value;
}
