import { ofTables } from '../../api/databases/words.ts';

/**
 * Examples of help, by the name of their group or command. A test runs each of them unchanged on a seeded sandbox, in a
 * folder with the files that they name; `# exit 4` at the end is the expected exit code.
 */
export const examples: Readonly<Record<string, readonly string[]>> = {
  account: [
    'appwrite-cli account create --email joan@example.com --password-file password.txt --name Joan',
    'APPWRITE_SESSION=$(appwrite-cli users create-session ada --filter secret --format raw) appwrite-cli account get',
  ],
  'account create': [
    'appwrite-cli account create --email joan@example.com --password-file password.txt',
    'appwrite-cli account create --user-id joan --email joan@example.com --password - < password.txt',
  ],

  avatars: [
    'appwrite-cli avatars get-initials --name "Ada Lovelace" --out ada.png',
    'appwrite-cli avatars get-qr --text https://example.com --out qr.png',
  ],
  'avatars get-initials': [
    'appwrite-cli avatars get-initials --name "Ada Lovelace" --out ada.png',
    'appwrite-cli avatars get-initials --name Ada --width 200 --height 200 --background ffcc00 --out ada.png',
  ],
  'avatars get-qr': [
    'appwrite-cli avatars get-qr --text https://example.com --out qr.png',
    'appwrite-cli avatars get-qr --text https://example.com --size 800 --margin 2 --out qr.png',
  ],

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
  'databases update': [
    'appwrite-cli databases update shop --name "The shop"',
    'appwrite-cli databases update shop --no-enabled',
  ],
  'databases update-collection': [
    'appwrite-cli databases update-collection shop products --document-security',
    `appwrite-cli databases update-collection shop products --permissions 'read("any")' --dry-run`,
  ],
  'databases delete': [
    'appwrite-cli databases delete shop --yes',
    'appwrite-cli databases delete shop --dry-run',
  ],
  'databases list-collections': [
    'appwrite-cli databases list-collections shop',
    "appwrite-cli databases list-collections shop --where 'name ^= Prod'",
  ],
  'databases create-collection': [
    'appwrite-cli databases create-collection shop --collection-id notes --name Notes',
    `appwrite-cli databases create-collection shop --name Notes --permissions 'read("any")' 'create("users")'`,
  ],
  'databases get-collection': [
    'appwrite-cli databases get-collection shop products',
    "appwrite-cli databases get-collection shop products --json --filter 'attributes[].key'",
  ],
  'databases list-attributes': [
    'appwrite-cli databases list-attributes shop products',
    'appwrite-cli databases list-attributes shop products --fields key,type,required',
  ],
  'databases create-string-attribute': [
    'appwrite-cli databases create-string-attribute shop products --key colour --size 32 --no-required',
    'appwrite-cli databases create-string-attribute shop products --key labels --size 64 --required false --array',
  ],
  'databases create-integer-attribute': [
    'appwrite-cli databases create-integer-attribute shop products --key sold --required',
    'appwrite-cli databases create-integer-attribute shop products --key stars --no-required --min 1 --max 5 --default 3',
  ],
  'databases create-float-attribute': [
    'appwrite-cli databases create-float-attribute shop products --key weight --no-required',
    'appwrite-cli databases create-float-attribute shop products --key discount --no-required --min 0 --max 0.5',
  ],
  'databases create-boolean-attribute': [
    'appwrite-cli databases create-boolean-attribute shop products --key used --required',
    'appwrite-cli databases create-boolean-attribute shop products --key used --no-required --default false',
  ],
  'databases create-enum-attribute': [
    'appwrite-cli databases create-enum-attribute shop products --key size --elements S M L --no-required',
    'appwrite-cli databases create-enum-attribute shop products --key size --elements S M L --no-required --default M',
  ],
  'databases create-datetime-attribute': [
    'appwrite-cli databases create-datetime-attribute shop products --key arrived --no-required',
    'appwrite-cli databases create-datetime-attribute shop products --key arrived --required false --default 2024-01-31T10:00:00.000+00:00',
  ],
  'databases list-indexes': [
    'appwrite-cli databases list-indexes shop products',
    'appwrite-cli databases list-indexes shop products --json',
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
  'databases get-document': [
    'appwrite-cli databases get-document shop products mug',
    'appwrite-cli databases get-document shop products mug --select title,price --json',
  ],
  'databases update-document': [
    'appwrite-cli databases update-document shop products mug --data price:=8.5',
    `appwrite-cli databases update-document shop products mug --permissions 'read("any")'`,
  ],
  'databases delete-document': [
    'appwrite-cli databases delete-document shop products mug --yes',
    'appwrite-cli databases delete-document shop products nothing --yes # exit 4',
  ],

  functions: ['appwrite-cli functions list', 'appwrite-cli functions list-runtimes'],
  'functions list': [
    'appwrite-cli functions list',
    "appwrite-cli functions list --where 'enabled = true' --fields '$id,name,runtime'",
  ],
  'functions create': [
    'appwrite-cli functions create --name Hello --runtime node-18.0',
    'appwrite-cli functions create --function-id greet --name Greet --runtime node-18.0 --entrypoint index.js',
  ],
  'functions update': [
    "appwrite-cli functions update hello --schedule '0 6 * * *' --timeout 60",
    'appwrite-cli functions update hello --name Hello --replace --dry-run',
  ],
  'functions create-variable': [
    'appwrite-cli functions create-variable hello --key GREETING --value Hi',
    'appwrite-cli functions create-variable hello --key SMTP_PASSWORD --value-file password.txt',
    'appwrite-cli functions create-variable --function-id hello --key GREETING --value=--hi--',
  ],

  graphql: [
    "appwrite-cli graphql query --query '{ localeGet { country } }'",
    'appwrite-cli graphql query --query @query.graphql',
  ],
  'graphql query': [
    "appwrite-cli graphql query --query '{ localeGet { country } }'",
    'appwrite-cli graphql query --query @query.graphql',
  ],

  health: ['appwrite-cli health check', 'appwrite-cli health get'],
  'health get-queue-mails': [
    'appwrite-cli health get-queue-mails',
    'appwrite-cli health get-queue-mails --threshold 100',
  ],

  locale: ['appwrite-cli locale get', 'appwrite-cli locale list-countries --locale de'],
  'locale list-countries': [
    'appwrite-cli locale list-countries',
    'appwrite-cli locale list-countries --locale de --format csv',
  ],
  'locale list-currencies': [
    'appwrite-cli locale list-currencies',
    "appwrite-cli locale list-currencies --json --filter 'currencies[?code==`EUR`]'",
  ],

  messaging: ['appwrite-cli messaging list-topics', 'appwrite-cli messaging list-providers'],
  'messaging create-topic': [
    'appwrite-cli messaging create-topic --topic-id offers --name Offers',
    'appwrite-cli messaging create-topic --topic-id offers --name Offers --subscribe users',
  ],
  'messaging create-email': [
    'appwrite-cli messaging create-email --subject Hello --content "It is here." --topics news --draft',
    'appwrite-cli messaging create-email --subject Hello --content @message.txt --users ada --draft',
  ],
  'messaging create-sendgrid-provider': [
    'appwrite-cli messaging create-sendgrid-provider --name Mail --api-key-file password.txt --from-email shop@example.com',
    'appwrite-cli messaging create-sendgrid-provider --name Mail --api-key - --no-enabled < password.txt',
  ],
  'messaging list-messages': [
    'appwrite-cli messaging list-messages',
    "appwrite-cli messaging list-messages --where 'status = failed' --sort '-$createdAt'",
  ],

  storage: ['appwrite-cli storage list-buckets', 'appwrite-cli storage create-file photos --file cat.png'],
  'storage create-bucket': [
    'appwrite-cli storage create-bucket --bucket-id docs --name Documents --maximum-file-size 1000000',
    'appwrite-cli storage create-bucket --name Images --allowed-file-extensions png jpg',
  ],
  'storage update-bucket': [
    'appwrite-cli storage update-bucket photos --compression zstd',
    'appwrite-cli storage update-bucket photos --name Photos --replace',
  ],
  'storage list-files': [
    'appwrite-cli storage list-files photos',
    "appwrite-cli storage list-files photos --where 'mimeType = image/png' --sort name",
  ],
  'storage create-file': [
    'appwrite-cli storage create-file photos --file cat.png',
    `appwrite-cli storage create-file photos --file-id cat --file cat.png --permissions 'read("any")'`,
  ],
  'storage get-file-download': [
    'appwrite-cli storage get-file-download photos mug',
    'appwrite-cli storage get-file-download photos mug --out - > mug.png',
  ],
  'storage get-file-preview': [
    'appwrite-cli storage get-file-preview photos mug --width 32 --out small.png',
    'appwrite-cli storage get-file-preview photos mug --output jpg --quality 80 --out mug.jpg',
  ],
  'storage delete-file': [
    'appwrite-cli storage delete-file photos mug --yes',
    'appwrite-cli storage delete-file photos mug --dry-run',
  ],

  teams: ['appwrite-cli teams list', 'appwrite-cli teams list-memberships crew'],
  'teams create': [
    'appwrite-cli teams create --name Support',
    'appwrite-cli teams create --team-id support --name Support --roles owner',
  ],
  'teams list-memberships': [
    'appwrite-cli teams list-memberships crew',
    'appwrite-cli teams list-memberships crew --fields userEmail,roles',
  ],
  'teams create-membership': [
    'appwrite-cli teams create-membership crew --user-id grace --roles member',
    'appwrite-cli teams create-membership crew --user-id grace --roles member owner',
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
  'users get': [
    'appwrite-cli users get ada',
    'appwrite-cli users get ada --fields name,email,labels',
    'appwrite-cli users get ada --web',
  ],
  'users update-status': [
    'appwrite-cli users update-status ada --no-status',
    'appwrite-cli users update-status ada --status true',
  ],
  'users update-labels': [
    'appwrite-cli users update-labels ada --labels vip staff',
    'appwrite-cli users update-labels ada --labels',
  ],
  'users update-prefs': [
    'appwrite-cli users update-prefs ada --prefs theme=dark size:=12',
    `appwrite-cli users update-prefs ada --prefs '{"theme":"dark"}'`,
  ],
  'users update-password': [
    'appwrite-cli users update-password ada --password-file password.txt',
    'appwrite-cli users update-password ada --password - < password.txt',
  ],
  'users create-session': [
    'appwrite-cli users create-session ada',
    'appwrite-cli users create-session ada --filter secret --format raw',
  ],
  'users create-token': [
    'appwrite-cli users create-token ada',
    'appwrite-cli users create-token ada --length 32 --expire 600',
  ],
  'users delete': ['appwrite-cli users delete ada --yes', 'appwrite-cli users delete ada --dry-run'],

  assistant: ['appwrite-cli assistant chat --prompt "Which events does a document have?"'],
  console: ['appwrite-cli console variables --fields _APP_STORAGE_LIMIT,_APP_VCS_ENABLED'],
  migrations: [
    'appwrite-cli migrations list',
    'appwrite-cli migrations create-appwrite-migration --endpoint https://host/v1 --project-id old --api-key - --resources user team --dry-run < key.txt',
  ],
  project: [
    'appwrite-cli project get-usage --start-date 2024-05-01 --end-date 2024-06-01',
    'appwrite-cli project create-variable --key MAIL_TOKEN --value-file key.txt',
  ],
  projects: [
    "appwrite-cli projects list --where 'name ~ Shop'",
    'appwrite-cli projects update-service-status --service graphql --no-status',
  ],
  'projects update-auth-status': [
    'appwrite-cli projects update-auth-status --method anonymous --no-status',
    'appwrite-cli projects update-auth-status --project sandbox --method jwt --status',
  ],
  'projects create-webhook': [
    "appwrite-cli projects create-webhook --name orders --events 'databases.*.collections.*.documents.*.create' --url https://example.com/orders --security",
    "appwrite-cli projects create-webhook --name users --events 'users.*' --url https://example.com/users --security --http-user ada --http-pass-file password.txt",
  ],
  'projects update-email-template': [
    'appwrite-cli projects update-email-template --type recovery --locale de --subject "Neues Passwort"',
    'appwrite-cli projects update-email-template --type verification --locale en --message @message.txt',
  ],
  proxy: [
    'appwrite-cli proxy list-rules',
    'appwrite-cli proxy create-rule --domain api.shop.example.com --resource-type api',
  ],
  vcs: ['appwrite-cli vcs list-installations'],
  'databases get-usage': ['appwrite-cli databases get-usage --range 24h'],
  'teams list-logs': ['appwrite-cli teams list-logs crew --limit 5'],
};

/**
 * Returns the examples of a group or command. Those of `tables-db` are those of `databases` in its words.
 * @param path its name, such as `tables-db list-rows`
 */
export function examplesOf(path: string): readonly string[] {
  const own = examples[path];
  if (own || !/^tables-db\b/.test(path)) return own ?? [];
  // Usage is another command there.
  const twin = Object.keys(examples).find(
    (name) => /^databases\b/.test(name) && name !== 'databases get-usage' && inTables(name) === path,
  );
  return twin === undefined ? [] : examples[twin]!.map(inTables);
}

function inTables(text: string): string {
  return ofTables(text.replace(/(?<=^|appwrite-cli )databases\b/g, 'tables-db'));
}
