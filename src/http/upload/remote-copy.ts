import { createHash } from 'node:crypto';
import { ExitCode } from '../../errors.ts';
import { HttpError } from '../failure.ts';
import type { ApiRequest, Client, TextResponse, WholeFile } from '../types.ts';

/** What the server tells about a file that it has, or has a part of. */
export interface RemoteFile {
  readonly id: string;
  /** Of the whole file, in bytes; undefined for what doesn't tell it. */
  readonly size: number | undefined;
  readonly chunksTotal: number | undefined;
  readonly chunksUploaded: number | undefined;
  /** The MD5 of the whole file in hexadecimal; empty until it is complete. */
  readonly signature: string | undefined;
}

/** How long the count of chunks must stay as it is to be believed, in milliseconds. */
const settleTime = 1000;
const maxLookups = 6;

/** The server's copy of one upload: looks at it and removes it. */
export class RemoteCopy {
  readonly #client: Client;
  readonly #request: ApiRequest;

  /** @param upload the request that uploads; the file is found below its path */
  constructor(client: Client, upload: ApiRequest) {
    this.#client = client;
    this.#request = { ...upload, body: undefined, repeatable: true };
  }

  /** The answer that describes the file, or undefined where there is none. */
  async get(id: string): Promise<TextResponse | undefined> {
    try {
      return await this.#client.text({ ...this.#at(id), method: 'GET', expects: 'json' });
    } catch (error) {
      if (error instanceof HttpError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** The same for who may not look, such as a key that may only write: nothing is known then. */
  async getIfPermitted(id: string): Promise<TextResponse | undefined> {
    try {
      return await this.get(id);
    } catch (error) {
      if (error instanceof HttpError && (error.status === 401 || error.status === 403)) return undefined;
      throw error;
    }
  }

  /**
   * Looks until nothing changes any more: a request whose answer was lost may still be worked on.
   * @param doubts how often that was asked before without any progress; each time there is more patience
   * @returns undefined where there is no such file
   */
  async pollUntilStable(id: string, doubts = 0): Promise<TextResponse | undefined> {
    let answer = await this.get(id);
    for (let looks = 1; looks < maxLookups; looks++) {
      await this.#client.io.sleep(settleTime * 2 ** doubts);
      const next = await this.get(id);
      if (chunksIn(next) === chunksIn(answer)) return next;
      answer = next;
    }
    return answer;
  }

  async remove(id: string): Promise<void> {
    try {
      await this.#client.text({ ...this.#at(id), method: 'DELETE', expects: undefined });
    } catch (error) {
      if (!(error instanceof HttpError && error.status === 404)) throw error;
    }
  }

  #at(id: string): ApiRequest {
    return { ...this.#request, path: `${this.#request.path}/${encodeURIComponent(id)}`, query: [] };
  }
}

/** How many chunks an answer says are there; none where there is no file. */
export function chunksIn(answer: TextResponse | undefined): number {
  return answer === undefined ? 0 : (readRemoteFile(answer).chunksUploaded ?? 0);
}

/**
 * What an answer to an upload says about the file.
 * @throws HttpError (exit 1) where it says nothing of the kind
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

/** Whether the server has all of a file. */
export function isWhole({ chunksTotal, chunksUploaded, signature }: RemoteFile): boolean {
  return chunksTotal !== undefined && chunksTotal === chunksUploaded && signature !== '';
}

/** Whether the server has this very file, whole. */
export async function isCopyOf(answer: TextResponse, file: WholeFile): Promise<boolean> {
  const remote = readRemoteFile(answer);
  if (!isWhole(remote) || remote.size !== file.size) return false;
  const hash = createHash('md5');
  for await (const chunk of file.open(0, file.size)) hash.update(chunk);
  return remote.signature === hash.digest('hex');
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
