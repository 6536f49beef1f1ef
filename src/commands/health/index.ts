import { type CommandSpec, defineCommand } from '../../core/spec.ts';

/** `health check`: the state of every service and queue in one table. */
export const healthCommands: readonly CommandSpec[] = [
  defineCommand({
    name: 'check',
    summary: 'Ask for the state of everything at once',
    about:
      'It asks every service and every queue at the same time, except for the certificate of a domain. It ends with 1 if a check fails. A time server that does not answer within 3 seconds counts as unknown.',
    section: 'Services',
    flags: {
      watch: {
        flag: '--watch',
        arity: 'value',
        placeholder: 'SECONDS',
        help: 'Ask again and again, with this many seconds in between, until Ctrl-C',
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
