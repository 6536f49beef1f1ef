import { functions } from '../../api/functions.ts';
import { operationOf } from '../../api/schema.ts';
import type { ApiVersion } from '../../api/versions.ts';
import { type CommandSpec, extendCommand } from '../../core/spec.ts';
import { operationCommand } from '../../operations/operation.ts';
import { deploymentCommands } from '../deployments/commands.ts';
import { logsCommand } from '../executions/commands.ts';
import { variableCommands } from '../variables/commands.ts';
import { executionFlags } from './flags.ts';
import { initCommand } from './init/commands.ts';
import { localCommands } from './local/commands.ts';

/** `create-execution`, which can also follow an asynchronous execution to its end. */
function executionCommand(version: ApiVersion): CommandSpec {
  const group = functions.at(version);
  const create = operationOf(group, 'create-execution');
  const look = operationOf(group, 'get-execution');
  return extendCommand(operationCommand(create), {
    about:
      'The server cuts a synchronous execution, which is the default, after 30 s. --wait starts an asynchronous one and follows it to its end: it may take as long as the timeout of the function allows. It prints the execution with its logs; the server stores no body of the answer. Exit 5 if the function answered 4xx, and 1 if it answered 5xx or threw an error.',
    flags: executionFlags,
    examples: [
      `appwrite-cli functions create-execution hello --body '{"name":"Ada"}' --dry-run`,
      'appwrite-cli functions create-execution hello --body @kettle.json --method POST --dry-run',
      'appwrite-cli functions create-execution hello --wait --wait-timeout 2m --dry-run',
    ],
    run: async (values, services) =>
      (await import('./create-execution.ts')).createExecution({ create, look }, values, services),
  });
}

/** The commands that deploy a function, run it, and set its variables. */
export const functionCommands = (version: ApiVersion): readonly CommandSpec[] => [
  ...deploymentCommands(functions.at(version), {
    secretsGo: 'use functions import-variables',
    examples: [
      'appwrite-cli functions create-deployment hello --code ./hello --entrypoint src/main.js --activate --wait',
      'appwrite-cli functions create-deployment hello --code . --activate --dry-run',
      'appwrite-cli functions create-deployment hello --code hello.tar.gz --no-activate',
    ],
  }),
  executionCommand(version),
  logsCommand(functions.at(version), {
    list: 'list-executions',
    owner: 'functionId',
    noun: 'function',
    example: 'hello',
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
  initCommand,
  ...localCommands,
];
