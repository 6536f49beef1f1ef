import { examples, rows, type Topic, text } from '../topic.ts';

/** Values that lie in files, and files that go up or come down. */
export const files: Topic = [
  rows('Values of flags', [
    ['--data @kettle.json', 'Objects (--data, --prefs, --headers …) take a file of JSON'],
    ['--data -', 'The same from stdin; one flag of a line may read it'],
    ['--data title=Mug price:=9.5', 'Or pairs: = is followed by text, := by JSON'],
    [
      '--body @message.txt',
      'Long texts of messages, executions and GraphQL; @@ stands for an @ at the start',
    ],
    ['--password -', 'Secrets come from stdin, or from a file with --password-file PATH'],
  ]),
  text('No other value is ever taken for a file, so a text from elsewhere (--name "$TITLE") can open none.'),
  rows('Uploads', [
    ['--file PATH', 'Any size; - is stdin. What is above 5 MiB goes in chunks, three at once at most'],
    ['--code PATH', 'The code of a function: a folder, which is packed, or a tar.gz archive'],
  ]),
  text(
    'An upload that was cut goes on where it stopped when the same command runs again with the same file. No chunk is sent twice.',
  ),
  rows('Downloads', [
    ['--out PATH', 'A file, or a folder; - is stdout. Without it the name is the one that the server gives'],
    ['--yes', 'Replace a file that is there'],
  ]),
  text(
    'A download that is cut goes on by itself. Under its final name a file appears only when it is complete, and a terminal never gets the bytes of a file.',
  ),
  examples(
    'appwrite-cli databases create-document shop products --data @kettle.json',
    'cat kettle.json | appwrite-cli databases create-document shop products --data -',
    'appwrite-cli storage create-file photos --file-id cat --file cat.png',
    'tar -c cat.png | appwrite-cli storage create-file photos --file-id pets --file -',
  ),
];
