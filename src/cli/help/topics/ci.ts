import { examples, rows, type Topic, text } from '../topic.ts';

export const ci: Topic = [
  text(
    'Three variables are enough: APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID and APPWRITE_API_KEY. With all three, no profile and no appwrite.json is read; a missing one is looked up there, with or without CI set. Store the key as a secret of the pipeline, with only the scopes that its commands need; the --help of a command names its scope at the end.',
  ),
  text(
    'Without a terminal there are no prompts. A command that deletes or replaces needs --yes; without it, the command does nothing and exits with 2. --no-input does the same on a terminal.',
  ),
  rows('Useful flags', [
    ['--json', 'JSON instead of tables; errors are then JSON on stderr'],
    ['--dry-run', 'Print the request as curl, without the credential; send nothing'],
    ['--retries N', 'Number of retries after a temporary failure; the default is 3'],
    ['--request-timeout DURATION', 'Maximum time for one request, with its retries'],
    ['-v', 'Each request and response on stderr, secrets masked'],
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
