import { pickFlags } from '../../core/flags.ts';
import { defineCommand } from '../../core/spec.ts';
import {
  applyFlags,
  exitCodeFlags,
  fileFlags,
  kindArguments,
  planFlags,
  pullFlags,
  rehearseFlag,
  selectionFlags,
} from './flags.ts';

/** A lazy-loading seam: help and completion need only specs, so each `run` imports its implementation. */
export const checkCommand = defineCommand({
  name: 'check',
  summary: 'Check the project file without a server',
  about:
    'It reads appwrite.json or appwrite.config.json, the files that it includes, appwrite-cli.json and the file of the environment, and reports everything in them that a server would refuse, with file and line: keys and sizes, defaults, relationships, rows that are too wide, indexes that are too long, permissions, schedules. Nothing is sent, and no credential is needed; references to secrets are not followed. It exits with 2 if there is a fault; a warning is about a setting that a server accepts, but that is probably not intended.',
  flags: fileFlags,
  examples: [
    'appwrite-cli check',
    'appwrite-cli check --env prod',
    "appwrite-cli check --json --filter 'findings[?level==`error`]'",
  ],
  run: async (values, services) => (await import('./check.ts')).runCheck(values, services),
});

export const pull = defineCommand({
  name: 'pull',
  summary: 'Bring the project file up to date with the server',
  about:
    'It reads the project and edits appwrite.json in place: changed fields are overwritten, a new resource on the server gets an entry in the style of the file, and everything else stays the same, byte by byte. Without a file, one is made in this folder. Entries that the server no longer has stay too, unless you agree to remove them or give --prune. Values of variables and secrets are not written; --with-variables puts variables into a file of their own. Settings, platforms, webhooks and sign-in providers need a console login.',
  arguments: kindArguments,
  flags: { ...fileFlags, ...selectionFlags, ...pullFlags },
  examples: [
    'appwrite-cli pull',
    'appwrite-cli pull collections functions --code',
    'appwrite-cli pull --check  # exit 9',
    'appwrite-cli pull variables/mailer --with-variables functions/mailer/.env',
  ],
  run: async (values, services) => (await import('./pull.ts')).runPull(values, services),
});

export const plan = defineCommand({
  name: 'plan',
  summary: 'Show the changes that a push of the project file would make',
  about:
    'It reads the project and compares it with the file: everything that a push would create, change in place, rebuild, deploy or delete, in order, and the number of documents that would lose values or could no longer be updated. Nothing is changed. Resources that the file does not mention are kept; --prune deletes them. With --json it is the saved plan, which push applies exactly, unless the project has changed in the meantime: it holds references instead of secrets. -f markdown is for a comment on a pull request.',
  arguments: kindArguments,
  flags: { ...fileFlags, ...selectionFlags, ...planFlags, ...exitCodeFlags, ...rehearseFlag },
  examples: [
    'appwrite-cli plan',
    'appwrite-cli plan --env prod --exit-code',
    'appwrite-cli plan --env prod --json -o plan.json',
    'appwrite-cli plan -f markdown > plan.md',
    'appwrite-cli plan collections --prune',
  ],
  run: async (values, services) => (await import('./plan.ts')).runPlan(values, services),
});

export const diff = defineCommand({
  name: 'diff',
  summary: 'Show the differences between the project file and the project',
  about:
    'It reads the project and lists resources with different values, those that only the file has, and those that only the server has. Kinds without a list in the file are left out. Nothing is changed, and nothing is counted. With --exit-code it exits with 9 if anything differs, for a nightly check.',
  arguments: kindArguments,
  flags: {
    ...fileFlags,
    ...selectionFlags,
    ...pickFlags(planFlags, 'rename', 'code', 'withVariables'),
    ...pickFlags(exitCodeFlags, 'exitCode'),
  },
  examples: [
    'appwrite-cli diff',
    'appwrite-cli diff --env prod --exit-code',
    'appwrite-cli diff functions --no-code',
  ],
  run: async (values, services) => (await import('./diff.ts')).runDiff(values, services),
});

export const push = defineCommand({
  name: 'push',
  aliases: ['apply', 'deploy'],
  summary: 'Change the project to match the project file',
  about:
    'It makes the plan that appwrite-cli plan shows, asks, applies it, and plans again: the push has succeeded if nothing is left to do. Resources that the file does not mention are kept; --prune deletes them. Nothing that holds values or other contents is deleted without --allow-data-loss and its name, which --yes does not replace. A failure does not stop the rest, and the next push continues from there, as it does after Ctrl-C. With the file of a saved plan (plan --json -o plan.json) it applies exactly that plan, or exits with 9, before anything is sent, if the project has changed in the meantime. A protected environment needs --confirm with the ID of its project. The code of functions is deployed if its files differ from those of the active deployment. --dry-run reads the project, and prints every request that would change it as a curl command.',
  arguments: kindArguments,
  flags: { ...fileFlags, ...selectionFlags, ...planFlags, ...applyFlags },
  examples: [
    'appwrite-cli push',
    'appwrite-cli push --env prod --yes',
    'appwrite-cli push functions --code always',
    'appwrite-cli push plan.json --yes',
    'appwrite-cli push collections --prune --allow-data-loss main/posts/legacy',
  ],
  run: async (values, services) => (await import('./push.ts')).runPush(values, services),
});
