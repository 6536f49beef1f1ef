import { createHash } from 'node:crypto';
import { ExitCode } from '../../errors.ts';
import { HttpError } from '../failure.ts';
import type { ApiRequest, Client, TextResponse, WholeFile } from '../types.ts';

/** The server's description of a complete or incomplete file. */
export interface RemoteFile {
  readonly id: string;
  /** Size of the whole file in bytes; deployments have none. */
  readonly size: number | undefined;
  readonly chunksTotal: number | undefined;
  readonly chunksUploaded: number | undefined;
  /** Hexadecimal MD5 of the whole file; empty until it is complete. */
  readonly signature: string | undefined;
}

/** Interval after which an unchanged number of chunks counts as final. */
const pollIntervalMs = 1000;
const maxLookups = 6;

/** The server's copy of the file that one upload sends. */
export class RemoteCopy {
  readonly #client: Client;
  readonly #request: ApiRequest;

  /** @param upload request of the upload; the path of the copy is below its path */
  constructor(client: Client, upload: ApiRequest) {
    this.#client = client;
    this.#request = { ...upload, body: undefined, repeatable: true };
  }

  /** Returns the response that describes the file, or undefined if there is none. */
  async get(id: string): Promise<TextResponse | undefined> {
    try {
      return await this.#client.text({ ...this.#at(id), method: 'GET', expects: 'json' });
    } catch (error) {
      if (error instanceof HttpError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Like `get`, and undefined if the caller may not read files, for example with a key that may only write. */
  async getIfPermitted(id: string): Promise<TextResponse | undefined> {
    try {
      return await this.get(id);
    } catch (error) {
      if (error instanceof HttpError && (error.status === 401 || error.status === 403)) return undefined;
      throw error;
    }
  }

  /**
   * Polls until the number of chunks is stable: the server may still be processing a request whose response was lost.
   * @param attempt number of earlier polls without progress; each doubles the interval
   * @returns undefined if there is no such file
   */
  async pollUntilStable(id: string, attempt = 0): Promise<TextResponse | undefined> {
    let response = await this.get(id);
    for (let lookups = 1; lookups < maxLookups; lookups++) {
      await this.#client.io.sleep(pollIntervalMs * 2 ** attempt);
      const next = await this.get(id);
      if (chunksIn(next) === chunksIn(response)) return next;
      response = next;
    }
    return response;
  }

  async remove(id: string): Promise<void> {
    try {
      const request = { ...this.#at(id), method: 'DELETE', expects: undefined };
      await this.#client.text({ ...request, answer: { kind: 'empty' } });
    } catch (error) {
      if (!(error instanceof HttpError && error.status === 404)) throw error;
    }
  }

  #at(id: string): ApiRequest {
    return { ...this.#request, path: `${this.#request.path}/${encodeURIComponent(id)}`, query: [] };
  }
}

/** Returns the number of chunks that the server has according to a response; 0 if there is no file. */
export function chunksIn(response: TextResponse | undefined): number {
  return response === undefined ? 0 : (readRemoteFile(response).chunksUploaded ?? 0);
}

/**
 * Reads the description of a file from a response.
 * @throws HttpError (exit 1) if it has no ID
 */
export function readRemoteFile({ text }: TextResponse): RemoteFile {
  const { $id, sizeOriginal, chunksTotal, chunksUploaded, signature } = (JSON.parse(text) ?? {}) as Record<
    string,
    unknown
  >;
  if (typeof $id !== 'string' || $id === '')
    throw new HttpError(ExitCode.failure, "the server's answer to the upload names no file", {
      outcome: 'unknown',
      transient: false,
    });
  return {
    id: $id,
    size: number(sizeOriginal),
    chunksTotal: number(chunksTotal),
    chunksUploaded: number(chunksUploaded),
    signature: typeof signature === 'string' ? signature : undefined,
  };
}

/** True if the server has all chunks of a file, and has put them together. */
export function isWhole({ chunksTotal, chunksUploaded, signature }: RemoteFile): boolean {
  return chunksTotal !== undefined && chunksTotal === chunksUploaded && signature !== '';
}

/** True if the server has a complete file with the same size and MD5. */
export async function isCopyOf(response: TextResponse, file: WholeFile): Promise<boolean> {
  const remote = readRemoteFile(response);
  if (!isWhole(remote) || remote.size !== file.size) return false;
  const hash = createHash('md5');
  for await (const chunk of file.open(0, file.size)) hash.update(chunk);
  return remote.signature === hash.digest('hex');
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
