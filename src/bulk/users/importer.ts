import { operationOf } from '../../api/schema.ts';
import { users } from '../../api/users.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import type { Client } from '../../http/types.ts';
import { buildRequest } from '../../operations/request.ts';
import { findIds } from '../find-ids.ts';
import type { Attempt, RowImporter, RowResult } from '../row-importer.ts';
import type { OnConflict, PasswordKind } from './flags.ts';
import { cellToJson, nameProblem, prepareUser, sentNames, type UserItem, type UserRequest } from './row.ts';

export interface UserImport {
  readonly client: Client;
  /** Kind of the passwords of rows without `hash`; undefined: plain, and none may look like a hash. */
  readonly hash: PasswordKind | undefined;
  readonly onConflict: OnConflict;
}

/** Imports rows as users of a project. */
export function userImporter(settings: UserImport): RowImporter<UserItem> {
  return {
    member: 'users',
    sentNames,
    checkColumns(names) {
      for (const name of names) {
        const problem = nameProblem(name);
        if (problem) throw usageError(`the first line of the CSV names "${name}": ${problem}`);
      }
    },
    cellToJson,
    prepare: (fields) => prepareUser(fields, settings.hash),
    idOf: ({ id }) => id,
    existing: (ids) => findIds({ operation: operationOf(users, 'list') }, ids, settings.client),
    send: (item, attempt) => send(settings, item, attempt),
  };
}

/**
 * Creates a user, then sets what creating can't. The client chooses the ID, so that a request sent twice creates one
 * user; the updates are idempotent.
 */
async function send(
  { client, onConflict }: UserImport,
  item: UserItem,
  attempt: Attempt,
): Promise<RowResult> {
  const userId = item.id ?? attempt.newId;
  try {
    await client.text(requestFor(item.create, userId));
  } catch (error) {
    if (!(error instanceof HttpError) || error.type !== 'user_already_exists') throw error;
    const mayBeOurs = item.id === undefined || attempt.mayBeThere || error.mayHaveWorked;
    const isOurs = mayBeOurs && (await isSameUser(client, item, userId, attempt));
    if (!isOurs && onConflict === 'fail') throw error;
    if (!isOurs) return 'skipped';
  }
  for (const update of item.updates) await sendUpdate(client, update, item, userId);
  return 'created';
}

/** True if the user with this ID has the same e-mail address, and no other phone number or name. */
async function isSameUser(
  client: Client,
  { email, phone, create }: UserItem,
  userId: string,
  { mayBeStale }: Attempt,
): Promise<boolean> {
  const user = await findUser(client, userId);
  // The phone number of a user with a hashed password is an update, which may not have been sent.
  const isSame = user?.email === email.toLowerCase() && ['', phone].includes(user.phone);
  return isSame && (!mayBeStale || user.name === (create.values.name ?? ''));
}

async function sendUpdate(
  client: Client,
  update: UserRequest,
  { phone }: UserItem,
  userId: string,
): Promise<void> {
  try {
    await client.text(requestFor(update, userId));
  } catch (error) {
    if (!(error instanceof HttpError) || error.exitCode !== ExitCode.rejected) throw error;
    const { command } = update.operation;
    // The server refuses a phone number as taken even if this user has it.
    if (command === 'update-phone' && (await findUser(client, userId))?.phone === phone) return;
    const message = `the user was created, but ${command} failed: ${error.message}`;
    throw new CliError(ExitCode.partial, message, { cause: error });
  }
}

async function findUser(
  client: Client,
  userId: string,
): Promise<{ readonly email: string; readonly phone: string; readonly name: string } | undefined> {
  try {
    return JSON.parse((await client.text(buildRequest(operationOf(users, 'get'), { userId }))).text);
  } catch (error) {
    if (error instanceof HttpError && error.type === 'user_not_found') return undefined;
    throw error;
  }
}

const requestFor = ({ operation, values }: UserRequest, userId: string) => ({
  ...buildRequest(operation, { ...values, userId }),
  repeatable: true,
});
