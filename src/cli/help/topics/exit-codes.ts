import { examples, rows, type Topic, text } from '../topic.ts';

export const exitCodes: Topic = [
  rows('Exit codes', [
    ['0', 'Done. An empty list is not a failure, nor is a pipe that is closed early, as head does'],
    ['1', 'The server failed (5xx), or something unexpected happened'],
    ['2', 'Usage: a bad flag or value, a missing argument, a confirmation refused; nothing was sent'],
    ['3', 'Not authenticated or not allowed (401, 403), or there is no credential'],
    ['4', 'Not found (404)'],
    ['5', 'Rejected by the server (any other 4xx), or a GraphQL query with errors'],
    ['6', 'Network: DNS, connection, TLS, timeout'],
    ['7', 'Too many requests (429), even after retries'],
    ['8', 'Some items of a bulk command failed'],
    [
      '9',
      'Something differs: plan and diff with --exit-code, any --check, or a saved plan that has gone stale. No error is printed but for a stale plan',
    ],
    ['130', 'Interrupted: Ctrl-C, SIGTERM, or the terminal was closed'],
  ]),
  text(
    "A command under nohup continues when the terminal is closed, and on Linux it also ignores a signal that its script ignores (trap '' INT). Node does not report other ignored signals: they interrupt the command.",
  ),
  text(
    'sandbox run ends with the exit code of its command, or with 126 or 127 if the command cannot be started.',
  ),
  text(
    'An error is one line on stderr: a message, then the status and the type from the server. If there is a remedy, a hint follows with the command or variable to use.',
  ),
  text(
    'With --json or another format for machines, the error is one line of JSON on stderr: {"error":{"message","status","type","exitCode","hint"}}. Compare type or exitCode; messages may change.',
  ),
  examples(
    'appwrite-cli databases get nowhere # exit 4',
    'appwrite-cli databases get nowhere --json # exit 4',
    'appwrite-cli databases get nowhere || echo "there is none"',
    'appwrite-cli databases list --limit none # exit 2',
  ),
];
