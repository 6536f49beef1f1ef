import { describe, it } from 'vitest';
import { jsonResponse } from '../kit/transport.ts';
import { checkFact, type Fact, refusal } from '../kit/version-facts.ts';

/*
 * Operations of 1.5 that running servers of 1.8.1 and 1.9.0 answer otherwise than 1.5.7: what a line sends and says that
 * speaks 1.5 to them, as lines do by default, and one that speaks their own version. Differences that take more than one
 * answer are tested elsewhere: parameters that newer servers ignore, runtimes that guests may list, badges, and updates
 * that would reset what they leave out, all in test/operations.
 */

const speak =
  'the server is Appwrite 1.8.1, but the version in use is 1.5 (--api-version): pass --api-version 1.8';
const gone = refusal(404, 'general_route_not_found', 'Route not found.');
const encrypted = refusal(
  400,
  'general_bad_request',
  'Size too small. Encrypted strings require a minimum size of 150 characters.',
);
const noProvider = refusal(400, 'project_provider_unsupported', 'The provider is unsupported.', '1.9.0');

const facts: Fact[] = [
  ...['get-queue', 'get-queue-usage-dump'].flatMap((command): Fact[] => [
    [
      'the queue is gone',
      '1.5',
      `health ${command}`,
      gone,
      [`GET /health/queue${command.slice('get-queue'.length).replace('-', '/')}`],
      4,
      `this server (Appwrite 1.8.1) no longer has health ${command}, which was removed in 1.6`,
      speak,
    ],
    [
      'the queue is gone',
      '1.8',
      `health ${command}`,
      gone,
      [],
      2,
      `health ${command} was removed in Appwrite 1.6`,
    ],
  ]),
  ['the queue has moved', '1.5', 'health get-queue-usage', gone, ['GET /health/queue/usage'], 4, speak],
  [
    'the queue has moved',
    '1.8',
    'health get-queue-usage',
    jsonResponse({ size: 3 }),
    ['GET /health/queue/stats-usage'],
    0,
    /size\s+3/,
  ],
  [
    'a queue has another name',
    '1.5',
    'health get-failed-jobs v1-usage',
    refusal(400, 'general_argument_invalid', 'Invalid `name` param'),
    ['GET /health/queue/failed/v1-usage'],
    5,
    speak,
  ],
  [
    'a queue has another name',
    '1.8',
    'health get-failed-jobs v1-usage',
    gone,
    [],
    2,
    '--name v1-usage was removed in Appwrite 1.6',
  ],
  [
    'a queue has another name',
    '1.8',
    'health get-failed-jobs v1-stats-usage',
    jsonResponse({ size: 0 }),
    ['GET /health/queue/failed/v1-stats-usage'],
    0,
  ],
  [
    'a queue is new',
    '1.8',
    'health get-failed-jobs v1-screenshots',
    gone,
    [],
    2,
    'needs Appwrite 1.9 or newer',
  ],
  ...['size', 'buildId'].flatMap((name): Fact[] => [
    [
      'a filter is turned into one that does not exist',
      '1.5',
      `functions list-deployments f --where '${name} = 3'`,
      refusal(400, 'general_query_invalid', 'Invalid query: Attribute not found in schema'),
      [
        `GET /functions/f/deployments?queries[0]={"method":"equal","attribute":"${name}","values":[${name === 'size' ? 3 : '"3"'}]}`,
      ],
      5,
      speak,
    ],
    [
      'a filter has other names',
      '1.8',
      `functions list-deployments f --where '${name} = 3'`,
      gone,
      [],
      2,
      'It can by buildSize, sourceSize, totalSize',
    ],
  ]),
  [
    'a card has another code',
    '1.5',
    'avatars get-credit-card union-china-pay -o -',
    refusal(400, 'general_argument_invalid', 'Invalid `code` param'),
    ['GET /avatars/credit-cards/union-china-pay'],
    5,
    speak,
  ],
  [
    'a card has another code',
    '1.8',
    'avatars get-credit-card union-china-pay -o -',
    gone,
    [],
    2,
    'union-china-pay was removed in Appwrite 1.7',
  ],
  [
    'an encrypted text has a smallest size',
    '1.5',
    'databases create-string-attribute shop items --key k --size 20 --no-required --encrypt',
    encrypted,
    [
      'POST /databases/shop/collections/items/attributes/string {"key":"k","size":20,"encrypt":true,"required":false}',
    ],
    5,
    'a minimum size of 150',
  ],
  [
    'an encrypted text has a smallest size',
    '1.8',
    'tables-db create-string-column shop items --key k --size 20 --no-required --encrypt',
    encrypted,
    ['POST /tablesdb/shop/tables/items/columns/string {"key":"k","size":20,"encrypt":true,"required":false}'],
    5,
    'a minimum size of 150',
  ],
  ...(['1.5', '1.9'] as const).map(
    (version): Fact => [
      'a list takes no index on 1.9',
      version,
      'databases create-index shop items --key k --type key --attributes tags',
      refusal(400, 'index_invalid', 'Creating indexes on array attributes is not supported.', '1.9.0'),
      ['POST /databases/shop/collections/items/indexes {"key":"k","type":"key","attributes":["tags"]}'],
      5,
      '400 index_invalid',
    ],
  ),
  [
    'a session without a provider is not prolonged on 1.9',
    '1.5',
    'account update-session current',
    noProvider,
    ['PATCH /account/sessions/current'],
    5,
    'pass --api-version 1.9',
  ],
  [
    'a session without a provider is not prolonged on 1.9',
    '1.9',
    'account update-session --help',
    noProvider,
    [],
    0,
    /accepts\s+only\s+sessions\s+from\s+another\s+sign-in/,
  ],
  [
    'an error is an HTML page',
    '1.8',
    'account create-oauth2-token github',
    { status: 400, headers: { 'content-type': 'text/html' }, body: '<h1>Bad</h1>' },
    ['GET /account/tokens/oauth2/github'],
    5,
    'HTTP 400 Bad Request: Bad',
  ],
  ...(['1.5', '1.8'] as const).map(
    (version): Fact => [
      'an old path still answers',
      version,
      'account create-mfa-challenge --factor email',
      jsonResponse({ $id: 'c' }, 201),
      ['POST /account/mfa/challenge {"factor":"email"}'],
      0,
    ],
  ),
  [
    'the path of a challenge is the newer one on 1.9',
    '1.9',
    'account create-mfa-challenge --factor email',
    jsonResponse({ $id: 'c' }, 201),
    ['POST /account/mfa/challenges {"factor":"email"}'],
    0,
  ],
  ...(['1.5', '1.8'] as const).flatMap((version): Fact[] => [
    [
      'an unknown key has no role',
      version,
      'users list',
      refusal(401, 'user_unauthorized', 'The current user is not authorized to perform the action.'),
      ['GET /users'],
      3,
      'hint: the server does not know this API key',
    ],
    [
      'a scope that lacks is in a list',
      version,
      'users list',
      refusal(
        401,
        'general_unauthorized_scope',
        'app.p@service.localhost (role: applications) missing scopes (["users.read"])',
      ),
      ['GET /users'],
      3,
      'hint: give the API key the scope users.read in the console',
    ],
    [
      'fields come on top, and those of argon2 have other names',
      version,
      'users get u --json',
      jsonResponse({ $id: 'u', hash: 'argon2', hashOptions: { memory_cost: 1, time_cost: 2 }, later: true }),
      ['GET /users/u'],
      0,
      '"hashOptions":{"memory_cost":1,"time_cost":2},"later":true',
    ],
  ]),
  [
    'targets are filtered by other attributes than 1.5 published',
    '1.5',
    `users list-targets u --where 'providerType = push'`,
    jsonResponse({ total: 0, targets: [] }),
    ['GET /users/u/targets?queries[0]={"method":"equal","attribute":"providerType","values":["push"]}'],
    0,
  ],
  [
    'subscribers are filtered by other attributes than 1.5 published',
    '1.5',
    `messaging list-subscribers t --where 'targetId = x'`,
    jsonResponse({ total: 0, subscribers: [] }),
    [
      'GET /messaging/topics/t/subscribers?queries[0]={"method":"equal","attribute":"targetId","values":["x"]}',
    ],
    0,
  ],
];

describe('a line to a newer server', () => it.each(facts)('knows that %s, in %s: %s', checkFact));
