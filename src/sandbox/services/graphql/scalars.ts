import { GraphQLScalarType } from 'graphql';

/** Any JSON value; on the way in also JSON as text, which the operation reads. */
export const json = new GraphQLScalarType({ name: 'Json', description: 'Any JSON value' });

/** The same, by the name it has where an object is wanted. */
export const assoc = new GraphQLScalarType({ name: 'Assoc', description: 'An object of names and values' });
