import { operationOf } from '../../api/schema.ts';
import { users } from '../../api/users.ts';
import { bulkClient } from '../../bulk/client.ts';
import { forEachAdaptive } from '../../bulk/concurrency.ts';
import { FailurePolicy } from '../../bulk/failure-policy.ts';
import { readConcurrency } from '../../bulk/options.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonTextResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import type { ApiRequest, Client } from '../../http/types.ts';
import { members, plainText } from '../../lib/json/slices.ts';
import { counted } from '../../lib/text/words.ts';
import { buildRequest } from '../../operations/request.ts';
import { viewOf } from '../../operations/send.ts';
import { exactRequest, identifierOf, listUsers, noSuchUser, usersOf } from './look-up.ts';

const updateStatus = operationOf(users, 'update-status');

/** A user before the command. */
interface Found {
  /** The word of the line that names it. */
  readonly word: string;
  readonly id: string;
  /** Undefined if the credential may not read users. */
  readonly user: string | undefined;
}

/** The status that the command gives to users. */
type Target = 'blocked' | 'unblocked';

/** A user as the server has it after the command. */
interface Outcome {
  readonly user: string;
  readonly changed: boolean;
}

/**
 * Blocks or unblocks users. Those that are so already are left alone.
 * @throws CliError exit 2 without a user; exit 4 if the only one does not exist; exit 1 if the server does not do it
 */
export async function setStatus(
  target: Target,
  { users: given = [] }: { readonly users: readonly string[] | undefined },
  services: Services,
): Promise<CommandResult> {
  const words = [...new Set(given.flatMap((word) => word.split(',')))];
  if (words.includes(''))
    throw usageError('the name of a user is empty', 'give IDs, e-mail addresses or phone numbers');
  if (services.globals.dryRun) return dryRun(words, target, services);

  const client = await bulkClient(updateStatus.sentWith, services);
  const failures = new FailurePolicy(client.connection);
  const adaptive = { concurrency: readConcurrency(undefined), client, now: services.context.now };
  let failed = 0;
  async function attempt(word: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      failures.succeeded();
    } catch (error) {
      services.context.signal.throwIfAborted();
      if (words.length === 1) throw error;
      const isMissing = error instanceof CliError && error.exitCode === ExitCode.notFound;
      const { message } = isMissing ? error : failures.failed(error);
      failed++;
      services.output.failed(`${word}: ${message}`);
    }
  }

  // Two words may name the same user.
  const found = new Map<string, Found>();
  await forEachAdaptive(words, adaptive, (word) =>
    attempt(word, async () => {
      const user = await current(word, client);
      const id = user === undefined ? word : plainText(members(user).get('$id') ?? '""');
      found.set(id, { word, id, user });
    }),
  );
  const outcomes = new Map<string, Outcome>();
  await forEachAdaptive(found.values(), adaptive, (one) =>
    attempt(one.word, async () => void outcomes.set(one.id, await setOne(one, target, client))),
  );

  const done = [...found.keys()].flatMap((id) => outcomes.get(id) ?? []);
  services.output.note(summary(done, target));
  const texts = done.map(({ user }) => user);
  const result = jsonTextResult(`{"total":${texts.length},"users":[${texts.join(',')}]}`, viewOf(listUsers));
  if (failed === 0) return result;
  const message = `${failed} of ${words.length} users could not be ${target}`;
  return { ...result, failure: new CliError(ExitCode.partial, message) };
}

async function setOne({ id, user }: Found, target: Target, client: Client): Promise<Outcome> {
  if (user !== undefined && hasStatus(user, target)) return { user, changed: false };
  const { text } = await client.text(statusRequest(id, target));
  if (!hasStatus(text, target))
    throw new CliError(ExitCode.failure, 'the server accepted the change, but the status is still the same');
  return { user: text, changed: true };
}

/**
 * Returns the user; undefined if the credential may change users but not read them, so that an ID must do.
 * @throws CliError exit 4 if there is no such user
 */
async function current(word: string, client: Client): Promise<string | undefined> {
  try {
    const { text } = await client.text(exactRequest(word));
    const [found] = usersOf(text);
    if (found === undefined) throw noSuchUser(word);
    return found;
  } catch (error) {
    const mayNotRead = error instanceof CliError && error.exitCode === ExitCode.auth;
    if (mayNotRead && identifierOf(word) === '$id') return undefined;
    throw error;
  }
}

const statusRequest = (userId: string, target: Target): ApiRequest =>
  buildRequest(updateStatus, { userId, status: target === 'unblocked' });

const hasStatus = (user: string, target: Target): boolean =>
  members(user).get('status')?.trim() === String(target === 'unblocked');

/** Returns the outcome in words: `Blocked 2 users; 1 user was blocked already.` */
function summary(outcomes: readonly Outcome[], target: Target): string {
  const changed = outcomes.filter((outcome) => outcome.changed).length;
  const same = outcomes.length - changed;
  const state = target === 'blocked' ? 'blocked' : 'not blocked';
  const unchanged = `${counted(same, 'users')} ${same === 1 ? 'was' : 'were'} ${state} already`;
  if (changed === 0) return `Nothing changed: ${unchanged}.`;
  const verb = target === 'blocked' ? 'Blocked' : 'Unblocked';
  return `${verb} ${counted(changed, 'users')}${same > 0 ? `; ${unchanged}` : ''}.`;
}

/** Prints the change of each user. The ID of one that is named otherwise would have to be looked up. */
async function dryRun(words: readonly string[], target: Target, services: Services): Promise<CommandResult> {
  const { curlCommands } = await import('../../operations/curl-commands.ts');
  const requests = words.flatMap((word) =>
    identifierOf(word) === '$id'
      ? [statusRequest(word, target)]
      : [exactRequest(word), statusRequest('USER_ID', target)],
  );
  return curlCommands(requests, updateStatus.sentWith, services);
}
