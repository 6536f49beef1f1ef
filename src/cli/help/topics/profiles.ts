import { examples, rows, type Topic, text } from '../topic.ts';

export const profiles: Topic = [
  text(
    'A profile holds an endpoint, a project, a locale and one credential: an API key, or a session of the console. The first profile becomes the current one. Another one is selected with --profile NAME for one command, or with APPWRITE_PROFILE for a whole shell.',
  ),
  rows('Each setting comes from the first of these that has it', [
    ['1. a flag', '--endpoint, --project, --locale, --api-version'],
    ['2. --env NAME', 'That environment of the project file, for commands about the file'],
    ['3. a named profile', 'The profile that --profile or APPWRITE_PROFILE names'],
    ['4. a variable', 'APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID, APPWRITE_LOCALE'],
    [
      '5. the project file',
      'appwrite.json or appwrite.config.json in this folder or a parent: project and endpoint',
    ],
    ['6. the current profile', 'The profile that login, profile add or profile use made the current one'],
    [
      'the credential',
      'A variable (APPWRITE_API_KEY, APPWRITE_JWT, APPWRITE_SESSION), then the profile; the profile first if --profile names it. A project file never holds one',
    ],
    [
      'the API version',
      '--api-version, APPWRITE_API_VERSION, the version of the server in the profile, then 1.5',
    ],
  ]),
  text(
    'Empty variables count as not set. whoami shows each value, its source, and what the other sources say.',
  ),
  rows('Commands', [
    ['login', 'Log in and save the login as a profile'],
    ['profile add NAME', 'Save --endpoint and --project, with a key from stdin (--api-key-stdin)'],
    ['profile use NAME', 'Make it the current profile'],
    ['profile list', 'List all profiles, without secrets'],
    ['profile show [NAME]', 'Show one profile, with the last characters of its API key at most'],
    ['profile remove NAME', 'Delete it and its secret'],
  ]),
  text(
    "Commands of the console's own API (projects, migrations and others) accept only a session of the console, which appwrite-cli login opens. An API key in a variable does not replace it.",
  ),
  rows('Folders of config.json, which holds the profiles', [
    ['Linux', '~/.config/appwrite-cli, or under XDG_CONFIG_HOME'],
    ['macOS', '~/Library/Preferences/appwrite-cli'],
    ['Windows', '%APPDATA%\\appwrite-cli\\Config'],
  ]),
  text(
    'APPWRITE_CLI_CONFIG_DIR names another folder. Only you can read the file. If the system has a keyring, secrets are stored there instead, unless CI is set or there is no terminal.',
  ),
  text(
    'A profile also stores the version of its server, which decides which commands exist. It is read when the profile is created and by doctor, and updated if an error of the server shows another version.',
  ),
  examples(
    'appwrite-cli profile add work --endpoint https://host/v1 --project shop --api-key-stdin < key.txt',
    'appwrite-cli profile list',
  ),
];
