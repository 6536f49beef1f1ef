import type { Argument, CommandSpec, Flag } from '../../core/spec.ts';

const name: Argument = {
  key: 'name',
  name: 'name',
  help: 'Name of the profile; asked for on a terminal',
  required: false,
};

const existingName: Argument = { ...name, completes: 'profile' };

const keyFromStdin: Flag = {
  key: 'apiKeyStdin',
  flag: '--api-key-stdin',
  takes: 'none',
  help: 'Read the API key from stdin, so that it appears in no process list',
};

/** `profile list|show|use|add|remove`. The endpoint and project of a new profile are the global flags. */
export const profile: readonly CommandSpec[] = [
  {
    name: 'list',
    summary: 'List the profiles; the current one is marked',
    arguments: [],
    flags: [],
    examples: ['appwrite-cli profile list'],
    run: async (_, services) => (await import('./list.ts')).listProfiles(services),
  },
  {
    name: 'show',
    summary: 'Show one profile; its secret is hidden, but for the end of an API key',
    about: 'It says which store holds the secret: the system keyring, or the file that only you can read.',
    arguments: [{ ...existingName, help: 'Name of the profile; the current one if left out' }],
    flags: [{ key: 'reveal', flag: '--reveal', takes: 'none', help: 'Show the whole secret' }],
    examples: ['appwrite-cli profile show', 'appwrite-cli profile show staging --json'],
    run: async (input, services) => (await import('./list.ts')).showProfile(input, services),
  },
  {
    name: 'use',
    summary: 'Make a profile the current one',
    arguments: [existingName],
    flags: [],
    examples: ['appwrite-cli profile use staging'],
    run: async (input, services) => (await import('./change.ts')).useNamed(input, services),
  },
  {
    name: 'add',
    summary: 'Keep an endpoint, a project and an API key under a name',
    about:
      'The first profile becomes the current one. The key is sent to this endpoint and to no other. Anything missing is asked for on a terminal; the server is not contacted.',
    arguments: [name],
    flags: [keyFromStdin],
    examples: [
      'appwrite-cli profile add staging --endpoint https://host/v1 --project shop --api-key-stdin < key.txt',
    ],
    run: async (input, services) => (await import('./add.ts')).addNamed(input, services),
  },
  {
    name: 'remove',
    summary: 'Forget a profile and its secret, and end its session',
    arguments: [existingName],
    flags: [],
    examples: ['appwrite-cli profile remove staging --yes'],
    run: async (input, services) => (await import('./change.ts')).removeNamed(input, services),
  },
];
