import { examples, rows, type Topic, text } from '../topic.ts';

export const files: Topic = [
  rows('Values of flags', [
    ['--data @kettle.json', 'Objects (--data, --prefs, --headers …) can come from a JSON file'],
    ['--data -', 'The same from stdin; only one flag on a line may read it'],
    ['--data title=Mug price:=9.5', 'Or as pairs: = is followed by text, := by JSON'],
    [
      '--body @message.txt',
      'Long texts of messages, executions and GraphQL; @@ stands for an @ at the start',
    ],
    ['--password -', 'Secrets come from stdin, or from a file with --password-file PATH'],
  ]),
  text('No other value is read from a file, so text from elsewhere (--name "$TITLE") can never open one.'),
  rows('Uploads', [
    ['--file PATH', 'Any size; - is stdin. Anything above 5 MiB goes in chunks, at most three at once'],
    ['--code PATH', 'The code of a function: a folder, which is packed, or a tar.gz archive'],
  ]),
  text(
    'Run the same command again to continue an interrupted upload of the same file. No chunk is sent twice.',
  ),
  rows('Downloads', [
    ['--out PATH', 'A file or a folder; - is stdout. Without it, on a terminal, the server gives the name'],
    ['… > cat.png', 'Without --out, stdout gets the bytes if it is a pipe, a file, or the log of a CI job'],
    ['--yes', 'Replace a file that already exists'],
  ]),
  text(
    'An interrupted download continues automatically. A file appears under its final name only when it is complete, and the bytes of a file are never written to a terminal.',
  ),
  examples(
    'appwrite-cli databases create-document shop products --data @kettle.json',
    'cat kettle.json | appwrite-cli databases create-document shop products --data -',
    'appwrite-cli storage create-file photos --file-id cat --file cat.png',
    'tar -c cat.png | appwrite-cli storage create-file photos --file-id pets --file -',
  ),
];
