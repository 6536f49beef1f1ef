import { CliError, ExitCode } from '../../errors.ts';
import { HttpError } from '../failure.ts';
import type { Client } from '../types.ts';

/** Without its first response a deployment has no known ID to look up, and a retry might create a second one. */
export function unknownDeployment(error: HttpError): HttpError {
  return error.with({
    message: `${error.message}: it is not known whether the deployment was created`,
    hint: 'check appwrite-cli functions list-deployments before you send it again',
  });
}

/** The ID that the user chose belongs to another file. */
export function idTaken(id: string, file: 'complete' | 'incomplete'): CliError {
  return new CliError(
    ExitCode.rejected,
    `there is already ${file === 'complete' ? 'a file' : 'an incomplete file'} with the ID ${id}`,
    {
      status: 409,
      type: 'storage_file_already_exists',
      hint: `choose another --file-id, or delete the file first`,
    },
  );
}

/** The number of chunks on the server stayed ambiguous after every restart. */
export function tooManyRestarts(): HttpError {
  return new HttpError(ExitCode.failure, 'the server lost track of the chunks repeatedly', {
    outcome: 'refused',
    transient: false,
    hint: 'try again later, or check the proxies between you and the server',
  });
}

/**
 * True if a later run can resume the upload: the user has interrupted it, or the server is unreachable, limits the rate
 * or refuses the credential. Other refusals concern the file itself.
 */
export function isResumable(error: unknown, { io }: Client): boolean {
  if (io.signal.aborted) return true;
  if (!(error instanceof HttpError)) return false;
  return error.outcome !== 'refused' || [401, 403, 429].includes(error.status ?? 0);
}

/**
 * Returns the error of an upload that can be resumed.
 * @param hint how to resume it, or what it has left on the server
 */
export function interruptedUpload(error: unknown, hint: string): CliError {
  if (!(error instanceof HttpError))
    return new CliError(ExitCode.interrupted, 'the upload was interrupted', { hint, cause: error });
  return error.withMoreHints(hint);
}
