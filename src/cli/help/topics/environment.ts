import { defaultApiVersion, newestApiVersion } from '../../../api/versions.ts';
import { examples, rows, type Topic, text } from '../topic.ts';

export const environment: Topic = [
  text('appwrite-cli help profiles shows which source wins if several have a setting.'),
  rows('Connection', [
    ['APPWRITE_ENDPOINT', 'Endpoint of the API, such as https://cloud.appwrite.io/v1'],
    ['APPWRITE_PROJECT_ID', 'Project ID'],
    ['APPWRITE_API_KEY', 'API key. There is no flag for it: process lists show flags'],
    ['APPWRITE_JWT', 'JWT of a user, to act as that user'],
    ['APPWRITE_SESSION', 'Session of a user, to act as that user'],
    ['APPWRITE_PROFILE', 'Profile to use instead of the current one'],
    ['APPWRITE_LOCALE', 'Language of names and messages from the server, such as de'],
    [
      'APPWRITE_API_VERSION',
      `Version of the server, from ${defaultApiVersion} to ${newestApiVersion}; it decides which commands exist`,
    ],
  ]),
  rows('Behaviour', [
    ['APPWRITE_CLI_CONFIG_DIR', 'Folder of the profiles'],
    ['APPWRITE_BACKUP_PASSPHRASE', 'Passphrase of the secrets of a backup'],
    ['NO_COLOR', 'No colour; the flag is --no-color'],
    ['FORCE_COLOR', 'Colour in a pipe too; 0 means none'],
    [
      'CI',
      'No colour, no questions, no system keyring, no files in the cache folder; false and 0 count as not set',
    ],
    ['NODE_DISABLE_COMPILE_CACHE', '1: No compiled code in the cache folder'],
  ]),
  rows('Network', [
    ['HTTPS_PROXY, HTTP_PROXY', 'Proxy for requests to the server; never used for this machine itself'],
    ['NO_PROXY', 'Hosts to connect to without a proxy'],
    ['NODE_EXTRA_CA_CERTS', 'File with certificates to trust, in addition to those of Node'],
  ]),
  text(
    'A credential is sent only to the endpoint that it belongs to: that of a profile only to the endpoint of the profile, and one from a variable never to an endpoint that only an appwrite.json names. So a cloned repository cannot obtain your key.',
  ),
  examples(
    'APPWRITE_LOCALE=de appwrite-cli locale list-countries --filter "countries[:3]"',
    'APPWRITE_PROJECT_ID=other appwrite-cli databases list --dry-run',
  ),
];
