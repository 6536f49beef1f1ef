import { defineCommand } from '../../core/spec.ts';

export const api = defineCommand({
  name: 'api',
  summary: 'Send any request to the API',
  about:
    'PATH is relative to the endpoint, with or without its leading slash: /databases, not /v1/databases. The request carries the project and the credential that every other command would use. Answers come in the format of the server’s own version, which newer servers turn into that of an older one with --response-format.',
  arguments: {
    method: {
      name: 'method',
      help: 'HTTP method',
      required: true,
      choices: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    },
    path: { name: 'path', help: 'Path below the endpoint', required: true },
  },
  flags: {
    data: {
      flag: '--data',
      arity: 'keyValue',
      placeholder: 'JSON|@FILE|-|KEY=VALUE…',
      help: 'JSON body of the request',
    },
    param: {
      flag: '--param',
      arity: 'repeatable',
      placeholder: 'KEY=VALUE',
      help: 'A query parameter; repeatable',
    },
    responseFormat: {
      flag: '--response-format',
      arity: 'value',
      placeholder: 'VERSION',
      help: "Answer in the format of this version, such as 1.5 (default: the server's own)",
    },
  },
  examples: [
    'appwrite-cli api GET /databases',
    'appwrite-cli api GET /users --param \'queries[]={"method":"limit","values":[2]}\'',
    'appwrite-cli api POST /databases --data databaseId=archive name=Archive',
    'appwrite-cli api GET /functions --response-format 1.5',
  ],
  run: async (values, services) => (await import('./send-request.ts')).sendRequest(values, services),
});
