import { examples, rows, type Topic, text } from '../topic.ts';

export const formatting: Topic = [
  text(
    'Only the result goes to stdout: progress, counts, warnings and errors go to stderr. So a pipe or a file gets clean data.',
  ),
  rows('Formats, with -f or --format', [
    ['table', 'Columns for people, the default'],
    ['json', 'The response of the server; --json means the same'],
    ['ndjson', 'One line of JSON for each item of a list, streamed'],
    ['yaml', 'The response as YAML'],
    ['csv, tsv', 'Every member of the items; nested values are JSON in their cell'],
    ['markdown', 'A table for a comment or a page, on GitHub or GitLab'],
    ['raw', 'The exact bytes of the response; with --fields or --filter, the bare values'],
  ]),
  text(
    "A table on a terminal is for reading: a list's long cells are cut, columns without room are left out, and a date such as 2026-11-26T19:03:05.123+00:00 is 2026-11-26 19:03, in UTC, with its age where there is room. Sizes, durations and flags are in words: 30 MB, 15 s, blocked. A single object is a page: nested values are sections and small tables, empty fields are counted instead of shown, and nothing is cut. What you have stored yourself, such as the attributes of a document, stays as it is. In a pipe, in a file and in every other format all text is exact and nothing is cut.",
  ),
  rows('Content', [
    [
      '--fields A,B.C',
      'Only these members, in this order; a dot selects inside an object. A header shows $createdAt as CREATED AT; --fields takes the name of the API',
    ],
    ['--all-fields', 'Every column of a list, and the empty fields of an object'],
    [
      '--filter EXPRESSION',
      'JMESPath (jmespath.org) on the whole response, before --fields; with --all on each page separately',
    ],
    [
      '-o, --out PATH',
      'Into a file, in the format of its ending unless -f names one. It appears when it is complete; --yes replaces an existing one',
    ],
    ['--csv-safe', 'Puts a quote before cells that a spreadsheet would take for a formula'],
  ]),
  text(
    'Colour is for terminals: --no-color, NO_COLOR, TERM=dumb and CI turn it off, FORCE_COLOR=1 turns it on in a pipe. --quiet leaves only errors on stderr, no warnings, notes, counts or progress; a trace of --verbose stays.',
  ),
  text('With --all, json and yaml are one document whose total comes last and counts the items.'),
  text(
    'Numbers keep every digit: 9007199254740993 stays the same. --filter compares numbers by every digit; it computes in doubles, and stops if that would lose digits.',
  ),
  text(
    'Text from a server is data. Control characters in it are written out, as in \\x1b, in tables and wherever stdout is a terminal.',
  ),
  examples(
    "appwrite-cli users list --fields '$id,email,prefs.theme'",
    "appwrite-cli users list --json --filter 'users[?status].email'",
    "appwrite-cli databases list-documents shop products --filter 'documents[].title' --format raw",
    'appwrite-cli users list --all --format csv --csv-safe --out users.csv',
  ),
];
