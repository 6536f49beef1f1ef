import { describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { runLine } from '../kit/in-process.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';
import { checkFact, type Fact, refusal } from '../kit/version-facts.ts';

/*
 * Facts about running servers that can hurt a user, as seen on Appwrite 1.8.1 and 1.9.0, and what a line that meets them
 * sends and says. Those that take more than one answer are tested with their commands: bulk changes and transactions in
 * test/commands/tables-db, indexes in test/operations, uploads in test/http.
 */

const table = '/tablesdb/shop/tables/items';
const internal = refusal(500, 'general_unknown', 'Server Error');

const ofTables: Fact[] = [
  [
    'a value that a unique index allows once is answered as a taken ID',
    '1.8',
    'tables-db create-row shop items --data {"sku":"x"}',
    refusal(409, 'row_already_exists', 'Row with the requested ID already exists.'),
    [`POST ${table}/rows {"rowId":"unique()","data":{"sku":"x"}}`],
    5,
    'hint: the server says so too if a value is taken that a unique index allows once',
  ],
  [
    'it is so with documents of 1.5 too',
    '1.5',
    'databases update-document shop items a --data {"sku":"x"}',
    refusal(409, 'document_already_exists', 'Document with the requested ID already exists.', '1.5.7'),
    ['PATCH /databases/shop/collections/items/documents/a {"data":{"sku":"x"}}'],
    5,
    'a unique index allows once',
  ],
  [
    'to add to a row that does not exist is answered as a missing column',
    '1.8',
    'tables-db increment-row-column shop items nope stock',
    refusal(404, 'column_not_found', 'Column not found'),
    [`PATCH ${table}/rows/nope/stock/increment {}`],
    4,
    'hint: the server says so too if the row does not exist',
  ],
  [
    'it is so with documents too',
    '1.8',
    'databases decrement-document-attribute shop items nope stock',
    refusal(404, 'attribute_not_found', 'Attribute not found'),
    ['PATCH /databases/shop/collections/items/documents/nope/stock/decrement {}'],
    4,
    'if the document does not exist',
  ],
  [
    'a missing column is answered in the same words elsewhere, and means the column there',
    '1.8',
    'tables-db get-column shop items nope',
    refusal(404, 'column_not_found', 'Column not found'),
    [`GET ${table}/columns/nope`],
    4,
    /^error: Column not found \(404 column_not_found\)\n$/,
  ],
  [
    'an answer of increment lacks the IDs of database and table, and integers have 63 bits',
    '1.8',
    'tables-db increment-row-column shop items a stock --value 9007199254740993',
    { ...jsonResponse({}), body: '{"$id":"a","stock":9223372036854775807}' },
    [`PATCH ${table}/rows/a/stock/increment {"value":9007199254740993}`],
    0,
    /stock\s+9223372036854775807/,
  ],
  [
    'upsert is answered with 200, where the published API has 201',
    '1.8',
    'tables-db upsert-row shop items a --data {"stock":1}',
    jsonResponse({ $id: 'a', title: 'kept', stock: 1 }),
    [`PUT ${table}/rows/a {"data":{"stock":1}}`],
    0,
    /title\s+kept/,
  ],
  [
    'a missing row in a transaction is a document, also among tables',
    '1.8',
    'tables-db delete-row shop items a --transaction-id t --yes',
    refusal(404, 'document_not_found', 'Document not found'),
    [`DELETE ${table}/rows/a {"transactionId":"t"}`],
    4,
  ],
  [
    'a transaction lasts from 60 seconds',
    '1.8',
    'tables-db create-transaction --ttl 59',
    internal,
    [],
    2,
    '--ttl must be at least 60',
  ],
  [
    'a transaction lasts to 3600 seconds',
    '1.8',
    'tables-db create-transaction --ttl 3601',
    internal,
    [],
    2,
    '--ttl must be at most 3600',
  ],
  [
    'a column of integers is answered as a text if it is changed as one',
    '1.8',
    'tables-db update-string-column shop items stock --no-required --no-default --json',
    jsonResponse({ key: 'stock', type: 'integer', status: 'available', size: 4, encrypt: null }),
    [`PATCH ${table}/columns/string/stock {"required":false,"default":null}`],
    0,
    '"type":"integer"',
  ],
  [
    'a relationship is changed under its key on 1.8',
    '1.8',
    'tables-db update-relationship-column shop items notes --on-delete cascade',
    jsonResponse({ key: 'notes', type: 'relationship', status: 'available' }),
    [`PATCH ${table}/columns/notes/relationship {"onDelete":"cascade"}`],
    0,
  ],
  [
    'a relationship of a collection is changed under its type on 1.9',
    '1.9',
    'databases update-relationship-attribute shop items notes --on-delete cascade',
    jsonResponse({ key: 'notes', type: 'relationship', status: 'available' }),
    ['PATCH /databases/shop/collections/items/attributes/relationship/notes {"onDelete":"cascade"}'],
    0,
  ],
  [
    'an enum without elements is accepted, so a line needs them',
    '1.8',
    'tables-db create-enum-column shop items --key kind --no-required',
    internal,
    [],
    2,
    '--elements is missing',
  ],
  [
    'createdAfter is no method of the server; a comparison of $createdAt is',
    '1.8',
    `databases list --where '$createdAt > "2026-01-01"'`,
    jsonResponse({ total: 0, databases: [] }),
    ['GET /databases?queries[0]={"method":"greaterThan","attribute":"$createdAt","values":["2026-01-01"]}'],
    0,
    '0 databases',
  ],
  [
    'total=false is taken for true',
    '1.8',
    'databases list-documents shop items --no-total',
    jsonResponse({ total: 0, documents: [{ $id: 'a' }] }),
    ['GET /databases/shop/collections/items/documents?total=0'],
    0,
    /^a$/m,
  ],
  [
    'related rows come only if selected',
    '1.8',
    `tables-db list-rows shop items --select '*,notes.*' --json`,
    jsonResponse({ total: 1, rows: [{ $id: 'a', notes: [{ $id: 'n' }] }] }),
    [`GET ${table}/rows?queries[0]={"method":"select","values":["*","notes.*"]}`],
    0,
    '"notes":[{"$id":"n"}]',
  ],
  [
    'a relationship to an ID without a row reads as an object without one',
    '1.8',
    'tables-db get-row shop items a',
    jsonResponse({ $id: 'a', owner: { $sequence: 0 } }),
    [`GET ${table}/rows/a`],
    0,
    /owner\s+\{"\$sequence":0\}/,
  ],
];

const ofCredentials: Fact[] = [
  [
    'a key of a function that is no JWT counts as a guest',
    '1.8',
    'databases list',
    refusal(401, 'general_unauthorized_scope', 'User (role: guests) missing scopes (["databases.read"])'),
    ['GET /databases'],
    3,
    'the server does not know this API key: check APPWRITE_API_KEY',
  ],
  [
    'a format newer than the server gets a warning in a header, and a good answer',
    '1.9',
    'databases list',
    jsonResponse({ total: 0, databases: [] }, 200, { 'x-appwrite-warning': 'The format is newer' }),
    ['GET /databases'],
    0,
    '0 databases',
  ],
  [
    'a JWT for a session that does not exist is made',
    '1.8',
    'users create-jwt u --session-id nope',
    jsonResponse({ jwt: 'a.b.c' }, 201),
    ['POST /users/u/jwts {"sessionId":"nope"}'],
    0,
    /jwt\s+a\.b\.c/,
  ],
  [
    'a JWT of a user without sessions is an internal error, and no second one is asked for',
    '1.8',
    'users create-jwt u',
    internal,
    ['POST /users/u/jwts {}'],
    1,
    '500 general_unknown',
  ],
];

const ofBuilds: Fact[] = [
  [
    'a variable is secret if nothing else is said, and the answer shows it',
    '1.8',
    'functions create-variable f --key K --value x',
    jsonResponse({ $id: 'v', key: 'K', value: '', secret: true }, 201),
    ['POST /functions/f/variables {"key":"K","value":"x"}'],
    0,
    /secret\s+true/,
  ],
  [
    'a variable is open if the line says so',
    '1.8',
    'sites create-variable s --key K --value x --no-secret',
    jsonResponse({ $id: 'v', key: 'K', value: 'x', secret: false }, 201),
    ['POST /sites/s/variables {"key":"K","value":"x","secret":false}'],
    0,
    /secret\s+false/,
  ],
  [
    'a secret variable can not be made open again',
    '1.8',
    'functions update-variable f v --key K --no-secret',
    refusal(400, 'variable_cannot_unset_secret', 'Secret variables cannot be marked as non-secret.'),
    ['PUT /functions/f/variables/v {"key":"K","secret":false}'],
    5,
    'hint: a secret variable stays secret: delete it, and create it again with --no-secret',
  ],
  [
    'a site without a build runtime is never built, so a line needs one',
    '1.8',
    'sites create --name S --framework other',
    internal,
    [],
    2,
    '--build-runtime is missing',
  ],
  [
    'the ID of a site that is taken is an internal error, and the site is not sent again',
    '1.8',
    'sites create --site-id s --name S --framework other --build-runtime node-22',
    internal,
    ['POST /sites {"siteId":"s","name":"S","framework":"other","buildRuntime":"node-22"}'],
    1,
    '500 general_unknown',
  ],
  [
    'a deployment from Git without the app is an internal error, and is not sent again',
    '1.8',
    'functions create-vcs-deployment f --type branch --reference main',
    internal,
    ['POST /functions/f/deployments/vcs {"type":"branch","reference":"main"}'],
    1,
    '500 general_unknown',
  ],
  [
    'a template needs the kind of its reference, instead of a version',
    '1.8',
    'functions create-template-deployment f --repository r --owner o --root-directory . --version 1',
    internal,
    [],
    2,
    '--version was removed in Appwrite 1.8',
  ],
  [
    'the output of a build that failed is no deployment',
    '1.8',
    'functions get-deployment-download f d --type output -o -',
    refusal(404, 'deployment_not_found', 'Deployment not found'),
    ['GET /functions/f/deployments/d/download?type=output'],
    4,
    '404 deployment_not_found',
  ],
];

const ofFiles: Fact[] = [
  [
    'each answer about a token holds its secret, which a table leaves out',
    '1.8',
    'tokens list b f',
    jsonResponse({ total: 1, tokens: [{ $id: 't', resourceId: 'b:f', expire: '', secret: 'eyJ.a.b' }] }),
    ['GET /tokens/buckets/b/files/f'],
    0,
    /^(?![\s\S]*eyJ)[\s\S]*\bt\b/,
  ],
  [
    'another end gives another secret, and it is asked for by name',
    '1.8',
    'tokens update t --expire 2030-01-01T00:00:00Z --fields secret',
    jsonResponse({ $id: 't', resourceId: 'b:f', expire: '2030-01-01T00:00:00Z', secret: 'eyJ.new.b' }),
    ['PATCH /tokens/t {"expire":"2030-01-01T00:00:00Z"}'],
    0,
    'eyJ.new.b',
  ],
  [
    'a bucket without transformations shows no preview to guests',
    '1.8',
    'storage get-file-preview b f -o -',
    refusal(403, 'storage_bucket_transformations_disabled', 'Image transformations are disabled'),
    ['GET /storage/buckets/b/files/f/preview'],
    3,
    '403 storage_bucket_transformations_disabled',
  ],
];

const ofTheRest: Fact[] = [
  [
    'a message of another kind is changed, and the answer tells its kind',
    '1.8',
    'messaging update-sms m --content x',
    jsonResponse({ $id: 'm', providerType: 'push' }),
    ['PATCH /messaging/messages/sms/m {"content":"x"}'],
    0,
    /providerType\s+push/,
  ],
  [
    'the health of databases is a list, where the published API has one status',
    '1.8',
    'health get-db',
    jsonResponse({ total: 1, statuses: [{ name: 'main', ping: 3, status: 'pass' }] }),
    ['GET /health/db'],
    0,
    /main\s+3\s+pass/,
  ],
  [
    'an empty queue is too long for a threshold of 0, and no later attempt changes that',
    '1.8',
    'health get-queue-mails --threshold 0',
    refusal(
      503,
      'health_queue_size_exceeded',
      'Queue size threshold hit. Current size is 0 and threshold is 0.',
    ),
    ['GET /health/queue/mails?threshold=0'],
    1,
    '503 health_queue_size_exceeded',
  ],
];

describe('a fact about tables', () => it.each(ofTables)('%s, in %s: %s', checkFact));
describe('a fact about credentials', () => it.each(ofCredentials)('%s, in %s: %s', checkFact));
describe('a fact about functions and sites', () => it.each(ofBuilds)('%s, in %s: %s', checkFact));
describe('a fact about files and their tokens', () => it.each(ofFiles)('%s, in %s: %s', checkFact));
it('knows why a file that the server shows is not found', async () => {
  const transport = memoryTransport(({ url }) =>
    url.endsWith('/download')
      ? refusal(404, 'storage_file_not_found', 'File not found in /storage/uploads/f')
      : jsonResponse({ $id: 'f', sizeOriginal: 12_000_000, chunksTotal: 3, chunksUploaded: 1 }),
  );
  const line = ['storage', 'get-file-download', 'b', 'f', '--out', '-'];
  expect(await runLine(line, { env: envFor('http://localhost/v1'), transport })).toMatchObject({
    code: 4,
    stdout: '',
    stderr: expect.stringContaining('hint: only 1 of 3 chunks of the file have arrived'),
  });
});
describe('a fact about messages and health', () => it.each(ofTheRest)('%s, in %s: %s', checkFact));
