import {
  GraphQLBoolean,
  type GraphQLFieldConfigMap,
  GraphQLFloat,
  GraphQLInt,
  GraphQLList,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLScalarType,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql';
import type { FieldType, Model } from '../../../api/models/model.ts';
import { modelNames, modelOf } from '../../../api/models.ts';
import { defaultApiVersion } from '../../../api/versions.ts';
import { encodeJson, type JsonObject } from '../../core/json.ts';

/** Any JSON value; as input also JSON text, which the operation parses. */
export const json = new GraphQLScalarType({ name: 'Json', description: 'Any JSON value' });

/** The same type, under the name for objects. */
export const assoc = new GraphQLScalarType({ name: 'Assoc', description: 'An object of names and values' });

/** Fields that hold an object of a model, or a list of them; other lists hold text, other objects any value. */
const nested: Readonly<Record<string, string>> = {
  'user.targets': 'target',
  'user.prefs': 'preferences',
  'team.prefs': 'preferences',
  'collection.attributes': 'attribute',
  'collection.indexes': 'index',
  'function.vars': 'variable',
  'execution.requestHeaders': 'headers',
  'execution.responseHeaders': 'headers',
  'subscriber.target': 'target',
};

/** Models with members beside the listed fields, which users define. */
const open: readonly string[] = ['document', 'preferences', 'any'];

const scalars: Readonly<Record<Exclude<FieldType, 'list'>, GraphQLOutputType>> = {
  string: GraphQLString,
  integer: GraphQLInt,
  number: GraphQLFloat,
  boolean: GraphQLBoolean,
  object: json,
  any: json,
};

type Fields = GraphQLFieldConfigMap<JsonObject, unknown>;

/** Type of an empty answer. GraphQL has no type without fields. */
const nothing = new GraphQLObjectType({
  name: 'None',
  fields: { status: { type: GraphQLString, resolve: () => 'OK' } },
});

const made = new Map<string, GraphQLOutputType>();

/**
 * Returns the type of an operation's answer.
 * @param model name in the catalogue; null for an empty answer
 */
export function outputType(model: string | null): GraphQLOutputType {
  if (model === null) return nothing;
  const type = made.get(model) ?? (model === 'attribute' ? attributes() : objectType(model));
  made.set(model, type);
  return type;
}

const capitalized = (name: string) => name[0]!.toUpperCase() + name.slice(1);

function objectType(name: string): GraphQLObjectType {
  return new GraphQLObjectType({
    name: capitalized(name),
    fields: () => fields(name, modelOf(name, defaultApiVersion)),
  });
}

/** GraphQL names can't begin with `$`, so `_` replaces it. */
function fields(name: string, model: Model): Fields {
  const listed = Object.entries(model.fields).map(([field, type]) => [
    field.replace('$', '_'),
    { type: fieldType(name, model, field, type), resolve: (answer: JsonObject) => answer[field] },
  ]);
  const more = open.includes(name) ? { data: { type: GraphQLString, resolve: ownMembers } } : {};
  return { ...Object.fromEntries(listed), ...more };
}

/** Returns the members that the model does not list, as JSON text. */
function ownMembers(answer: JsonObject): string {
  return encodeJson(Object.fromEntries(Object.entries(answer).filter(([member]) => !member.startsWith('$'))));
}

function fieldType(name: string, model: Model, field: string, type: FieldType): GraphQLOutputType {
  const inner = model.items?.member === field ? model.items.model : nested[`${name}.${field}`];
  if (type === 'list') return new GraphQLList(inner === undefined ? GraphQLString : outputType(inner));
  return inner === undefined ? scalars[type] : outputType(inner);
}

/** Tells apart the attributes whose type is `string`. */
const formats: Readonly<Record<string, string>> = {
  email: 'attributeEmail',
  enum: 'attributeEnum',
  ip: 'attributeIp',
  url: 'attributeUrl',
};

/** Returns the type for an attribute of any type. */
function attributes(): GraphQLUnionType {
  const names = modelNames(defaultApiVersion).filter((name) => /^attribute(?!List)[A-Z]/.test(name));
  return new GraphQLUnionType({
    name: 'Attributes',
    types: () => names.map((name) => outputType(name) as GraphQLObjectType),
    resolveType: ({ type, format }: JsonObject) => {
      if (type === 'string') return capitalized(formats[`${format}`] ?? 'attributeString');
      return `Attribute${type === 'double' ? 'Float' : capitalized(`${type}`)}`;
    },
  });
}
