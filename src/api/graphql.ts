import { summaries } from './groups.ts';
import { object, string } from './param-spec.ts';
import { group, keyOrUser, post, section } from './vocabulary.ts';

/** Body of a GraphQL request. */
const request = {
  query: string('GraphQL text, or @file').required.readsFile,
  variables: object('Values of the variables'),
  operationName: string('Operation to run, if there are several'),
};
const extras = { kind: 'graphql', status: 200, limit: [60, 60] } as const;

export const graphql = group(
  'graphql',
  summaries.graphql,
  {},

  section(
    'GraphQL',
    { scope: 'graphql', auth: keyOrUser },
    {
      query: post('/graphql', 'Run a query', request, 'any', extras),
      mutation: post('/graphql/mutation', 'Run a mutation', request, 'any', extras),
    },
  ),
);
