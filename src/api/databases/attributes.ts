import type { Extras, OperationSpec } from '../operation-spec.ts';
import { boolean, integer, list, number, type ParamSpec, type Params, string } from '../param-spec.ts';
import { queries, total } from '../params.ts';
import { del, get, patch, post } from '../vocabulary.ts';
import { collection } from './paths.ts';

const attributes = `${collection}/attributes`;

const key = string('Name of the new attribute').required;
const array = boolean('Store a list of values');
const required = boolean('Require a value in every document').required;
const newKey = string('New name of the attribute').since('1.6');
const encrypt = boolean('Encrypt values at rest; encrypted values cannot be queried');
const size = integer('Maximum number of characters in a value');
const onDelete = string('Action on related documents when a document is deleted').oneOf([
  'cascade',
  'restrict',
  'setNull',
]);
const elements = list('Allowed values')
  .items(100, 255)
  .required.changedIn('1.8', (param) => param.unlimited);

/** Types with their article, if that is more than `a` and the type's name. */
const typeTexts: Readonly<Record<string, string>> = {
  email: 'an e-mail',
  enum: 'an enum',
  integer: 'an integer',
  ip: 'an IP address',
  url: 'a URL',
};
const withArticle = (type: string) => typeTexts[type] ?? `a ${type}`;
const modelOf = (type: string) => `attribute${type.charAt(0).toUpperCase()}${type.slice(1)}`;

/** Defines the operation that adds an attribute of a type; `own` are the parameters of this type only. */
const create = (type: string, value: ParamSpec, own: Params = {}, more: Params = {}, extras: Extras = {}) =>
  post(
    `${attributes}/${type}`,
    `Add ${withArticle(type)} attribute`,
    {
      key,
      ...own,
      required,
      default: value,
      array,
      ...more,
    },
    modelOf(type),
    { status: 202, ...extras },
  );

const oldDefaultStays =
  'After --no-default, Appwrite 1.5 shows no default but still fills in the old one. To remove it, delete the attribute and create it again.';
const boundsMove =
  'It also stops checking the range of values if an update leaves both --min and --max unchanged. The command then moves one of them by one and back, and reports it.';
const typeUnchecked =
  'Appwrite 1.8 does not check the type of the attribute: it reports this type even if the attribute has another.';
/** For attributes whose values have a range. A real 1.8.1 goes on checking it. */
const bounded: Extras = {
  boundsFrom: 'getAttribute',
  about: `${oldDefaultStays} ${boundsMove}`,
  changes: { '1.8': { boundsFrom: null, about: typeUnchecked } },
};

/**
 * Defines the operation that changes an attribute of a type. The server requires `default` each time, null for none.
 */
const update = (type: string, value: ParamSpec, own: Params = {}, more: Params = {}, extras: Extras = {}) =>
  patch(
    `${attributes}/${type}/{key}`,
    `Change ${withArticle(type)} attribute`,
    { ...own, required, default: value.required.nullable, ...more, newKey },
    modelOf(type),
    { about: oldDefaultStays, changes: { '1.8': { about: typeUnchecked } }, ...extras },
  );

const text = string('Default value');
const defaultOf = {
  boolean: boolean('Default value'),
  datetime: string('Default value, as 2024-01-31T10:00:00.000+00:00').fixedDate,
  email: string('Default e-mail address'),
  enum: string('Default value, one of the elements'),
  float: number('Default value'),
  integer: integer('Default value'),
  ip: string('Default IP address'),
  url: string('Default URL'),
};

/** Bounds of the values: of an update, both until 1.5, and since then those that are given. */
const bounds = (of: typeof number, isUpdate: boolean) => {
  const [min, max] = [of('Minimum value'), of('Maximum value')];
  if (!isUpdate) return { min, max };
  const relaxed = (param: ParamSpec) => param.required.changedIn('1.6', (later) => later.optional);
  return { min: relaxed(min), max: relaxed(max) };
};

/**
 * Defines both operations of an attribute of places. The server takes an update without `default` for one that clears
 * it.
 * @param example of a value, as JSON
 */
const ofPlaces = (type: 'point' | 'line' | 'polygon', example: string) => {
  const value = list(`Default value, as ${example}`).of('any');
  const since: Extras = { since: '1.8' };
  const { params, ...operation } = create(type, value, {}, {}, since);
  const { array: _, ...notInLists } = params;
  return {
    create: { ...operation, params: notInLists },
    update: patch(
      `${attributes}/${type}/{key}`,
      `Change a ${type} attribute`,
      { required, default: value.nullable, newKey },
      modelOf(type),
      { ...since, carryOver: { from: 'getAttribute', only: ['default'] } },
    ),
  };
};
const point = ofPlaces('point', '[longitude, latitude]');
const line = ofPlaces('line', '[[0,0],[1,1]]');
const polygon = ofPlaces('polygon', '[[[0,0],[0,1],[1,1],[0,0]]]');

