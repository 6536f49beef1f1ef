import { examples, rows, type Topic, text } from '../topic.ts';

export const queries: Topic = [
  text(
    'Lists return 25 items by default. Lists that take queries have some or all of these flags; --help shows which.',
  ),
  rows('Conditions of --where; repeat it, and all must hold', [
    ["'price > 10'", 'Compares: = != > >= < <='],
    ["'title ~ mug'", 'Contains the text or the item'],
    ["'title ^= Blue'", 'Begins with'],
    ["'email $= @example.com'", 'Ends with'],
    ["'stock between 1 and 9'", 'From the first to the second, both included'],
    ["'colour in red, blue'", 'Is one of these'],
    ["'tags is null'", 'Has no value; the opposite is: is not null'],
    ["'title search red mug'", 'Has these words; needs a fulltext index'],
  ]),
  text(
    'Put the whole condition in single quotes, and quotes around a value that has spaces or commas in it, or that is text though it looks like a number: \'code = "007"\'.',
  ),
  rows('Dates in conditions; help values has all forms', [
    ["'$createdAt > -7d'", 'In the last seven days; also w, h, m and s, and +1h for what is to come'],
    ["'$createdAt >= yesterday 18:00'", 'Also now, today and tomorrow, in UTC'],
    ["'$updatedAt between 2024-03-01 and 2024-04-01'", 'In UTC, as tables show dates'],
  ]),
  rows('Order and pages', [
    ['--sort price', 'From low to high; --sort -price from high to low; several with commas'],
    ['--limit N, --offset N', 'Maximum number of items, and number to skip'],
    ['--cursor-after ID', 'Start after this item; stays exact while items are added'],
    ['--all', 'Every item, streamed page by page'],
    ['--watch', 'Look again every 2 s (--interval): the page on a terminal, what changes with -f ndjson'],
    ['--select A,B', 'For documents: ask the server for these attributes only'],
    ['--queries JSON…', 'Queries in the form of the API, for conditions that the flags above cannot express'],
  ]),
  text(
    'Attributes and values of users, teams and other fixed models are checked before anything is sent. For documents the types are those of the collection, which is asked if a value has no quotes; a key that may not read it leaves them to the server.',
  ),
  examples(
    "appwrite-cli databases list-documents shop products --where 'price between 5 and 20' --sort -price",
    "appwrite-cli users list --where 'registration > -7d' --sort -registration",
    "appwrite-cli users list --where 'status = true' --where 'email $= @example.com' --limit 5",
    'appwrite-cli databases list-documents shop products --all --format ndjson',
    `appwrite-cli users list --queries '{"method":"limit","values":[2]}'`,
  ),
];
