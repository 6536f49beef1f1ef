import { consoleServer } from '../../api/console/console.ts';
import { proxy } from '../../api/console/proxy.ts';
import { operationOf } from '../../api/schema.ts';
import { readMembers, unexpected } from '../../console/api.ts';
import type { FlagValues, FlagValuesOf } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonTextResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import type { Client } from '../../http/types.ts';
import { buildRequest } from '../../operations/request.ts';
import { runAndFollow } from '../../operations/run-and-follow.ts';
import { viewOf } from '../../operations/send.ts';
import { followUntilEnded } from '../../operations/wait.ts';
import { defaultDomainSeconds, type ruleFlags } from './flags.ts';

const operation = operationOf(proxy, 'create-rule');
const getRule = operationOf(proxy, 'get-rule');
const verifyRule = operationOf(proxy, 'update-rule-verification');
const getVariables = operationOf(consoleServer, 'variables');

/** created: the DNS record is missing · verifying: the certificate is being made · unverified: that has failed. */
interface Rule {
  readonly $id: string;
  readonly domain: string;
  readonly status: string;
  /** Reason of a failure. */
  readonly logs: string;
}

/**
 * Adds a domain, and with `--wait` follows its verification.
 * @throws CliError exit 1 if the certificate can't be made, if the server can't verify domains, or if it takes too
 *   long; exit 130 after Ctrl-C; as runAndFollow
 */
export async function createRule(
  input: FlagValues & FlagValuesOf<typeof ruleFlags>,
  services: Services,
): Promise<CommandResult> {
  const follow = (created: string, maxWaitMs: number) => followRule(created, maxWaitMs, services);
  return runAndFollow(operation, input, { defaultSeconds: defaultDomainSeconds, follow }, services);
}

async function followRule(created: string, maxWaitMs: number, services: Services): Promise<CommandResult> {
  const { context, output } = services;
  const { $id: ruleId, domain } = readRule(created);
  const lookCommand = `appwrite-cli proxy update-rule-verification ${ruleId}`;
  const client = await services.clientFor(operation.sentWith);
  const deadline = context.now() + maxWaitMs;
  let record: string | undefined;
  const look = async (before: string) => {
    if (readRule(before).status !== 'created') {
      return (await client.text(buildRequest(getRule, { ruleId }))).text;
    }
    const verified = await verify(ruleId, client, services);
    if (verified !== undefined) return verified;
    if (record === undefined) {
      record = `${domain} CNAME ${await targetOf(services)}`;
      output.note(`The DNS record is missing. Add it at the DNS provider of the domain: ${record}`);
    }
    return before;
  };
  let state = created;
  await followUntilEnded(
    {
      label: `waiting for ${domain}`,
      first: created,
      look: async () => {
        state = await look(state);
        return state;
      },
      hasEnded: (text) => finalStates.has(readRule(text).status),
      firstPauseMs: 1000,
      maxPauseMs: 10_000,
      deadline,
      tooLate: () => tooLate(readRule(state), record, maxWaitMs, lookCommand),
      interrupted: (cause) => interrupted(domain, record, lookCommand, cause),
    },
    services,
  );
  return ruleResult(state, lookCommand);
}

const finalStates: ReadonlySet<string> = new Set(['verified', 'unverified']);

/**
 * Asks the server to look for the record.
 * @returns the rule as JSON, or undefined if there is no record
 * @throws CliError exit 1 if the server can't look: 1.5 answers 500 if its own domain is not public
 */
async function verify(ruleId: string, client: Client, services: Services): Promise<string | undefined> {
  try {
    return (await client.text(buildRequest(verifyRule, { ruleId }))).text;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    if (error.type === 'rule_verification_failed') return undefined;
    if (error.type !== 'general_server_error') throw error;
    const target = await targetOf(services);
    throw new CliError(ExitCode.failure, "the domain has been added, but the server can't verify it", {
      hint: `its own domain, _APP_DOMAIN_TARGET, must be public and is ${target || 'not set'}; change it, then run: appwrite-cli proxy update-rule-verification ${ruleId}`,
      status: error.status,
      type: error.type,
      cause: error,
    });
  }
}

/** Returns the name that domains have to lead to. */
async function targetOf(services: Services): Promise<string> {
  const client = await services.clientFor(getVariables.sentWith);
  const { text } = await client.text(buildRequest(getVariables, {}));
  const target = readMembers(text)._APP_DOMAIN_TARGET;
  if (typeof target !== 'string') throw unexpected('"_APP_DOMAIN_TARGET" is not text');
  return target;
}

function ruleResult(text: string, lookCommand: string): CommandResult {
  const { domain, status, logs } = readRule(text);
  const result = jsonTextResult(text, viewOf(operation));
  if (status === 'verified') return result;
  const failure = new CliError(ExitCode.failure, `the certificate of ${domain} could not be issued`, {
    excerpt: logs.trimEnd() || undefined,
    hint: `fix the reason, then: ${lookCommand}`,
  });
  return { ...result, failure };
}

/** @throws CliError exit 1 if the answer is no rule */
function readRule(text: string): Rule {
  const { $id, domain, status, logs = '' } = readMembers(text);
  if (typeof $id !== 'string' || typeof domain !== 'string' || typeof status !== 'string')
    throw unexpected('the rule has no ID, domain or status');
  return { $id, domain, status, logs: String(logs) };
}

function tooLate(
  { domain, status }: Rule,
  record: string | undefined,
  maxWaitMs: number,
  lookCommand: string,
): CliError {
  const missing = status === 'created' && record !== undefined ? `add the DNS record ${record}, then: ` : '';
  return new CliError(
    ExitCode.failure,
    `${domain} is not verified after ${maxWaitMs / 1000} s: its status is ${status}`,
    { hint: `${missing || 'look again with '}${lookCommand}, or wait longer with --wait-timeout` },
  );
}

function interrupted(
  domain: string,
  record: string | undefined,
  lookCommand: string,
  cause: unknown,
): CliError {
  return new CliError(ExitCode.interrupted, `${domain} has been added and is not verified yet`, {
    hint: `${record === undefined ? 'look' : `add the DNS record ${record}, then look`} with ${lookCommand}`,
    cause,
  });
}
