import type { CommandSpec, Flag } from '../../core/spec.ts';
import { seedAccount } from '../../sandbox/seed-account.ts';

const seed: Flag = {
  key: 'seed',
  flag: '--seed',
  takes: 'none',
  help: 'Begin with a small shop (a database with products, users, a team, a bucket) and a login',
};

const server: readonly Flag[] = [
  seed,
  {
    key: 'data',
    flag: '--data',
    takes: 'one',
    placeholder: 'DIR',
    help: 'Keep everything in this folder; without it, everything is gone at the end',
  },
  {
    key: 'rateLimit',
    flag: '--rate-limit',
    takes: 'one',
    placeholder: 'N',
    help: 'Answer 429 after N requests a minute',
  },
  {
    key: 'latency',
    flag: '--latency',
    takes: 'one',
    placeholder: 'MS',
    help: 'Wait this long before each answer',
  },
  {
    key: 'failRate',
    flag: '--fail-rate',
    takes: 'one',
    placeholder: 'P',
    help: 'Let this share of requests fail, from 0 to 1',
  },
];

/** `sandbox start|run`: the embedded server. */
export const sandbox: readonly CommandSpec[] = [
  {
    name: 'start',
    summary: 'Start a server on this machine and keep it running until Ctrl-C',
    about: `It says where it is and with which project and API key. With --json the first line on stdout holds the three. To try appwrite-cli login, --seed makes an account of the console: ${seedAccount.email}, with the password ${seedAccount.password}, which everybody knows. Without --seed, make one: appwrite-cli account create --project console --email ADDRESS --password PASSWORD.`,
    arguments: [],
    flags: [
      {
        key: 'port',
        flag: '--port',
        takes: 'one',
        placeholder: 'N',
        help: 'Port to listen on; 0, the default, takes a free one',
      },
      {
        key: 'host',
        flag: '--host',
        takes: 'one',
        placeholder: 'ADDRESS',
        help: 'Address to listen on instead of 127.0.0.1; others can then reach it',
      },
      ...server,
    ],
    examples: [
      'appwrite-cli sandbox start --seed',
      'appwrite-cli sandbox start --port 8080 --data ./appwrite-data',
    ],
    run: async (input, services) => (await import('./start.ts')).start(input, services),
  },
  {
    name: 'run',
    summary: 'Start a server, run a command against it, and end with its exit code',
    about:
      "The command gets the endpoint, project and key in its environment, an empty configuration, and this very appwrite-cli on its PATH. Exit 127 means that there is no such command, 126 that it can't be run.",
    arguments: [
      {
        key: 'command',
        name: 'command',
        help: 'The command and its arguments, after --',
        required: true,
        many: true,
        completes: 'command',
      },
    ],
    flags: server,
    examples: [
      'appwrite-cli sandbox run -- appwrite-cli databases list',
      'appwrite-cli sandbox run --seed -- npm test',
    ],
    run: async (input, services) => (await import('./run.ts')).run(input, services),
  },
];
