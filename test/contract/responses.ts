import {
  apiError,
  type Behaviour,
  captivePortal,
  hangUp,
  html502,
  invalidJson,
  json,
  text,
  wrongLength,
} from '../kit/faults.ts';

const empty = { total: 0, databases: [] };

/** Responses to `databases list`, and how the program ends. */
export const responses: [name: string, behaviour: Behaviour, code: number, says: RegExp][] = [
  ['an empty list', json(empty), 0, /^0 databases$/m],
  [
    '401',
    apiError(401, 'general_unauthorized_scope', 'User (role: guests) missing scope (databases.read)'),
    3,
    /^hint: .*APPWRITE_API_KEY/m,
  ],
  ['403', apiError(403, 'general_access_forbidden', 'No.'), 3, /\(403 general_access_forbidden\)/],
  ['404', apiError(404, 'project_not_found', 'No project.'), 4, /\(404 project_not_found\)/],
  [
    '409',
    apiError(409, 'database_already_exists', 'There.'),
    5,
    /^error: There\. \(409 database_already_exists\)$/m,
  ],
  ['429', apiError(429, 'general_rate_limit_exceeded', 'Slow.'), 7, /\(429 general_rate_limit_exceeded\)/],
  ['500', apiError(500, 'general_unknown', 'Oops.'), 1, /\(500 general_unknown\)/],
  ['501', apiError(501, 'general_not_implemented', 'Not here.'), 1, /\(501 general_not_implemented\)/],
  ['an HTML 502', html502, 1, /502/],
  ['an HTML page with status 200', captivePortal, 1, /^error: /m],
  ['broken JSON with status 200', invalidJson, 1, /JSON/],
  ['half a body', wrongLength(100, '{"total":1'), 6, /^error: /m],
  ['nothing with status 200', text(''), 1, /^error: /m],
  ['a closed connection', hangUp, 6, /^error: /m],
];
