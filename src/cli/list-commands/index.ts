import { type CommandSpec, defineCommand } from '../../core/spec.ts';
import type { Entry } from '../entry.ts';

/** @param entries the commands to list, itself among them: handed in, since the registry imports this module */
export const listCommandsSpec = (entries: readonly Entry[]): CommandSpec =>
  defineCommand({
    name: 'commands',
    summary: 'List every command with its parameters, for programs',
    about: 'With --json each command is an object: group, command, method, path, params and so on.',
    examples: [
      'appwrite-cli commands --fields group,command,summary',
      'appwrite-cli commands --json --filter "[?scope==\'users.read\'].command"',
    ],
    run: async () => (await import('../list-commands.ts')).listCommands(entries),
  });
