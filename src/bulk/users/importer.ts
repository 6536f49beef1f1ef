import { operationOf } from '../../api/schema.ts';
import { users } from '../../api/users.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import type { Client } from '../../http/types.ts';
import { buildRequest } from '../../operations/request.ts';
import type { Attempt, RowImporter, RowResult } from '../row-importer.ts';
import { cellToJson, nameProblem } from './fields.ts';
import type { HashKind, OnConflict } from './flags.ts';
import { planUser, type Step, type UserItem } from './row.ts';

export interface UserImport {
  readonly client: Client;
  /** How passwords are hashed where a row does not say; undefined: they are plain. */
  readonly hash: HashKind | undefined;
  readonly onConflict: OnConflict;
}

/** A project that users are imported into. */
export function userTarget(work: UserImport): RowImporter<UserItem> {
  return {
    member: 'users',
    checkColumns(names) {
      for (const name of names) {
        const problem = nameProblem(name);
        if (problem) throw usageError(`the first line of the CSV names "${name}": ${problem}`);
      }
    },
    cellToJson,
    plan: (fields) => planUser(fields, work.hash),
    send: (item, attempt) => send(work, item, attempt),
  };
}

/**
 * Creates a user and says what creating can't. The ID is known before, so that sending it twice creates one; the rest
 * can be said as often as one likes.
 */
async function send(
  { client, onConflict }: UserImport,
  item: UserItem,
  attempt: Attempt,
): Promise<RowResult> {
  const userId = item.id ?? attempt.newId;
  try {
    await client.text(request(item.create, userId));
  } catch (error) {
    if (!(error instanceof HttpError) || error.type !== 'user_already_exists') throw error;
    const mayBeOurs = item.id === undefined || attempt.mayBeThere || error.mayHaveWorked;
    const isOurs = mayBeOurs && (await isThere(client, item, userId));
    if (!isOurs && onConflict === 'fail') throw error;
    if (!isOurs) return 'skipped';
  }
  for (const step of item.further) await sendStep(client, step, item, userId);
  return 'created';
}

/** Whether there is a user with this ID and address, and no other number. */
async function isThere(client: Client, { email, phone }: UserItem, userId: string): Promise<boolean> {
  const user = await lookUp(client, userId);
  // The number of a user with a hashed password is said later, so that it may be missing.
  return user?.email === email.toLowerCase() && ['', phone].includes(user.phone);
}

async function sendStep(client: Client, step: Step, { phone }: UserItem, userId: string): Promise<void> {
  try {
    await client.text(request(step, userId));
  } catch (error) {
    if (!(error instanceof HttpError) || error.exitCode !== ExitCode.rejected) throw error;
    const { command } = step.operation;
    // A number is refused as taken by the very user who has it.
    if (command === 'update-phone' && (await lookUp(client, userId))?.phone === phone) return;
    const message = `the user is there, but ${command} failed: ${error.message}`;
    throw new CliError(ExitCode.partial, message, { cause: error });
  }
}

/** What tells whose user it is; undefined where there is none with this ID. */
async function lookUp(
  client: Client,
  userId: string,
): Promise<{ readonly email: string; readonly phone: string } | undefined> {
  try {
    return JSON.parse((await client.text(buildRequest(operationOf(users, 'get'), { userId }))).text);
  } catch (error) {
    if (error instanceof HttpError && error.type === 'user_not_found') return undefined;
    throw error;
  }
}

const request = ({ operation, values }: Step, userId: string) => ({
  ...buildRequest(operation, { ...values, userId }),
  repeatable: true,
});
