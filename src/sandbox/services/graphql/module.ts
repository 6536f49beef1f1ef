import type { Handler, Module } from '../../core/module.ts';

const run: Handler = async (call) => (await import('./graphql.ts')).run(call);

/**
 * GraphQL access to the operations of the other services. Both paths accept queries and mutations. In a file of its
 * own, so that `graphql` is loaded with the first request.
 */
export const graphqlModule: Module = {
  handlers: { 'graphql.query': run, 'graphql.mutation': run },
};
