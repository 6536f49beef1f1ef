import { examples, rows, type Topic, text } from '../topic.ts';

export const profiles: Topic = [
  text(
    'A profile holds an endpoint, a project, a locale and one credential: an API key, or a session of the console. The first one becomes the current one, which every command uses unless it is told otherwise.',
  ),
  rows('Commands', [
    ['login', 'Ask for what is needed, and keep it as a profile'],
    ['profile add NAME', 'Keep --endpoint and --project, with a key from stdin (--api-key-stdin)'],
    ['profile use NAME', 'Make it the current one'],
    ['profile list', 'All of them; the secrets stay where they are'],
    ['profile show [NAME]', 'One of them, its secret hidden, but for the end of an API key'],
    ['profile remove NAME', 'Forget it and its secret'],
  ]),
  text(
    'Commands of the console itself (projects, migrations and others) take nothing but such a session, which appwrite-cli login makes. An API key in the environment stays for the other commands.',
  ),
  rows('Another profile for one command', [
    ['--profile NAME', 'The flag, anywhere on the line'],
    ['APPWRITE_PROFILE', 'The variable, for a whole shell'],
  ]),
  rows('Where they are kept: config.json in', [
    ['Linux', '~/.config/appwrite-cli, or under XDG_CONFIG_HOME'],
    ['macOS', '~/Library/Preferences/appwrite-cli'],
    ['Windows', '%APPDATA%\\appwrite-cli\\Config'],
  ]),
  text(
    'APPWRITE_CLI_CONFIG_DIR names another folder. Only you can read the file. Where the system has a keyring, the secret goes there instead, unless CI is set or there is no terminal.',
  ),
  text(
    'A profile also knows the version of its server, which decides what commands there are: it is asked when the profile is made and by doctor, and learnt from errors after an update of the server. --api-version and APPWRITE_API_VERSION go before it.',
  ),
  text(
    'A folder can name its project: appwrite.json with projectId, and with endpoint if needed, takes precedence over the current profile, but not over one that --profile or APPWRITE_PROFILE names. It never holds a key.',
  ),
  examples(
    'appwrite-cli profile add work --endpoint https://host/v1 --project shop --api-key-stdin < key.txt',
    'appwrite-cli profile list',
  ),
];
