/** The attributes that an operation can filter and sort by, and their types. */
import type { Model } from '../../api/models/model.ts';
import { modelOf } from '../../api/models.ts';
import type { Operation } from '../../api/schema.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import type { Unit } from '../../lib/text/units.ts';
import type { Attribute } from '../../schema/attribute.ts';
import { queriesParam } from './flags.ts';

export type ValueType = 'string' | 'integer' | 'number' | 'boolean' | 'datetime';

export interface AttributeType {
  /** Type of one value. */
  readonly type: ValueType;
  /** Set if the numbers count this: then they are written with other units too. */
  readonly unit?: Unit | undefined;
  /** True if the attribute holds several values. */
  readonly list: boolean;
  /** All values that the attribute can have on any supported server; absent if they are not a closed list. */
  readonly choices?: readonly string[] | undefined;
}

/** Returns the type of an attribute, or undefined if it is unknown. */
export type TypeOf = (attribute: string) => AttributeType | undefined;

/** The members of a collection's attribute that decide the type of its values. */
export type CollectionAttribute = Pick<Attribute, 'key' | 'type'> & Partial<Pick<Attribute, 'array'>>;

const single = (type: ValueType): AttributeType => ({ type, list: false });

/** Attributes of every model and every document. */
const systemAttributes: ReadonlyMap<string, AttributeType> = new Map([
  ['$id', single('string')],
  ['$createdAt', single('datetime')],
  ['$updatedAt', single('datetime')],
]);

/** Attributes that hold dates and can be filtered by, but are in no answer. */
const hiddenDates: readonly string[] = ['scheduleNext', 'schedulePrevious'];

const providerTypes = ['email', 'sms', 'push'];
const schemaStates = ['available', 'processing', 'deleting', 'stuck', 'failed'];

const noFields: Pick<Model, 'fields' | 'forms'> = { fields: {}, forms: {} };

/** Closed lists of values, by model and attribute. */
const choices: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  attribute: { status: schemaStates },
  column: { status: schemaStates },
  index: { status: schemaStates },
  columnIndex: { status: schemaStates },
  transaction: { status: ['pending', 'committing', 'committed', 'failed'] },
  execution: {
    trigger: ['http', 'schedule', 'event'],
    // Servers from 1.6 know `scheduled`.
    status: ['waiting', 'processing', 'completed', 'failed', 'scheduled'],
  },
  message: { status: ['draft', 'processing', 'scheduled', 'sent', 'failed'], providerType: providerTypes },
  provider: { type: providerTypes },
  target: { providerType: providerTypes },
};

/**
 * Returns the types of the model that the operation lists. Filterable attributes that the model lacks are text;
 * fields of no fixed type are unknown.
 */
export function modelTypes(operation: Operation): TypeOf {
  const { response, apiVersion } = operation;
  const model = response === null ? '' : (modelOf(response, apiVersion).items?.model ?? '');
  const { fields, forms } = model === '' ? noFields : modelOf(model, apiVersion);
  return (attribute) => {
    if (systemAttributes.has(attribute)) return systemAttributes.get(attribute);
    const form = forms[attribute];
    if (form === 'date' || hiddenDates.includes(attribute)) return single('datetime');
    const type = fields[attribute] ?? 'string';
    if (type === 'list') return { type: 'string', list: true };
    if (type === 'object' || type === 'any') return undefined;
    const unit = form === 'bytes' || form === 'seconds' ? form : undefined;
    return { ...single(type), unit, choices: choices[model]?.[attribute] };
  };
}

const serverTypes: ReadonlyMap<string, ValueType> = new Map([
  ['string', 'string'],
  ['text', 'string'],
  ['varchar', 'string'],
  ['mediumtext', 'string'],
  ['longtext', 'string'],
  ['integer', 'integer'],
  ['double', 'number'],
  ['boolean', 'boolean'],
  ['datetime', 'datetime'],
  ['relationship', 'string'],
]);

/**
 * Returns the types of a collection's documents.
 * @param attributes of the collection; none if they are unknown
 */
export function documentTypes(attributes: readonly CollectionAttribute[] = []): TypeOf {
  const types = new Map(systemAttributes);
  for (const { key, type, array = false } of attributes) {
    const known = serverTypes.get(type);
    if (known) types.set(key, { type: known, list: array });
  }
  return (attribute) => types.get(attribute);
}

/** True for attributes that every model and every document has. */
export function isSystemAttribute(attribute: string): boolean {
  return systemAttributes.has(attribute);
}

/** Reason why an attribute is refused, and a hint. */
export interface Problem {
  readonly problem: string;
  readonly hint: string;
}

/**
 * Returns why an operation can't filter or sort by an attribute, or undefined if it can. For documents the server
 * decides, by the collection.
 */
export function attributeProblem(operation: Operation, attribute: string): Problem | undefined {
  const filterable = queriesParam(operation)?.filterable;
  if (!filterable) return undefined;
  const offered = [...filterable, ...systemAttributes.keys()];
  if (offered.includes(attribute)) return undefined;
  const guess = closestMatch(attribute, offered);
  return {
    problem: `${operation.group} ${operation.command} can't filter or sort by "${attribute}"`,
    hint: `${guess ? `did you mean ${guess}? ` : ''}It can by ${offered.join(', ')}`,
  };
}
