import { constraintProblem, definitionProblem, sizeOf } from '../../../../schema/attribute-rules.ts';
import type { Call } from '../../../core/call.ts';
import { ApiError, invalidArgument, serverError } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Module } from '../../../core/module.ts';
import { openCollection } from '../collections.ts';
import { scheduleJob } from '../pending-jobs.ts';
import type { Table } from '../table.ts';
import { type AttributeRecord, attributeView, filledIn, viewAs } from './attribute.ts';
import { findAttribute } from './attributes.ts';
import { checkAddition, invalidValue, refuse } from './check.ts';
import { type ScalarKind, scalarKinds } from './scalar-kinds.ts';
import { normalize, unmetExpectation } from './value.ts';

/** Creates and updates attributes other than relationships. */
export const scalarHandlers: Module['handlers'] = Object.fromEntries(
  Object.entries(scalarKinds).flatMap(([name, kind]) => [
    [`databases.create${name}Attribute`, (call: Call) => create(call, kind)],
    [`databases.update${name}Attribute`, (call: Call) => update(call, kind)],
  ]),
);

function create(call: Call, kind: ScalarKind): JsonObject {
  const { params } = call;
  const table = openCollection(call);
  const key = params.string('key');
  const { type, format } = kind;
  const own = kind.create(params);
  const attribute: AttributeRecord = {
    ...call.stamp(key),
    key,
    type,
    status: 'processing',
    error: '',
    required: params.boolean('required'),
    array: params.boolean('array', false),
    format,
    default: null,
    ...own,
    size: sizeOf({ type, format, ...own }),
  };
  refuse(definitionProblem(attribute), table);
  const complete = { ...attribute, default: defaultOf(call, attribute) };
  refuse(constraintProblem(complete), table);
  checkAddition(table, complete);
  scheduleJob(call.kernel, table, 'attributes', key);
  return attributeView(table.attributes.put(complete));
}

function update(call: Call, kind: ScalarKind): JsonObject {
  const { type, format, update: own } = kind;
  const table = openCollection(call);
  const old = findAttribute(table, call.params.string('key'));
  if (old.status !== 'available') {
    throw new ApiError(400, 'attribute_not_available', `The attribute ${old.key} is not available yet.`);
  }
  if (old.type !== type || old.format !== format) return updateOther(call, table, old, kind);
  const members = { ...old, required: call.params.boolean('required'), ...own?.(call.params) };
  const changed = { ...members, isRangeUnchecked: losesRangeCheck(old, members) };
  refuse(definitionProblem(changed), table);
  const complete = {
    ...changed,
    default: isPlainText(old) ? (call.params.get('default') ?? null) : defaultOf(call, changed),
    hiddenDefault: changed.required ? null : filledIn(old),
  };
  if (complete.elements?.length === 0) throw invalidValue('An enum needs elements.');
  refuse(constraintProblem(complete), table);
  return attributeView(table.attributes.put(call.touch(old, complete)));
}

/** True for text without a format, whose new default the server does not check against the size. */
const isPlainText = ({ type, format }: AttributeRecord) => type === 'string' && format === '';

/**
 * Updates an attribute by the route of another kind, which the server does not refuse: only a float's route changes an
 * integer.
 * @throws ApiError 500 general_unknown, for a default
 */
function updateOther(call: Call, table: Table, old: AttributeRecord, kind: ScalarKind): JsonObject {
  if ((call.params.get('default') ?? null) !== null) throw serverError();
  if (old.type !== 'integer' || kind.type !== 'double') return viewAs(old, kind);
  const changed = { ...old, required: call.params.boolean('required'), ...kind.update?.(call.params) };
  refuse(constraintProblem({ ...changed, default: null }), table);
  return viewAs(table.attributes.put(call.touch(old, changed)), kind);
}

/**
 * True if an update makes the server forget to check the bounds: both are unchanged, and for doubles one of them has a
 * fraction.
 */
function losesRangeCheck(old: AttributeRecord, { type, min, max }: AttributeRecord): boolean {
  if (min === undefined || max === undefined || min !== old.min || max !== old.max) return false;
  return type === 'integer' || !Number.isInteger(min) || !Number.isInteger(max);
}

/** Formats and types whose defaults the server checks as parameters. */
const checkedAsParameter: ReadonlySet<string> = new Set(['email', 'ip', 'url', 'datetime']);

/** @throws ApiError 400 general_argument_invalid or attribute_value_invalid, for a default that doesn't fit */
function defaultOf(call: Call, attribute: AttributeRecord): AttributeRecord['default'] {
  const value = call.params.get('default') ?? null;
  if (value === null) return null;
  const expected = unmetExpectation(attribute, normalize(attribute, value));
  if (expected === undefined) return attribute.type === 'double' ? Number(value) : value;
  if (checkedAsParameter.has(attribute.format) || checkedAsParameter.has(attribute.type)) {
    throw invalidArgument('default', `it must be ${expected}.`);
  }
  throw invalidValue(`The default must be ${expected}.`);
}
