import { CliError, ExitCode } from '../../errors.ts';
import { HttpError } from '../failure.ts';
import type { Client } from '../types.ts';

/** A deployment whose first answer was lost can't be looked up, and sending it twice would make two. */
export function unknownDeployment(error: HttpError): HttpError {
  return error.with({
    message: `${error.message}: it is not known whether the deployment was created`,
    hint: 'look with appwrite-cli functions list-deployments before you send it again',
  });
}

/** The ID that the user chose belongs to a file already. */
export function idTaken(id: string, complete: boolean): CliError {
  return new CliError(
    ExitCode.rejected,
    `there is already ${complete ? 'a file' : 'an incomplete file'} with the ID ${id}`,
    {
      status: 409,
      type: 'storage_file_already_exists',
      hint: `choose another --file-id, or delete the file first`,
    },
  );
}

/** The server keeps losing track of the chunks. */
export function tooManyRestarts(): HttpError {
  return new HttpError(ExitCode.failure, 'the server lost track of the chunks again and again', {
    outcome: 'refused',
    transient: false,
    hint: 'try again later, or see what stands between you and the server',
  });
}

/**
 * Whether an upload that ended so can be gone on with later: the server has not declined it, it only can't be reached
 * or takes no more just now, or the user has stopped it.
 */
export function canGoOn(error: unknown, { io }: Client): boolean {
  if (io.signal.aborted) return true;
  if (!(error instanceof HttpError)) return false;
  return error.outcome !== 'refused' || [401, 403, 429].includes(error.status ?? 0);
}

/**
 * The error of an upload that is cut short, with what to do about it.
 * @param hint how to go on, or what has been left behind
 */
export function cutShort(error: unknown, hint: string): CliError {
  if (!(error instanceof HttpError))
    return new CliError(ExitCode.interrupted, 'the upload was interrupted', { hint, cause: error });
  return error.with({ hint: error.hint === undefined ? hint : `${error.hint}; ${hint}` });
}
