import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { buildSchema } from './schema.ts';

/** Longer requests are refused, since they could nest too deep for the parser. */
const maxRequestTokens = 2_000;
/** Like a real server in production, the sandbox hides its schema. */
const rules = [...specifiedRules, NoSchemaIntrospectionCustomRule];

let schema: Promise<GraphQLSchema> | undefined;

/**
 * Runs a GraphQL request; its operations are performed for the caller.
 * @returns `data` and `errors` in GraphQL's form
 */
export async function run(call: Call): Promise<JsonObject> {
  schema ??= buildSchema();
  const checked = check(await schema, call.params.string('query'));
  if ('errors' in checked) return { errors: checked.errors.map(format) };
  const { data, errors = [] } = await execute({
    schema: await schema,
    document: checked.document,
    contextValue: call,
    variableValues: call.params.object('variables', {}),
    operationName: call.params.optionalString('operationName'),
  });
  for (const { originalError } of errors)
    if (originalError && !isExpected(originalError)) throw originalError;
  return {
    ...(errors.length > 0 && { errors: errors.map(format) }),
    ...(data && { data: data as JsonObject }),
  };
}

const isExpected = (error: Error) => error instanceof ApiError || error instanceof GraphQLError;

type Checked = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

function check(schema: GraphQLSchema, query: string): Checked {
  try {
    const document = parse(query, { maxTokens: maxRequestTokens });
    const errors = validate(schema, document, rules);
    return errors.length > 0 ? { errors } : { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

function format({ message, locations, path, originalError }: GraphQLError): JsonObject {
  return {
    message,
    extensions: { category: originalError instanceof ApiError ? 'appwrite' : 'graphql' },
    locations: locations?.map(({ line, column }) => ({ line, column })),
    path: path as Json | undefined,
  };
}
