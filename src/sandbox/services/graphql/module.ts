import type { Handler, Module } from '../../core/module.ts';

const run: Handler = async (call) => (await import('./graphql.ts')).run(call);

/** The operations of the other modules, asked for in GraphQL. Both paths take queries and mutations. */
export const graphqlModule: Module = {
  handlers: { 'graphql.query': run, 'graphql.mutation': run },
};
