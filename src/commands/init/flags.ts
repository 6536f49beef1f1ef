import { projectFlags } from '../../console/project-flags.ts';
import type { FlagSet } from '../../core/flags.ts';

export const keyFlags = {
  newKey: {
    flag: '--new-key',
    arity: 'value',
    placeholder: 'PRESET',
    choices: ['read-only', 'ci-deploy', 'push', 'everything'],
    help: 'Create an API key with the scopes of this preset',
    heading: 'API key',
  },
  keyScopes: {
    flag: '--key-scopes',
    arity: 'variadic',
    placeholder: 'SCOPE,…',
    commaSeparated: true,
    help: 'Create an API key with these scopes',
    heading: 'API key',
  },
  keyName: {
    flag: '--key-name',
    arity: 'value',
    placeholder: 'NAME',
    help: 'Name of the key (appwrite-cli PRESET); an existing key with that name and the same scopes is used again',
    heading: 'API key',
  },
  keyProfile: {
    flag: '--key-profile',
    arity: 'value',
    placeholder: 'NAME',
    help: 'Save the key as this profile instead of printing it',
    heading: 'API key',
  },
} as const satisfies FlagSet;

export const initFlags = {
  ...projectFlags,
  ...keyFlags,
  pull: {
    flag: '--pull',
    arity: 'boolean',
    help: "Also write the project's resources to appwrite.json; asked on a terminal",
  },
} as const satisfies FlagSet;
