import { type CommandSpec, defineCommand } from '../../core/spec.ts';

/** `health check`: the state of every service and queue in one table. */
export const healthCommands: readonly CommandSpec[] = [
  defineCommand({
    name: 'check',
    summary: 'Check every service and queue',
    about:
      "It checks every service and every queue of the server's version at the same time. It ends with 1 if a check fails; a route or a queue that the server does not know is unknown, which is no failure. The certificate of a domain and the time server are left out: asking for the time can block a server that can't reach one.",
    section: 'Services',
    flags: {
      watch: {
        flag: '--watch',
        arity: 'value',
        placeholder: 'TIME',
        help: 'Repeat the checks after this time, such as 10s or 5m, until Ctrl-C',
      },
    },
    examples: [
      'appwrite-cli health check',
      "appwrite-cli health check --json --filter 'checks[?status==`fail`].check'",
    ],
    facts: 'GET /health/version and the GET requests of this group · scope health.read · API key',
    run: async (values, services) => (await import('./check.ts')).check(values, services),
  }),
];
