import { type ApiVersion, isAtLeast } from '../../api/versions.ts';
import { type CommandSpec, defineCommand } from '../../core/spec.ts';
import { webFlags } from '../../operations/view-flags.ts';
import { variableCommands } from '../variables/commands.ts';
import { usageFlags } from './flags.ts';

/** Commands that put several answers about a project together. */
export const projectCommands = (version: ApiVersion): readonly CommandSpec[] => [
  defineCommand({
    name: 'show',
    summary: 'Show the settings of a project on one page',
    about:
      'Services, ways to sign in, limits, mail, platforms, API keys, webhooks and domains. Secrets are left out: projects get-key and projects get-webhook show them. Machine formats get one document, with the values as the server has them.',
    examples: [
      'appwrite-cli project show',
      'appwrite-cli project show --project sandbox --json --filter services',
    ],
    flags: webFlags,
    run: async (values, services) => (await import('./show.ts')).showProject(values, services),
  }),
  defineCommand({
    name: 'usage',
    summary: 'Show the requests, traffic and contents of a project over time',
    about:
      'On a terminal it draws charts. Pipes and machine formats get the exact numbers, a row for each hour or day (UTC): requests, bytes of network traffic and executions count what happened then; users, sessions, documents, files and storage (in bytes) count what was added then, less what was deleted.',
    flags: { ...usageFlags, ...webFlags },
    examples: [
      'appwrite-cli project usage',
      'appwrite-cli project usage --range 24h',
      'appwrite-cli project usage --range 90d --format csv --out usage.csv',
    ],
    run: async (values, services) => (await import('./usage.ts')).showUsage(values, services),
  }),
  ...variableCommands(
    {
      name: 'project',
      noun: 'all functions',
      access: isAtLeast(version, '1.9') ? 'scopes project.read, project.write · API key' : 'console session',
    },
    version,
  ),
];
