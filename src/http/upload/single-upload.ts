import { HttpError } from '../failure.ts';
import type { TextResponse } from '../types.ts';
import { unknownDeployment } from './errors.ts';
import type { UploadJob } from './job.ts';
import { isCopyOf, readRemoteFile } from './remote-copy.ts';
import { pauseBeforeResend, sendPart } from './send-part.ts';
import { slice } from './upload-source.ts';

/**
 * Uploads a small file in one request. If all of it has left and the outcome is ambiguous, looks the file up, and sends
 * it again only if it did not arrive.
 */
export async function sendWhole(job: UploadJob): Promise<TextResponse> {
  const { client, file, id, copy, buffers } = job;
  let isAmbiguous = false;
  for (let attempt = 1; ; attempt++) {
    let sent = 0;
    try {
      const response = await buffers.run(file.size, async (buffer) => {
        client.io.signal.throwIfAborted();
        await file.read(buffer, 0);
        const whole = slice(file, buffer, (count) => {
          sent = count;
          job.onProgress(sent);
        });
        return sendPart(job, { id, file: whole, isSent: () => sent === file.size });
      });
      await removeIfChanged(job, readRemoteFile(response).id);
      return response;
    } catch (error) {
      if (!(error instanceof HttpError) || client.io.signal.aborted) throw error;
      // The earlier request may have arrived after the lookup, and then conflicts with this one.
      const isOvertaken = isAmbiguous && error.status === 409;
      if (error.outcome !== 'unknown' && !isOvertaken) throw error;
      if (sent === file.size) {
        if (id === undefined) throw unknownDeployment(error);
        isAmbiguous = true;
        // If the lookup fails too, report the original error.
        const found = await copy.pollUntilStable(id, attempt - 1).catch(() => Promise.reject(error));
        if (found !== undefined && (await isOurs(found, job))) return found;
        if (found !== undefined || isOvertaken) throw error;
      }
      await pauseBeforeResend(client, error, attempt);
      await file.verify?.();
    }
  }
}

/** Deletes the server's copy of a file that changed while it was read. */
async function removeIfChanged({ file, copy }: UploadJob, id: string): Promise<void> {
  try {
    await file.verify?.();
  } catch (error) {
    await copy.remove(id);
    throw error;
  }
}

/** True if the stored file is this upload: an ID that the user chose may belong to another file. */
async function isOurs(found: TextResponse, { file, ownId }: UploadJob): Promise<boolean> {
  return ownId ? readRemoteFile(found).size === file.size : isCopyOf(found, file);
}
