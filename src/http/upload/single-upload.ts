import { HttpError } from '../failure.ts';
import type { TextResponse } from '../types.ts';
import { unknownDeployment } from './errors.ts';
import { partRequest, pauseBeforeResend, type UploadJob } from './job.ts';
import { isCopyOf, readRemoteFile } from './remote-copy.ts';
import { withAbortGracePeriod } from './send-part.ts';
import { slice } from './upload-source.ts';

/**
 * Uploads a small file in one request. When its last bytes had left and its outcome is unknown, the server is asked for
 * the file, and it is sent again only where it did not arrive.
 */
export async function sendWhole(job: UploadJob): Promise<TextResponse> {
  const { client, file, id, copy, buffers } = job;
  let isInDoubt = false;
  for (let attempt = 1; ; attempt++) {
    let sent = 0;
    try {
      const answer = await buffers.run(file.size, async (buffer) => {
        client.io.signal.throwIfAborted();
        await file.read(buffer, 0);
        const whole = slice(file, buffer, (count) => {
          sent = count;
          job.onProgress(sent);
        });
        const request = partRequest(job, id, whole, {});
        const isSent = () => sent === file.size;
        return withAbortGracePeriod(client.io.signal, isSent, (signal) => client.text(request, signal));
      });
      await verify(job, readRemoteFile(answer).id);
      return answer;
    } catch (error) {
      if (!(error instanceof HttpError) || client.io.signal.aborted) throw error;
      // What was taken for lost may have arrived after all, and now be in the way.
      const isOvertaken = isInDoubt && error.status === 409;
      if (error.outcome !== 'unknown' && !isOvertaken) throw error;
      if (sent === file.size) {
        if (id === undefined) throw unknownDeployment(error);
        isInDoubt = true;
        // Who may not look, or can't, is told what went wrong first.
        const found = await copy.pollUntilStable(id, attempt - 1).catch(() => Promise.reject(error));
        if (found !== undefined && (await isOurs(found, job))) return found;
        if (found !== undefined || isOvertaken) throw error;
      }
      await pauseBeforeResend(client, error, attempt);
      await file.verify?.();
    }
  }
}

/** A file that changed while it was read is taken back. */
async function verify({ file, copy }: UploadJob, id: string): Promise<void> {
  try {
    await file.verify?.();
  } catch (error) {
    await copy.remove(id);
    throw error;
  }
}

/** Whether the file that is there now is this one: an ID that the user chose may have been taken all along. */
async function isOurs(found: TextResponse, { file, ownId }: UploadJob): Promise<boolean> {
  return ownId ? readRemoteFile(found).size === file.size : isCopyOf(found, file);
}
