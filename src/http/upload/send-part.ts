import type { HttpError } from '../failure.ts';
import { retryDelay } from '../retry.ts';
import type { Client, FormFile, TextResponse } from '../types.ts';
import { durationText } from '../wait.ts';
import { idField, type UploadJob } from './job.ts';

/** Maximum wait after Ctrl-C for the response to a part that has left. */
const gracePeriodMs = 2000;

/** One request of an upload. */
export interface Part {
  /** ID of the file, if it is known. */
  readonly id: string | undefined;
  readonly file: FormFile;
  readonly headers?: Readonly<Record<string, string>>;
  /** Returns true once the last byte of the part has left. */
  isSent(): boolean;
}

/**
 * Sends the whole file or a part of it. Ctrl-C cancels the request; if the part has left already, only after a grace
 * period, since without the response its outcome would be ambiguous.
 * @throws HttpError as requests do
 */
export function sendPart(
  { client, request }: UploadJob,
  { id, file, headers, isSent }: Part,
): Promise<TextResponse> {
  const fields = request.body.fields.map(
    ([name, value]) => [name, name === idField && id ? id : value] as const,
  );
  return withAbortGracePeriod(client.io.signal, isSent, (signal) =>
    client.text(
      {
        ...request,
        headers: { ...request.headers, ...headers },
        body: { kind: 'form', fields, file },
        expects: 'json',
        // The server counts a part that arrives twice twice.
        repeatable: false,
      },
      signal,
    ),
  );
}

async function withAbortGracePeriod<Value>(
  interrupt: AbortSignal,
  isSent: () => boolean,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const cancel = () => controller.abort(interrupt.reason);
  const onInterrupt = () => {
    if (isSent()) timer = setTimeout(cancel, gracePeriodMs);
    else cancel();
  };
  interrupt.addEventListener('abort', onInterrupt, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    interrupt.removeEventListener('abort', onInterrupt);
  }
}

/**
 * Backs off before a part that did not arrive is sent again.
 * @param attempt number of failures so far, at least 1
 * @throws the given error if there are no retries left or a retry would fail in the same way
 */
export async function pauseBeforeResend(
  { io, options }: Client,
  error: HttpError,
  attempt: number,
): Promise<void> {
  const delay = retryDelay(error, attempt, { retries: options.retries, repeatable: true }, Math.random());
  if (delay === undefined) throw error;
  io.note(
    `${error.message}; it did not arrive, retrying in ${durationText(delay)} (${attempt} of ${options.retries})`,
  );
  await io.sleep(delay);
}
