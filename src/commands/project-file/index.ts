import { defineCommand } from '../../core/spec.ts';
import { fileFlags } from './flags.ts';

/** A lazy-loading seam: help and completion need only specs, so each `run` imports its implementation. */
export const checkCommand = defineCommand({
  name: 'check',
  summary: 'Check the project file without a server',
  about:
    'It reads appwrite.json or appwrite.config.json, the files that it includes, appwrite-cli.json and the file of the environment, and reports everything in them that a server would refuse, with file and line: keys and sizes, defaults, relationships, rows that are too wide, indexes that are too long, permissions, schedules. Nothing is sent, and no credential is needed; references to secrets are not followed. It ends with 2 if there is a fault; warnings are about what a server takes, but hardly as it is meant.',
  flags: fileFlags,
  examples: [
    'appwrite-cli check',
    'appwrite-cli check --env prod',
    "appwrite-cli check --json --filter 'findings[?level==`error`]'",
  ],
  run: async (values, services) => (await import('./check.ts')).runCheck(values, services),
});
