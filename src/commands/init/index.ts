import type { CommandSpec, Flag } from '../../core/spec.ts';
import { projectFlags } from '../login/index.ts';

const keyFlags: readonly Flag[] = [
  {
    key: 'newKey',
    flag: '--new-key',
    takes: 'one',
    placeholder: 'PRESET',
    choices: ['read-only', 'ci-deploy', 'everything'],
    help: 'Create an API key with the scopes of this preset',
    heading: 'API key',
  },
  {
    key: 'keyScopes',
    flag: '--key-scopes',
    takes: 'many',
    placeholder: 'SCOPE…',
    help: 'Create an API key with these scopes',
    heading: 'API key',
  },
  {
    key: 'keyName',
    flag: '--key-name',
    takes: 'one',
    placeholder: 'NAME',
    help: 'Name of the key (appwrite-cli PRESET); one with that name and the same scopes is used again',
    heading: 'API key',
  },
  {
    key: 'keyProfile',
    flag: '--key-profile',
    takes: 'one',
    placeholder: 'NAME',
    help: 'Keep the key as this profile instead of printing it',
    heading: 'API key',
  },
];

export const init: CommandSpec = {
  name: 'init',
  summary: 'Set this folder up for a project',
  about:
    'It picks or creates the project and writes its ID, name and endpoint to appwrite.json; the rest of that file stays as it is, and no secret is ever put there. A new API key is printed once, on stdout. What is going to happen is shown first, and nothing is done twice when it runs again.',
  arguments: [],
  flags: [...projectFlags, ...keyFlags],
  examples: [
    'appwrite-cli init',
    'appwrite-cli init --project shop',
    'appwrite-cli init --project shop --new-key ci-deploy --key-name github > key.txt',
  ],
  run: async (input, services) => (await import('./init.ts')).init(input, services),
};
