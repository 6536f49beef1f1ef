import type { CommandSpec } from '../../core/spec.ts';

export const api: CommandSpec = {
  name: 'api',
  summary: 'Send any request to the API',
  about:
    'PATH begins with a slash and is relative to the endpoint: /databases, not /v1/databases. The request carries the project and the credential that every other command would use.',
  arguments: [
    {
      key: 'method',
      name: 'method',
      help: 'HTTP method',
      required: true,
      choices: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    },
    { key: 'path', name: 'path', help: 'Path below the endpoint', required: true },
  ],
  flags: [
    {
      key: 'data',
      flag: '--data',
      takes: 'pairs',
      placeholder: 'JSON|@FILE|-|KEY=VALUE…',
      help: 'JSON body of the request',
    },
    {
      key: 'param',
      flag: '--param',
      takes: 'each',
      placeholder: 'KEY=VALUE',
      help: 'A query parameter; repeatable',
    },
  ],
  examples: [
    'appwrite-cli api GET /databases',
    'appwrite-cli api GET /users --param \'queries[]={"method":"limit","values":[2]}\'',
    'appwrite-cli api POST /databases --data databaseId=archive name=Archive',
  ],
  run: async (input, services) => (await import('./send-request.ts')).sendRequest(input, services),
};
