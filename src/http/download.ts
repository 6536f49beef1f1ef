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

/** Destination of a download. */
export interface Sink {
  /** Resolves when there is room for more. */
  write(chunk: Uint8Array): Promise<void>;
  /** Discards everything written so far; absent if that is impossible, as on stdout. */
  restart?(): Promise<void>;
}

export interface DownloadOptions {
  /** Size of the file in bytes, if the caller knows it. */
  readonly expectedSize?: number | undefined;
  readonly onProgress?: ((received: number, total: number | undefined) => void) | undefined;
}

/** Path of a downloaded file, or a folder for it, in which it gets the server's name. */
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
 * @throws CliError exit 2 if there is a file that may not be overwritten, exit 1 on a full disk; HttpError as `download`
 */
export async function downloadToFile(
  client: Client,
  request: ApiRequest,
  place: DownloadPlace,
  { overwrite, ...options }: DownloadOptions & { readonly overwrite: boolean },
): Promise<DownloadedFile> {
  if ('path' in place) await checkTarget(place.path, { overwrite });
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
 * Downloads a file. After a broken connection it resumes with a range request; if the length is known, it is checked.
 * @param open creates the sink from the headers of the response; it is called once
 * @returns the number of bytes
 * @throws HttpError exit 6 if the connection keeps breaking, exit 1 if the parts do not belong to one file
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
      const response = await this.#requestFrom(from);
      try {
        await this.#receive(response, from);
        if (this.#total === undefined || this.#received === this.#total) return this.#received;
        // A server may send less than the requested range; only an end without progress is an error.
        if (this.#received > before && before > 0) attempt = 0;
        else throw this.#broken();
      } catch (error) {
        if (!(error instanceof HttpError) || error.outcome !== 'unknown') throw error;
        if (this.#received > before) attempt = 1;
        await this.#pause(error, attempt);
      }
    }
  }

  /** Requests the missing rest. The client has done the retries if no response begins. */
  async #requestFrom(from: number): Promise<StreamResponse> {
    const range = from === 0 ? {} : { range: `bytes=${from}-` };
    const headers = { ...this.#request.headers, ...range };
    return this.#client.stream({ ...this.#request, headers });
  }

  async #receive(response: StreamResponse, from: number): Promise<void> {
    refuseCompressed(response.headers);
    this.#sink ??= await this.#open(response.headers);
    if (response.status === 206) this.#checkRange(response, from);
    else await this.#restart(response);
    let skip = response.status === 206 ? this.#received - from : 0;
    for await (const chunk of response.body) {
      const fresh = chunk.subarray(Math.min(skip, chunk.length));
      skip -= chunk.length - fresh.length;
      await this.#write(fresh);
    }
  }

  /** Appwrite 1.5 declines a range of a single byte, so the last byte is requested together with the one before. */
  #nextStart(): number {
    return this.#received > 1 && this.#received + 1 === this.#total ? this.#received - 1 : this.#received;
  }

  /** Prepares for the whole file from its beginning. */
  async #restart({ headers }: StreamResponse): Promise<void> {
    const length = Number(headers['content-length'] ?? Number.NaN);
    if (this.#received > 0) {
      if (this.#sink?.restart === undefined)
        throw inconsistent('the server can only send the file from its beginning again');
      await this.#sink.restart();
      this.#received = 0;
    }
    if (Number.isNaN(length)) return;
    if (this.#total !== undefined && this.#total !== length)
      throw inconsistent(`the server sends ${length} bytes of a file of ${this.#total}`);
    this.#total = length;
  }

  /** Checks that the response is the requested rest of the same file. */
  #checkRange({ headers }: StreamResponse, from: number): void {
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(String(headers['content-range'])) ?? [];
    const size = total === undefined ? undefined : Number(total);
    if (Number(start) !== from || size === undefined)
      throw inconsistent(`the server sends a different part of the file than requested (from byte ${from})`);
    if (this.#total !== undefined && this.#total !== size)
      throw inconsistent(`the file has changed on the server: it has ${size} bytes now, not ${this.#total}`);
    this.#total = size;
  }

  async #write(chunk: Uint8Array): Promise<void> {
    if (this.#total !== undefined && this.#received + chunk.length > this.#total)
      throw inconsistent(`the server sends more than the ${this.#total} bytes of the file`);
    await this.#sink!.write(chunk);
    this.#received += chunk.length;
    this.#onProgress(this.#received, this.#total);
  }

  async #pause(error: HttpError, attempt: number): Promise<void> {
    const { io, options } = this.#client;
    const delay = retryDelay(error, attempt, { retries: options.retries, repeatable: true }, Math.random());
    if (delay === undefined) throw error;
    io.note(`${error.message}; continuing from byte ${this.#received} in ${durationText(delay)}`);
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

/** The parts do not belong to one file. */
function inconsistent(message: string): HttpError {
  return new HttpError(ExitCode.failure, message, {
    outcome: 'refused',
    transient: false,
    hint: 'run the command again to download it from the start',
  });
}
