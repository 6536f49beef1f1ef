import type { ArgumentDefinition, FlagSet } from '../../core/flags.ts';
import { type CommandSpec, defineCommand } from '../../core/spec.ts';

const name = {
  name: 'name',
  help: 'Name of the profile; asked on a terminal',
  required: false,
} as const satisfies ArgumentDefinition;

const existingName = { ...name, completes: 'profile' } as const satisfies ArgumentDefinition;

const keyFromStdin = {
  apiKeyStdin: {
    flag: '--api-key-stdin',
    arity: 'none',
    help: 'Read the API key from stdin, so that it appears in no process list',
  },
} as const satisfies FlagSet;

/** `profile list|show|use|add|remove`. The endpoint and project of a new profile are the global flags. */
export const profile: readonly CommandSpec[] = [
  defineCommand({
    name: 'list',
    summary: 'List the profiles; the current one is marked',
    examples: ['appwrite-cli profile list'],
    run: async (_, services) => (await import('./list.ts')).listProfiles(services),
  }),
  defineCommand({
    name: 'show',
    summary: 'Show one profile, with the last characters of its API key at most',
    about: 'It names the store of the secret: the system keyring, or the file that only you can read.',
    arguments: { name: { ...existingName, help: 'Name of the profile; by default the current one' } },
    flags: { reveal: { flag: '--reveal', arity: 'none', help: 'Show the whole secret' } },
    examples: ['appwrite-cli profile show', 'appwrite-cli profile show staging --json'],
    run: async (values, services) => (await import('./list.ts')).showProfile(values, services),
  }),
  defineCommand({
    name: 'use',
    summary: 'Make a profile the current one',
    arguments: { name: existingName },
    examples: ['appwrite-cli profile use staging'],
    run: async (values, services) => (await import('./change.ts')).profileUse(values, services),
  }),
  defineCommand({
    name: 'add',
    summary: 'Save an endpoint, a project and an API key under a name',
    about:
      'The first profile becomes the current one. The key is sent to this endpoint only. On a terminal, it asks for missing values. It reads the version of the server, which decides which commands exist; if the server does not answer, the profile is saved without it.',
    arguments: { name },
    flags: keyFromStdin,
    examples: [
      'appwrite-cli profile add staging --endpoint https://host/v1 --project shop --api-key-stdin < key.txt',
    ],
    run: async (values, services) => (await import('./add.ts')).profileAdd(values, services),
  }),
  defineCommand({
    name: 'remove',
    summary: 'Delete a profile and its secret, and end its session',
    arguments: { name: existingName },
    examples: ['appwrite-cli profile remove staging --yes'],
    run: async (values, services) => (await import('./change.ts')).profileRemove(values, services),
  }),
];
