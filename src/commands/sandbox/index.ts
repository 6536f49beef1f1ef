import { type CommandSpec, defineCommand } from '../../core/spec.ts';
import { maxOutboxEntries } from '../../sandbox/core/outbox-kinds.ts';
import { seedAccount } from '../../sandbox/seed-account.ts';
import { sandboxVersion } from '../../version.ts';
import { outboxFlags, serverFlags, startFlags } from './flags.ts';

/** Says what --functions does, and to whom. */
const runsCode =
  'With --functions it builds and runs the code of functions with the interpreters of this machine, and a function answers on ID.functions.localhost too. Nothing isolates that code: it has your rights, and whoever has the key of the sandbox can deploy some. It gets none of your variables but PATH and what programs need to run; --set gives it the way to the sandbox. The server is on loopback only then.';

/** `sandbox start|run|shell|outbox`: the embedded server. */
export const sandbox: readonly CommandSpec[] = [
  defineCommand({
    name: 'start',
    summary: 'Start a server on this machine and keep it running until Ctrl-C',
    about: `It behaves like an Appwrite ${sandboxVersion}, and no other version. It prints its address, its project and its API key. With --json the only line on stdout holds the three. On stderr it prints a line for each request, without values of queries or bodies; --quiet prints none. To try appwrite-cli login, --seed makes an account of the console: ${seedAccount.email}, with the password ${seedAccount.password}, which is public. Without --seed, make one: appwrite-cli account create --project console --email ADDRESS --password PASSWORD. With --as-profile its address and key are a profile while it runs, so that other terminals need no variables; if that has become the current profile, the one before is current again at the end. --project-file fills it as appwrite-cli push would, without settings that need a console login, before the flags that make it slow or let requests and attributes fail take effect. ${runsCode}`,
    flags: startFlags,
    examples: [
      'appwrite-cli sandbox start --seed',
      'appwrite-cli sandbox start --seed --as-profile dev',
      'appwrite-cli sandbox start --port 8080 --data ./appwrite-data',
    ],
    run: async (values, services) => (await import('./start.ts')).start(values, services),
  }),
  defineCommand({
    name: 'tick',
    summary: 'Move the clock of a running sandbox forward',
    about:
      'Whatever falls due on the way happens: sessions, tokens and keys expire, scheduled messages are sent, and in a sandbox with --functions each schedule runs at its minutes. The executions, and those of the events that they raise, are waited for and listed. The clock never goes back, and a sandbox with --data keeps it across restarts. It is the sandbox that the line would send any request to, by flags, variables or the profile; another server is refused.',
    arguments: {
      duration: { name: 'duration', help: 'Time to move it by: 90s, 15m, 1h30m or 7d', required: true },
    },
    examples: ['appwrite-cli sandbox tick 1h', 'appwrite-cli sandbox tick 30d --json'],
    run: async (values, services) => (await import('./tick.ts')).tick(values, services),
  }),
  defineCommand({
    name: 'reset',
    summary: 'Bring a running sandbox back to its start, for the next test',
    about:
      'All documents, users, sessions, files, executions, settings and the outbox are as they were after --seed, --project-file and --from, and so is the clock. It takes milliseconds. Requests in progress are answered first, for at most 2 s, and runs of functions are cancelled; built code and its processes stay. A program asks for the same by POST /v1/sandbox/reset with the key of the sandbox.',
    examples: ['appwrite-cli sandbox reset --yes', 'appwrite-cli sandbox reset --dry-run'],
    run: async (_, services) => (await import('./reset.ts')).reset(services),
  }),
  defineCommand({
    name: 'run',
    summary: 'Start a server, run a command against it, and end with its exit code',
    about: `The server behaves like an Appwrite ${sandboxVersion}. The command gets the endpoint, project and key in its environment, no other variable of Appwrite, an empty configuration, and this appwrite-cli on its PATH. ${runsCode} Exit 127 means that there is no such command, 126 that it is not executable.`,
    arguments: {
      command: {
        name: 'command',
        help: 'The command and its arguments, after --',
        required: true,
        variadic: true,
        completes: 'command',
      },
    },
    flags: serverFlags,
    examples: [
      'appwrite-cli sandbox run -- appwrite-cli databases list',
      'appwrite-cli sandbox run --seed -- npm test',
    ],
    run: async (values, services) => (await import('./run.ts')).run(values, services),
  }),
  defineCommand({
    name: 'shell',
    summary: 'Start a server, and open a shell whose commands use it',
    about: `The server behaves like an Appwrite ${sandboxVersion}. The shell is the one that SHELL names. It reads your own files, then gets the endpoint, project and key, APPWRITE_SANDBOX=1 and no other variable of Appwrite, an empty configuration, and this appwrite-cli on its PATH; in bash, zsh and fish TAB completes its lines. The prompt begins with (sandbox). The server ends with the shell, whose exit code is that of this command.`,
    flags: serverFlags,
    examples: ['appwrite-cli sandbox shell', 'appwrite-cli sandbox shell --seed'],
    run: async (values, services) => (await import('./shell.ts')).shell(values, services),
  }),
  defineCommand({
    name: 'outbox',
    summary: 'Show the mails and messages that the sandbox kept instead of sending them',
    about: `Nothing that a sandbox sends leaves this machine. It renders what a server would send, and keeps the last ${maxOutboxEntries}: links and codes to sign in, to verify an address and to set a password, invitations to teams, and messages by e-mail, text message and push. Each entry has the link or code in full, and its parts as userId, secret and url for scripts. A message goes to the outbox, and counts as sent, if an enabled provider would send it; without one it fails, as on a server. The command asks the sandbox of the connection in use, also within sandbox run and sandbox shell.`,
    flags: outboxFlags,
    examples: [
      'appwrite-cli sandbox outbox',
      "appwrite-cli sandbox outbox --to ada@example.com --limit 1 --json --filter 'entries[0].secret'",
      'appwrite-cli sandbox outbox --follow',
    ],
    run: async (values, services) => (await import('./outbox.ts')).outbox(values, services),
  }),
];
