import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  GraphQLFloat,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import { groups } from '../../../api/index.ts';
import type { Operation, Param } from '../../../api/schema.ts';
import type { Call } from '../../core/call.ts';
import { Reply, type Result } from '../../core/http/reply.ts';
import { type JsonObject, parseForeignJson } from '../../core/json.ts';
import { assoc, json, outputType } from './types.ts';

/**
 * Builds a field for each operation with JSON input and output, named by group and operation in the SDKs' spelling:
 * `databasesListDocuments`. Operations that read are queries, the others mutations.
 */
export async function buildSchema(): Promise<GraphQLSchema> {
  const catalogue = await Promise.all(groups.map((group) => group.load()));
  const operations = catalogue.flatMap((group) => group.operations).filter(({ kind }) => kind === 'json');
  const root = (name: string, has: (operation: Operation) => boolean) =>
    new GraphQLObjectType<undefined, Call>({
      name,
      fields: Object.fromEntries(operations.filter(has).map((each) => [fieldName(each), field(each)])),
    });
  return new GraphQLSchema({
    query: root('Query', ({ method }) => method === 'GET'),
    mutation: root('Mutation', ({ method }) => method !== 'GET'),
  });
}

function fieldName({ group, command, aliases }: Operation): string {
  const name = aliases.findLast((alias) => !alias.includes('-')) ?? command;
  return group + name[0]!.toUpperCase() + name.slice(1);
}

function field(operation: Operation): GraphQLFieldConfig<undefined, Call, JsonObject> {
  return {
    type: outputType(operation.response),
    description: operation.summary,
    args: args(operation),
    resolve: async (_, values, call) =>
      jsonOf(await call.invoke(`${operation.group}.${operation.command}`, values)),
  };
}

/** A reply has JSON too, with a status of its own. */
function jsonOf(result: Result): JsonObject {
  if (!(result instanceof Reply)) return result ?? {};
  return Buffer.isBuffer(result.body) ? (parseForeignJson(result.body.toString()) as JsonObject) : {};
}

function args({ params }: Operation): GraphQLFieldConfigArgumentMap {
  return Object.fromEntries(
    params.map((param) => [param.name, { type: inputType(param), description: param.help }]),
  );
}

function inputType(param: Param): GraphQLInputType {
  const type = plainType(param);
  return (param.required || param.newId) && !param.nullable ? new GraphQLNonNull(type) : type;
}

function plainType({ type, name }: Param) {
  switch (type) {
    case 'integer':
      return GraphQLInt;
    case 'number':
      return GraphQLFloat;
    case 'boolean':
      return GraphQLBoolean;
    case 'array':
      return new GraphQLList(GraphQLString);
    case 'object':
      return name === 'prefs' || name === 'headers' ? assoc : json;
    default:
      return GraphQLString;
  }
}
