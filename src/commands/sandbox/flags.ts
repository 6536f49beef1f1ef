import type { FlagSet } from '../../core/flags.ts';
import { outboxKinds } from '../../sandbox/core/outbox-kinds.ts';

/** The flags of the server itself, which `sandbox start` and `sandbox run` share. */
export const serverFlags = {
  seed: {
    flag: '--seed',
    arity: 'none',
    help: 'Begin with a small shop (a database with products, users, a team, a bucket) and a login',
  },
  projectFile: {
    flag: '--project-file',
    arity: 'value',
    placeholder: 'PATH',
    help: 'Begin with the resources of this project file, as after a push',
  },
  from: {
    flag: '--from',
    arity: 'value',
    placeholder: 'BACKUP',
    completes: 'file',
    help: 'Begin with everything in this backup, a folder or .tar.gz',
  },
  data: {
    flag: '--data',
    arity: 'value',
    placeholder: 'DIR',
    help: 'Store the data in this folder; without it, everything is deleted at the end',
  },
  functions: {
    flag: '--functions',
    arity: 'none',
    help: 'Build and run the code of functions on this machine, with your rights: nothing isolates it',
  },
  set: {
    flag: '--set',
    arity: 'repeatable',
    placeholder: 'NAME=WHAT',
    help: 'Give functions a variable with the endpoint, the project or a key of this sandbox: API_KEY=key; repeatable',
  },
  clock: {
    flag: '--clock',
    arity: 'value',
    placeholder: 'MODE',
    choices: ['real', 'manual'],
    help: 'Clock of the server: real, the default, or manual, which only sandbox tick moves',
  },
  rateLimit: {
    flag: '--rate-limit',
    arity: 'value',
    placeholder: 'N',
    help: 'Answer 429 after N requests a minute',
  },
  latency: {
    flag: '--latency',
    arity: 'value',
    placeholder: 'MS',
    help: 'Wait this long before each answer',
  },
  failRate: {
    flag: '--fail-rate',
    arity: 'value',
    placeholder: 'P',
    help: 'Let this share of requests fail, from 0 to 1',
  },
  schemaDelay: {
    flag: '--schema-delay',
    arity: 'value',
    placeholder: 'MS',
    help: 'Take this long to create or delete each attribute and index, one after another',
  },
  keepProcessing: {
    flag: '--keep-processing',
    arity: 'repeatable',
    placeholder: 'D/C/KEY',
    help: 'Leave this attribute or index in processing: DATABASE/COLLECTION/KEY, * for any; repeatable',
  },
  failCreation: {
    flag: '--fail-creation',
    arity: 'repeatable',
    placeholder: 'D/C/KEY',
    help: 'Let the creation of this attribute or index fail; =TEXT after it sets the error; repeatable',
  },
  failDeletion: {
    flag: '--fail-deletion',
    arity: 'repeatable',
    placeholder: 'D/C/KEY',
    help: 'Let this attribute or index get stuck when it is deleted; =TEXT after it sets the error; repeatable',
  },
} as const satisfies FlagSet;

export const startFlags = {
  port: {
    flag: '--port',
    arity: 'value',
    placeholder: 'N',
    help: 'Port to listen on; 0, the default, takes a free one',
  },
  host: {
    flag: '--host',
    arity: 'value',
    placeholder: 'ADDRESS',
    help: 'Address to listen on instead of 127.0.0.1; others can then reach it',
  },
  cors: {
    flag: '--cors',
    arity: 'repeatable',
    placeholder: 'ORIGIN',
    help: 'Let web pages of this origin call the server, for example http://localhost:3000; repeatable',
  },
  asProfile: {
    flag: '--as-profile',
    arity: 'value',
    placeholder: 'NAME',
    help: 'Make a profile of this name until the server ends; no profile is replaced',
  },
  ...serverFlags,
} as const satisfies FlagSet;

export const outboxFlags = {
  follow: { flag: '--follow', arity: 'none', help: 'Show new ones as they come, until Ctrl-C' },
  to: {
    flag: '--to',
    arity: 'value',
    placeholder: 'ADDRESS',
    help: 'Only for this address, number or device',
  },
  channel: {
    flag: '--channel',
    arity: 'value',
    placeholder: 'NAME',
    choices: ['email', 'sms', 'push'],
    help: 'Only those that go this way',
  },
  kind: {
    flag: '--kind',
    arity: 'value',
    placeholder: 'NAME',
    choices: outboxKinds,
    help: 'Only those for this purpose',
  },
  limit: {
    flag: '--limit',
    arity: 'value',
    placeholder: 'N',
    help: 'Show at most this many, the newest (25)',
  },
  console: {
    flag: '--console',
    arity: 'none',
    help: "Show those for accounts of the console, instead of the project's users",
  },
} as const satisfies FlagSet;
