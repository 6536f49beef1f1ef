import { join } from 'node:path';
import { ExitCode } from '../errors.ts';
import { type AtomicFile, openAtomic } from '../lib/files/atomic.ts';
import { checkTarget } from '../lib/files/target.ts';
import type { Headers } from '../transport.ts';
import { refuseCompressed } from './body.ts';
import { HttpError } from './failure.ts';
import { retryDelay } from './retry.ts';
import { safeFileName } from './safe-name.ts';
import type { ApiRequest, Client, StreamResponse } from './types.ts';
import { durationText } from './wait.ts';

/** Takes the bytes of a download. */
export interface Sink {
  /** Resolves when it can take more. */
  write(chunk: Uint8Array): Promise<void>;
  /** Forgets everything that was written; absent where that can't be taken back, such as on stdout. */
  restart?(): Promise<void>;
}

export interface DownloadOptions {
  /** How long the file is, in bytes, where the caller knows. */
  readonly expectedSize?: number | undefined;
  readonly onProgress?: ((received: number, total: number | undefined) => void) | undefined;
}

/** Where a downloaded file goes: to a path, or into a folder under the name that the server gives. */
export type DownloadPlace =
  | { readonly path: string /** Absolute. */ }
  | { readonly folder: string /** Absolute. */; readonly fallbackName: string };

export interface DownloadedFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/**
 * Downloads to a file, which appears under its name only when it is complete.
 * @param overwrite whether a file that is there may be replaced
 * @throws CliError exit 2 where it may not, exit 1 on a full disk; HttpError as `download` does
 */
export async function downloadToFile(
  client: Client,
  request: ApiRequest,
  place: DownloadPlace,
  { overwrite, ...options }: DownloadOptions & { readonly overwrite: boolean },
): Promise<DownloadedFile> {
  if ('path' in place) await checkTarget(place.path, overwrite);
  let file: AtomicFile | undefined;
  const open = async (headers: Headers) => {
    const path = 'path' in place ? place.path : join(place.folder, safeFileName(headers, place.fallbackName));
    file = await openAtomic(path, { overwrite });
    return file;
  };
  try {
    const size = await download(client, request, open, options);
    await file!.commit();
    return { path: file!.path, size };
  } finally {
    await file?.discard();
  }
}

/**
 * Downloads a file. A cut connection is taken up where it broke; the length is checked where it is known.
 * @param open makes the sink once the answer has begun; it is called once
 * @returns how many bytes there were
 * @throws HttpError exit 6 where the connection keeps breaking, exit 1 where the bytes don't fit together
 */
export function download(
  client: Client,
  request: ApiRequest,
  open: (headers: Headers) => Promise<Sink>,
  options: DownloadOptions = {},
): Promise<number> {
  return new Download(client, request, open, options).run();
}

class Download {
  readonly #client: Client;
  readonly #request: ApiRequest;
  readonly #open: (headers: Headers) => Promise<Sink>;
  readonly #onProgress: NonNullable<DownloadOptions['onProgress']>;
  #sink: Sink | undefined;
  #received = 0;
  #total: number | undefined;

  constructor(
    client: Client,
    request: ApiRequest,
    open: (headers: Headers) => Promise<Sink>,
    { expectedSize, onProgress = () => {} }: DownloadOptions,
  ) {
    this.#client = client;
    this.#request = request;
    this.#open = open;
    this.#onProgress = onProgress;
    this.#total = expectedSize;
  }

  async run(): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      const before = this.#received;
      const from = this.#nextStart();
      const answer = await this.#ask(from);
      try {
        await this.#receive(answer, from);
        if (this.#total === undefined || this.#received === this.#total) return this.#received;
        // A server may send less than the range that it was asked for; only an end without any progress is a fault.
        if (this.#received > before && before > 0) attempt = 0;
        else throw this.#broken();
      } catch (error) {
        if (!(error instanceof HttpError) || error.outcome !== 'unknown') throw error;
        if (this.#received > before) attempt = 1;
        await this.#pause(error, attempt);
      }
    }
  }

  /** Asks for what is missing. As long as no answer begins, the client itself has tried often enough. */
  async #ask(from: number): Promise<StreamResponse> {
    const range = from === 0 ? {} : { range: `bytes=${from}-` };
    const headers = { ...this.#request.headers, ...range };
    return this.#client.stream({ ...this.#request, headers });
  }

  /** Takes what comes. */
  async #receive(answer: StreamResponse, from: number): Promise<void> {
    refuseCompressed(answer.headers);
    this.#sink ??= await this.#open(answer.headers);
    if (answer.status === 206) this.#checkRange(answer, from);
    else await this.#beginAnew(answer);
    let skip = answer.status === 206 ? this.#received - from : 0;
    for await (const chunk of answer.body) {
      const fresh = chunk.subarray(Math.min(skip, chunk.length));
      skip -= chunk.length - fresh.length;
      await this.#take(fresh);
    }
  }

  /** Appwrite declines a range of a single byte, so the last one is asked for together with the one before it. */
  #nextStart(): number {
    return this.#received > 1 && this.#received + 1 === this.#total ? this.#received - 1 : this.#received;
  }

  /** The whole file comes, from its beginning. */
  async #beginAnew({ headers }: StreamResponse): Promise<void> {
    const length = Number(headers['content-length'] ?? Number.NaN);
    if (this.#received > 0) {
      if (this.#sink?.restart === undefined)
        throw unfit('the server can only send the file from its beginning again');
      await this.#sink.restart();
      this.#received = 0;
    }
    if (Number.isNaN(length)) return;
    if (this.#total !== undefined && this.#total !== length)
      throw unfit(`the server sends ${length} bytes of a file of ${this.#total}`);
    this.#total = length;
  }

  /** The rest of the file comes: it has to be the rest of the same file. */
  #checkRange({ headers }: StreamResponse, from: number): void {
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(String(headers['content-range'])) ?? [];
    const size = total === undefined ? undefined : Number(total);
    if (Number(start) !== from || size === undefined)
      throw unfit(`the server sends a different part of the file than was asked for (from byte ${from})`);
    if (this.#total !== undefined && this.#total !== size)
      throw unfit(`the file has changed on the server: it has ${size} bytes now, not ${this.#total}`);
    this.#total = size;
  }

  async #take(chunk: Uint8Array): Promise<void> {
    if (this.#total !== undefined && this.#received + chunk.length > this.#total)
      throw unfit(`the server sends more than the ${this.#total} bytes of the file`);
    await this.#sink!.write(chunk);
    this.#received += chunk.length;
    this.#onProgress(this.#received, this.#total);
  }

  async #pause(error: HttpError, attempt: number): Promise<void> {
    const { io, options } = this.#client;
    const delay = retryDelay(error, attempt, { retries: options.retries, repeatable: true }, Math.random());
    if (delay === undefined) throw error;
    io.note(`${error.message}; going on from byte ${this.#received} in ${durationText(delay)}`);
    await io.sleep(delay);
  }

  #broken(): HttpError {
    return new HttpError(
      ExitCode.network,
      `the download ended after ${this.#received} of ${this.#total} bytes`,
      {
        outcome: 'unknown',
        transient: true,
      },
    );
  }
}

/** Bytes that don't make up one file: taking them together would damage it. */
function unfit(message: string): HttpError {
  return new HttpError(ExitCode.failure, message, {
    outcome: 'refused',
    transient: false,
    hint: 'run the command again to download it from the start',
  });
}