const isNew: Extras = { since: '1.9' };
const textReplaces = (replacement: string): Extras => ({ deprecated: '1.9', replacement });

export const attributeOperations = {
  listAttributes: get(
    attributes,
    'List the attributes of a collection',
    { queries: queries('key', 'type', 'size', 'required', 'array', 'status', 'error'), total },
    'attributeList',
  ),
  getAttribute: get(`${attributes}/{key}`, 'Show one attribute', {}, 'attribute'),
  deleteAttribute: del(`${attributes}/{key}`, 'Delete an attribute and its values'),
  createBooleanAttribute: create('boolean', defaultOf.boolean),
  updateBooleanAttribute: update('boolean', defaultOf.boolean),
  createDatetimeAttribute: create('datetime', defaultOf.datetime),
  updateDatetimeAttribute: update('datetime', defaultOf.datetime),
  createEmailAttribute: create('email', defaultOf.email),
  updateEmailAttribute: update('email', defaultOf.email),
  createEnumAttribute: create('enum', defaultOf.enum, { elements }),
  updateEnumAttribute: update('enum', defaultOf.enum, { elements }),
  createFloatAttribute: create('float', defaultOf.float, bounds(number, false)),
  updateFloatAttribute: update('float', defaultOf.float, bounds(number, true), {}, bounded),
  createIntegerAttribute: create('integer', defaultOf.integer, bounds(integer, false)),
  updateIntegerAttribute: update('integer', defaultOf.integer, bounds(integer, true), {}, bounded),
  createIpAttribute: create('ip', defaultOf.ip),
  updateIpAttribute: update('ip', defaultOf.ip),
  createStringAttribute: create(
    'string',
    text,
    { size: size.required, encrypt },
    {},
    textReplaces('tablesDB.createTextColumn'),
  ),
  updateStringAttribute: update(
    'string',
    text,
    {},
    { size: size.since('1.6') },
    textReplaces('tablesDB.updateTextColumn'),
  ),
  createTextAttribute: create('text', text, {}, { encrypt }, isNew),
  updateTextAttribute: update('text', text, {}, {}, isNew),
  createVarcharAttribute: create('varchar', text, { size: size.required }, { encrypt }, isNew),
  updateVarcharAttribute: update('varchar', text, {}, { size }, isNew),
  createMediumtextAttribute: create('mediumtext', text, {}, { encrypt }, isNew),
  updateMediumtextAttribute: update('mediumtext', text, {}, {}, isNew),
  createLongtextAttribute: create('longtext', text, {}, { encrypt }, isNew),
  updateLongtextAttribute: update('longtext', text, {}, {}, isNew),
  createUrlAttribute: create('url', defaultOf.url),
  updateUrlAttribute: update('url', defaultOf.url),
  createPointAttribute: point.create,
  updatePointAttribute: point.update,
  createLineAttribute: line.create,
  updateLineAttribute: line.update,
  createPolygonAttribute: polygon.create,
  updatePolygonAttribute: polygon.update,
  createRelationshipAttribute: post(
    `${attributes}/relationship`,
    'Add a relationship to another collection',
    {
      relatedCollectionId: string('ID of the other collection').required,
      type: string('Number of documents on each side').oneOf([
        'oneToOne',
        'manyToOne',
        'manyToMany',
        'oneToMany',
      ]).required,
      twoWay: boolean('Add an attribute to the other collection that points back'),
      key: string('Name of the new attribute; by default the ID of the other collection'),
      twoWayKey: string('Name of the attribute that points back'),
      onDelete,
    },
    'attributeRelationship',
    { status: 202 },
  ),
  updateRelationshipAttribute: patch(
    `${attributes}/{key}/relationship`,
    'Change a relationship attribute',
    { onDelete, newKey },
    'attributeRelationship',
  ),
} satisfies Record<string, OperationSpec>;

/** As `databases` has it. Tables keep the old path. */
export const updateRelationshipAttribute: OperationSpec = {
  ...attributeOperations.updateRelationshipAttribute,
  extras: { changes: { '1.9': { path: `${attributes}/relationship/{key}` } } },
};
