import { examples, rows, type Topic, text } from '../topic.ts';

export const ci: Topic = [
  text(
    'Three variables are enough: APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID and APPWRITE_API_KEY. With all three, no profile and no appwrite.json is read; what they leave open is looked up there, with CI set as without. Keep the key among the secrets of the pipeline, with no more scopes than its commands need; the --help of a command names its scope at the end.',
  ),
  text(
    'Without a terminal nothing is ever asked. A command that deletes or replaces needs --yes; without it, the command does nothing and exits with 2. --no-input does the same on a terminal.',
  ),
  rows('Good to know', [
    ['--json', 'Read this, not the tables; errors are then JSON on stderr'],
    ['--dry-run', 'Prints the request as curl, without the credential; nothing is sent'],
    ['--retries N', 'How many times to retry a request that failed for a passing reason; the default is 3'],
    ['--request-timeout SECONDS', 'The most that one request may take, its retries included'],
    ['-v', 'Each request and answer on stderr, secrets masked'],
    ['-q', 'No notes; errors and warnings stay'],
  ]),
  text(
    'To try a script without a server, use sandbox run: it starts an Appwrite in this program, runs a command against it and ends with its exit code.',
  ),
  examples(
    'appwrite-cli databases get shop --json > /dev/null || appwrite-cli databases create --database-id shop --name Shop',
    'appwrite-cli databases delete shop --yes',
    "appwrite-cli sandbox run --seed -- sh -c 'appwrite-cli users list --json'",
  ),
];
