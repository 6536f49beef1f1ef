import type { FlagSet } from '../../core/flags.ts';

/** The flags of the server itself, which `sandbox start` and `sandbox run` share. */
export const serverFlags = {
  seed: {
    flag: '--seed',
    arity: 'none',
    help: 'Begin with a small shop (a database with products, users, a team, a bucket) and a login',
  },
  data: {
    flag: '--data',
    arity: 'value',
    placeholder: 'DIR',
    help: 'Keep everything in this folder; without it, everything is gone at the end',
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
  ...serverFlags,
} as const satisfies FlagSet;
