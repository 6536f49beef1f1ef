import { consoleAdditions, consoleGroups } from '../../../api/console/index.ts';
import { type GroupEntry, groups } from '../../../api/index.ts';
import { type ApiVersion, apiVersions, existsIn } from '../../../api/versions.ts';
import { examples, rows, type Topic, text } from '../topic.ts';

/** The things that matter most in each version; counts and new groups are added from the catalogue. */
const news: Readonly<Record<ApiVersion, string>> = {
  '1.5': 'The default.',
  '1.6': 'Scopes and specifications of functions, scheduled executions, bulk changes of documents.',
  '1.7':
    'Deployments from Git and templates, secret variables, upserts, increments and decrements of documents.',
  '1.8':
    'Tables, rows and columns as the newer terms for collections, documents and attributes; transactions; points, lines and polygons; lists without a total; screenshots of websites.',
  '1.9':
    'Columns for long texts, documents without a schema, vectors for similarity search, retention of old builds.',
};

/** The page of `appwrite-cli help versions`. */
export async function versions(): Promise<Topic> {
  return [
    text(
      'Commands, flags, checks, TAB and the format of answers follow the version of the server. It is taken from the first of these that has it:',
    ),
    rows('The version in use', [
      ['--api-version 1.8', 'The flag, for one command'],
      ['APPWRITE_API_VERSION', 'The variable, for a whole shell'],
      ['the profile', 'login, init, profile add and doctor read the version of the server and store it'],
      ['otherwise', '1.5, which newer servers also understand'],
    ]),
    text(
      'A server newer than all of these is treated as the newest one. A command or flag that the version in use lacks is refused before anything is sent.',
    ),
    rows('Changes in each version', await Promise.all(apiVersions.map(newsRow))),
    rows('Take care with 1.6 and newer: deleting and changing many', [
      [
        'bulk delete, bulk update',
        'The server reads the conditions only from the body. If it does not understand one, it takes every row and reports success. The commands count first and compare; a request sent with api does not.',
      ],
      ['a relationship', 'A table with one does not support bulk operations: 400.'],
      ['all or nothing', 'If one ID is taken, none of the rows is written.'],
      [
        'a request',
        'Has at most 100 rows, and a transaction at most 100 operations. import-rows sends as many requests as it needs.',
      ],
      ['upsert', 'Columns that are left out keep their value, but required ones must be given each time.'],
      ['unique indexes', 'A value that is taken is reported as if the ID were: 409 row_already_exists.'],
      ['increment, decrement', 'A row that does not exist is reported as a column: 404 column_not_found.'],
    ]),
    rows('Take care with 1.8 and newer: transactions', [
      [
        '--transaction-id',
        'Responses of create, upsert and increment contain only the values sent, and bulk operations count 0.',
      ],
      ['upsert in operations', 'The server ignores its ID and creates a new row; bulkUpsert uses it.'],
      ['failed', 'The status after a conflict, and after a rollback too.'],
      ['409 at the commit', 'Nothing of the transaction was written.'],
      ['transaction_not_ready', 'The transaction has ended. A retry never helps.'],
    ]),
    rows('Take care with 1.8 and newer: tables', [
      ['get-index', 'May report processing for ever; list-indexes has the real status.'],
      ['update-string-column', 'The type in the name is not checked: an integer column is reported as text.'],
      ['create-enum-column', 'Accepts an empty list of elements.'],
      ['relationships', 'Related rows come only if selected: --select "*,notes.*".'],
      [
        'an ID without a row',
        'A relationship to it is stored, and every later update of that row is refused.',
      ],
      ['points', 'Longitude first, then latitude.'],
      [
        'createdAfter',
        'Is not a method of the server, nor are similar ones: use --where "$createdAt > ...".',
      ],
    ]),
    rows('Take care with 1.7 and newer: functions and sites', [
      [
        'create-variable',
        'Secret unless --no-secret is given: its value is never shown again, and stays secret.',
      ],
      [
        'update --replace',
        'The server resets settings that are not given. A site without a build runtime then waits for ever, and a function loses its scopes, events and schedule.',
      ],
      ['template deployments', 'Are accepted before the server checks that the template exists.'],
      ['sites create', 'An ID that is taken is a 500.'],
      ['live', 'Is false after an update that changes settings of the build.'],
      ['buildId', 'Of a deployment is always empty.'],
      ['scheduled executions', 'Need --async and at least a minute from now.'],
      ['a missing executor', 'Cancelling a deployment is a 500, as is a Git deployment without the app.'],
    ]),
    rows('Take care with 1.7 and newer: keys, files and messages', [
      ['API keys', 'An unknown key is a 401 on every route, and a valid one on routes open to guests.'],
      ['token of a file', 'A change of its expiry creates another secret; the old one stays valid.'],
      ['deleted files', 'Their tokens remain. A token without an expiry is valid for ever.'],
      ['create-push', 'A message without title and body is accepted.'],
      ['update-sms', 'A message of another kind is changed without an error.'],
      ['users create-jwt', 'A session that does not exist is accepted; a user without sessions is a 500.'],
      ['hashOptions', 'For argon2 has memory_cost and time_cost, which 1.5 called memoryCost and timeCost.'],
      ['--threshold 0', 'Of a queue means 503, even if the queue is empty.'],
    ]),
    rows('Take care with 1.9', [
      ['create-index', 'Lists cannot be indexed: 400 index_invalid.'],
      ['account update-session', 'Is for sessions of a sign-in provider only; others are a 400.'],
    ]),
    examples(
      'appwrite-cli --api-version 1.8 --help',
      'appwrite-cli --api-version 1.8 tables-db list-rows --help',
      'appwrite-cli commands --api-version 1.9 --fields group,command,summary',
    ),
  ];
}

async function newsRow(version: ApiVersion): Promise<[term: string, text: string]> {
  const published = groups.filter((group) => existsIn(group, version));
  const ofConsole = consoleGroups.filter((group) => existsIn(group, version));
  const additions = Object.values(consoleAdditions);
  const server = await count(published.map(({ load }) => load));
  const console = await count([...ofConsole.map(({ load }) => load), ...additions]);
  const created = [...published, ...ofConsole]
    .filter(({ since }) => since === version)
    .map(({ name }) => name);
  const newGroups = created.length > 0 ? ` New groups: ${created.join(', ')}.` : '';
  return [version, `${news[version]}${newGroups} ${server} operations, and ${console} of the console.`];

  async function count(loads: readonly GroupEntry['load'][]): Promise<number> {
    const loaded = await Promise.all(loads.map((load) => load()));
    return loaded.reduce((sum, group) => sum + group.at(version).operations.length, 0);
  }
}
