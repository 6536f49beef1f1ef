import { type Group, operationOf } from '../../api/schema.ts';
import { type CommandSpec, defineCommand } from '../../core/spec.ts';
import { logFlags } from './flags.ts';

/** Differences between functions and sites. */
interface Texts {
  /** Name of the operation that lists the executions. */
  readonly list: 'list-executions' | 'list-logs';
  /** API name of the ID. */
  readonly owner: 'functionId' | 'siteId';
  readonly noun: string;
  readonly example: string;
}

/** `logs`: executions with what they logged, oldest first. */
export function logsCommand(group: Group, { list, owner, noun, example }: Texts): CommandSpec {
  const operation = operationOf(group, list);
  const ownerFlag = owner === 'functionId' ? 'function-id' : 'site-id';
  return defineCommand({
    name: 'logs',
    summary: `Show what the executions of a ${noun} have logged`,
    about:
      'Each execution begins with a line: time, trigger, status, duration, request and ID. Its logs and errors follow; a line of errors begins with "!". --follow asks the server every 2 s, shows an execution when it has ended, and goes on after failures of the network; Ctrl-C ends it with exit 0. For programs: --format ndjson has an execution a line. What a server does not store is not shown: logging can be switched off.',
    section: operation.section,
    arguments: {
      [owner]: {
        name: ownerFlag,
        help: `${noun === 'site' ? 'Site' : 'Function'} ID`,
        required: true,
        asFlag: true,
      },
    },
    flags: logFlags,
    examples: [
      `appwrite-cli ${group.name} logs ${example}`,
      `appwrite-cli ${group.name} logs ${example} --since -1d --format ndjson`,
      `appwrite-cli ${group.name} logs ${example} --follow --dry-run`,
    ],
    facts: `GET ${operation.path} · scope ${operation.scope} · API key`,
    completesAs: list,
    run: async (values, services) =>
      (await import('./logs.ts')).showLogs({ list: operation, owner }, values, services),
  });
}
