import { functions } from '../../api/functions.ts';
import type { ApiVersion } from '../../api/versions.ts';
import type { CommandSpec } from '../../core/spec.ts';
import { deploymentCommands } from '../deployments/commands.ts';
import { variableCommands } from '../variables/commands.ts';

/** The commands that deploy a function and set its variables. */
export const functionCommands = (version: ApiVersion): readonly CommandSpec[] => [
  ...deploymentCommands(functions.at(version), {
    secretsGo: 'use functions import-variables',
    examples: [
      'appwrite-cli functions create-deployment hello --code ./hello --entrypoint src/main.js --activate --wait',
      'appwrite-cli functions create-deployment hello --code . --activate --dry-run',
      'appwrite-cli functions create-deployment hello --code hello.tar.gz --no-activate',
    ],
  }),
  ...variableCommands(
    {
      name: 'functions',
      id: { key: 'functionId', name: 'function-id', help: 'Function ID' },
      noun: 'a function',
      example: 'hello',
      access: 'scopes functions.read, functions.write · API key',
    },
    version,
  ),
];
