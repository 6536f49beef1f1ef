import { defaultApiVersion, newestApiVersion } from '../../../api/versions.ts';
import { examples, rows, type Topic, text } from '../topic.ts';

export const environment: Topic = [
  text(
    'Each setting is taken from the first of these that has it: a flag, the profile that --profile or APPWRITE_PROFILE names, a variable, the file appwrite.json or appwrite.config.json in this folder or a parent, the current profile. A credential in a variable goes before that of any profile but the one that --profile names. Empty variables count as not set.',
  ),
  rows('Where to, and as whom', [
    ['APPWRITE_ENDPOINT', 'Address of the API, such as https://cloud.appwrite.io/v1'],
    ['APPWRITE_PROJECT_ID', 'Project ID'],
    ['APPWRITE_API_KEY', 'API key. There is no flag for it: process lists show flags'],
    ['APPWRITE_JWT', 'Token of a user, to act as that user'],
    ['APPWRITE_SESSION', 'Session of a user, to act as that user'],
    ['APPWRITE_PROFILE', 'Profile to use instead of the current one'],
    ['APPWRITE_LOCALE', 'Language of names and messages from the server, such as de'],
    [
      'APPWRITE_API_VERSION',
      `Version of the server, from ${defaultApiVersion} to ${newestApiVersion}, which decides what commands there are; the flag is --api-version`,
    ],
  ]),
  rows('How the program behaves', [
    ['APPWRITE_CLI_CONFIG_DIR', 'Folder of the profiles'],
    ['NO_COLOR', 'No colour; the flag is --no-color'],
    ['FORCE_COLOR', 'Colour in a pipe too; 0 means none, and empty counts as not set'],
    [
      'CI',
      'No colour, no questions, no system keyring, and nothing is kept in the cache folder; false and 0 count as not set',
    ],
    ['NODE_DISABLE_COMPILE_CACHE', '1: Node 22 and later keep no compiled code in the cache folder'],
  ]),
  rows('The network', [
    ['HTTPS_PROXY, HTTP_PROXY', 'Proxy on the way to the server; never used for this machine itself'],
    ['NO_PROXY', 'Hosts that are reached without a proxy'],
    ['NODE_EXTRA_CA_CERTS', 'File of certificates to trust, besides those that Node knows'],
  ]),
  text(
    'A key goes to the endpoint that it belongs to and nowhere else. The key of a profile goes to the endpoint of the profile. A key from a variable never goes to an endpoint that only an appwrite.json names: a repository that you have cloned cannot ask for your key.',
  ),
  examples(
    'APPWRITE_LOCALE=de appwrite-cli locale list-countries --filter "countries[:3]"',
    'APPWRITE_PROJECT_ID=other appwrite-cli databases list --dry-run',
  ),
];
