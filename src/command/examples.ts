/**
 * Examples in help, by the words they are shown under. Each runs as it stands on a seeded sandbox, which a test proves,
 * in a folder that holds the files they name.
 */
export const examples: Readonly<Record<string, readonly string[]>> = {
  databases: [
    'appwrite-cli databases list',
    "appwrite-cli databases list-documents shop products --where 'price > 10' --sort -price",
  ],
  'databases list': [
    'appwrite-cli databases list',
    "appwrite-cli databases list --json --filter 'databases[].name'",
  ],
  'databases create': [
    'appwrite-cli databases create --name Archive',
    'appwrite-cli databases create --database-id archive --name Archive --no-enabled',
  ],
  'databases get': [
    'appwrite-cli databases get shop',
    'appwrite-cli databases get --database-id shop --json',
  ],
  'databases delete': [
    'appwrite-cli databases delete shop --yes',
    'appwrite-cli databases delete shop --dry-run',
  ],
  'databases create-collection': [
    'appwrite-cli databases create-collection shop --collection-id orders --name Orders',
    `appwrite-cli databases create-collection shop --name Notes --permissions 'read("any")' 'create("users")'`,
  ],
  'databases create-string-attribute': [
    'appwrite-cli databases create-string-attribute shop products --key colour --size 32 --no-required',
    'appwrite-cli databases create-string-attribute shop products --key label --size 64 --required false --array',
  ],
  'databases create-index': [
    'appwrite-cli databases create-index shop products --key by_stock --type key --attributes stock',
    'appwrite-cli databases create-index shop products --key by_both --type key --attributes price stock --orders DESC ASC',
  ],
  'databases list-documents': [
    "appwrite-cli databases list-documents shop products --where 'price > 10' --sort -price --limit 5",
    'appwrite-cli databases list-documents shop products --all --format ndjson',
  ],
  'databases create-document': [
    `appwrite-cli databases create-document shop products --data title=Kettle price:=34.5 tags:='["new"]'`,
    'appwrite-cli databases create-document shop products --document-id kettle --data @kettle.json',
  ],
  'databases update-document': [
    'appwrite-cli databases update-document shop products mug --data price:=8.5',
    `appwrite-cli databases update-document shop products mug --permissions 'read("any")'`,
  ],
  users: ['appwrite-cli users list', 'appwrite-cli users get ada'],
  'users list': [
    "appwrite-cli users list --where 'email $= @example.com'",
    'appwrite-cli users list --all --format csv',
  ],
  'users create': [
    'appwrite-cli users create --email joan@example.com --name Joan',
    'appwrite-cli users create --email joan@example.com --password-file password.txt',
  ],
  'users update-labels': [
    'appwrite-cli users update-labels ada --labels vip staff',
    'appwrite-cli users update-labels ada --labels',
  ],
  teams: ['appwrite-cli teams list', 'appwrite-cli teams list-memberships crew'],
  'teams create': [
    'appwrite-cli teams create --name Support',
    'appwrite-cli teams create --team-id support --name Support --roles owner',
  ],
  storage: ['appwrite-cli storage list-buckets', 'appwrite-cli storage create-file photos --file cat.png'],
  'storage create-bucket': [
    'appwrite-cli storage create-bucket --bucket-id docs --name Documents --maximum-file-size 1000000',
    'appwrite-cli storage create-bucket --name Images --allowed-file-extensions png jpg',
  ],
  'storage create-file': [
    'appwrite-cli storage create-file photos --file cat.png',
    `appwrite-cli storage create-file photos --file-id cat --file cat.png --permissions 'read("any")'`,
  ],
  functions: ['appwrite-cli functions list', 'appwrite-cli functions list-runtimes'],
  'functions create': [
    'appwrite-cli functions create --name Hello --runtime node-18.0',
    'appwrite-cli functions create --function-id hello --name Hello --runtime node-18.0 --entrypoint index.js',
  ],
  messaging: ['appwrite-cli messaging list-topics', 'appwrite-cli messaging list-providers'],
  'messaging create-topic': ['appwrite-cli messaging create-topic --topic-id news --name News'],
  graphql: ["appwrite-cli graphql query --query '{ localeGet { country } }'"],
  'graphql query': [
    "appwrite-cli graphql query --query '{ localeGet { country } }'",
    'appwrite-cli graphql query --query @query.graphql',
  ],
  health: ['appwrite-cli health get', 'appwrite-cli health get-queue-builds'],
  locale: ['appwrite-cli locale list-countries', 'appwrite-cli locale list-languages --format csv'],
  avatars: ['appwrite-cli avatars get-initials --name "Ada Lovelace" --out ada.png'],
  'avatars get-qr': ['appwrite-cli avatars get-qr --text https://example.com --out qr.png'],
};
