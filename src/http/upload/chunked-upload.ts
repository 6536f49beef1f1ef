import { HttpError } from '../failure.ts';
import type { TextResponse } from '../types.ts';
import { idTaken, interruptedUpload, isResumable, tooManyRestarts, unknownDeployment } from './errors.ts';
import { maxConcurrentChunks, newFileId, type UploadJob } from './job.ts';
import type { Journal } from './journal.ts';
import { chunksIn, isCopyOf, isWhole, readRemoteFile } from './remote-copy.ts';
import { pauseBeforeResend, sendPart } from './send-part.ts';
import { slice } from './upload-source.ts';

const maxRestarts = 2;

/** The set of chunks that the server has is ambiguous: its copy has to be deleted. */
class AmbiguousUploadError extends Error {}

/**
 * The upload of one file in chunks. Appwrite 1.5 counts a chunk that arrives twice twice, and completes a corrupt file.
 * So after a request with an ambiguous outcome the server is asked how many chunks it has. If it has only those that it
 * has acknowledged, no ambiguous one arrived; if it has as many as were sent, all did; with any other number the upload
 * starts over. The outcome of a chunk is never ambiguous before its last byte has left: it did not arrive.
 */
export class ChunkedUpload {
  readonly #job: UploadJob;
  readonly #journal: Journal | undefined;
  /** Number of chunks of the file. */
  readonly #count: number;
  #id: string | undefined;
  /** Numbers, from 0, of the chunks that the server has. */
  readonly #acknowledged = new Set<number>();
  /** Chunks without a known outcome, and how many bytes of each have left. */
  readonly #inFlight = new Map<number, number>();
  /** The latest response among those that count the most chunks. */
  #response: TextResponse | undefined;

  constructor(job: UploadJob, journal: Journal | undefined) {
    this.#job = job;
    this.#journal = journal;
    this.#count = Math.ceil(job.file.size / job.chunkBytes);
    this.#id = job.id;
  }

  /** @returns the response that describes the complete file */
  async run(): Promise<TextResponse> {
    let isOver = true;
    try {
      const response = await this.#sendUntilCertain();
      await this.#job.file.verify?.();
      return response;
    } catch (error) {
      isOver = !this.#hasSent() || !isResumable(error, this.#job.client);
      if (!isOver) throw interruptedUpload(error, this.#resumeHint());
      await this.#removeCopy().catch(({ message }: Error) =>
        this.#job.client.io.note(`${this.#id} was left on the server: ${message}`),
      );
      throw error;
    } finally {
      this.#journal?.close(isOver ? 'finished' : 'resumable');
    }
  }

  async #sendUntilCertain(): Promise<TextResponse> {
    for (let restarts = 0; ; restarts++) {
      try {
        if (restarts === 0) await this.#prepare();
        await this.#sendAll();
        return await this.#complete();
      } catch (error) {
        if (!(error instanceof AmbiguousUploadError)) throw error;
        if (restarts === maxRestarts) throw tooManyRestarts();
        this.#job.client.io.note('the state of the upload on the server is unknown: starting over');
        await this.#startOver();
      }
    }
  }

  /** Restores the state of an interrupted run, or checks that an ID that the user chose is free. */
  async #prepare(): Promise<void> {
    const { client, copy, id, ownId } = this.#job;
    const previous = this.#journal?.previous;
    if (previous !== undefined) {
      this.#id = previous.id;
      for (const chunk of previous.acknowledged) this.#acknowledged.add(chunk);
      for (const chunk of previous.inFlight) this.#inFlight.set(chunk, this.#lengthOf(chunk));
      if (await this.#hasArrived()) return;
      await this.#countOnServer(0);
      client.io.note(
        `continuing the interrupted upload: the server has ${this.#acknowledged.size} of ${this.#count} chunks`,
      );
    } else if (id !== undefined && !ownId) {
      const taken = await copy.getIfPermitted(id);
      if (taken !== undefined)
        throw idTaken(id, chunksIn(taken) === readRemoteFile(taken).chunksTotal ? 'complete' : 'incomplete');
    }
  }

  /** Sends the missing chunks until there are none, resolving ambiguous outcomes on the way. */
  async #sendAll(): Promise<void> {
    const { client } = this.#job;
    for (let failures = 1; ; failures++) {
      const error = await this.#sendMissing();
      if (error === undefined) return;
      // A chunk that was counted as lost may have arrived late and completed the file.
      if (error instanceof HttpError && error.status === 409 && (await this.#hasArrived())) return;
      if (!(error instanceof HttpError) || error.outcome !== 'unknown' || client.io.signal.aborted)
        throw error;
      const before = this.#acknowledged.size;
      await this.#reconcile(error, failures - 1);
      if (this.#acknowledged.size > before) failures = 0;
      else await pauseBeforeResend(client, error, failures);
    }
  }

  /**
   * Sends the first chunk alone, since it creates the file, and the others concurrently. After an error no further
   * chunk is sent.
   * @returns the most telling error once all requests have ended; a known outcome goes before an ambiguous one
   */
  async #sendMissing(): Promise<unknown> {
    const missing = Array.from({ length: this.#count }, (_, chunk) => chunk).filter(
      (chunk) => !this.#acknowledged.has(chunk),
    );
    const errors: unknown[] = [];
    const work = async (maxChunks: number) => {
      for (let sent = 0; sent < maxChunks && errors.length === 0 && missing.length > 0; sent++)
        await this.#send(missing.shift()!).catch((error) => errors.push(error));
    };
    if (missing[0] === 0) await work(1);
    await Promise.all(Array.from({ length: maxConcurrentChunks }, () => work(Number.POSITIVE_INFINITY)));
    return errors.find((error) => !(error instanceof HttpError && error.outcome === 'unknown')) ?? errors[0];
  }

  #send(chunk: number): Promise<void> {
    const { client, file, chunkBytes, buffers } = this.#job;
    const start = chunk * chunkBytes;
    const length = this.#lengthOf(chunk);
    const headers = {
      'content-range': `bytes ${start}-${start + length - 1}/${file.size}`,
      ...(chunk > 0 && this.#id !== undefined ? { 'x-appwrite-id': this.#id } : {}),
    };
    return buffers.run(length, async (buffer) => {
      client.io.signal.throwIfAborted();
      await file.verify?.();
      await file.read(buffer, start);
      const part = slice(file, buffer, (count) => this.#advance(chunk, count));
      this.#inFlight.set(chunk, 0);
      const isSent = () => this.#ambiguous().includes(chunk);
      try {
        const response = await sendPart(this.#job, { id: this.#id, file: part, headers, isSent });
        this.#acknowledge(chunk, response);
      } catch (error) {
        const isKnown = error instanceof HttpError && error.outcome !== 'unknown';
        if (isKnown || !isSent()) this.#inFlight.delete(chunk);
        throw error;
      } finally {
        this.#record();
      }
    });
  }

  #acknowledge(chunk: number, response: TextResponse): void {
    const { id, ownId } = this.#job;
    const remote = readRemoteFile(response);
    this.#inFlight.delete(chunk);
    if (chunk === 0 && (remote.chunksUploaded ?? 1) > 1 && id !== undefined && !ownId)
      throw idTaken(id, 'incomplete');
    this.#acknowledged.add(chunk);
    this.#id ??= remote.id;
    if (this.#response === undefined || chunksIn(response) >= chunksIn(this.#response))
      this.#response = response;
    if ((remote.chunksUploaded ?? 0) > this.#acknowledged.size + this.#ambiguous().length)
      throw new AmbiguousUploadError();
  }

  /**
   * Resolves the outcome of ambiguous chunks.
   * @param attempt number of earlier attempts without progress
   * @throws AmbiguousUploadError if that is not possible
   */
  async #reconcile(error: HttpError, attempt: number): Promise<void> {
    if (this.#ambiguous().length === 0) return;
    if (this.#id === undefined) throw unknownDeployment(error);
    if (this.#job.id === undefined) throw new AmbiguousUploadError();
    await this.#countOnServer(attempt);
  }

  /**
   * Returns true if the server has the complete file with the right content.
   * @throws CliError exit 5 if another file has its ID
   */
  async #hasArrived(): Promise<boolean> {
    const { copy, file, ownId } = this.#job;
    const found = await copy.get(this.#id!);
    if (found === undefined) return false;
    if (await isCopyOf(found, file)) {
      for (let chunk = 0; chunk < this.#count; chunk++) this.#acknowledged.add(chunk);
      this.#inFlight.clear();
      this.#response = found;
      return true;
    }
    const remote = readRemoteFile(found);
    const isAnother = isWhole(remote) || (remote.chunksTotal ?? this.#count) !== this.#count;
    if (!isAnother || ownId) return false;
    this.#forget();
    throw idTaken(this.#id!, isWhole(remote) ? 'complete' : 'incomplete');
  }

  /**
   * Counts the chunks on the server to learn whether the ambiguous ones arrived.
   * @throws AmbiguousUploadError if only some of them can have arrived
   */
  async #countOnServer(attempt: number): Promise<void> {
    const ambiguous = this.#ambiguous();
    const stored = chunksIn(await this.#job.copy.pollUntilStable(this.#id!, attempt));
    const sent = this.#acknowledged.size + ambiguous.length;
    if (stored !== this.#acknowledged.size && stored !== sent) throw new AmbiguousUploadError();
    if (stored === sent) for (const chunk of ambiguous) this.#acknowledged.add(chunk);
    this.#inFlight.clear();
    this.#record();
  }

  /** Returns the response for the whole file. If requests overlapped, no response may have counted all chunks. */
  async #complete(): Promise<TextResponse> {
    const { copy, id } = this.#job;
    if (this.#response !== undefined && (id === undefined || chunksIn(this.#response) === this.#count))
      return this.#response;
    const response = await copy.pollUntilStable(this.#id!);
    if (response === undefined || chunksIn(response) !== this.#count) throw new AmbiguousUploadError();
    return response;
  }

  async #startOver(): Promise<void> {
    await this.#removeCopy();
    const { id, ownId } = this.#job;
    this.#id = id !== undefined && ownId ? newFileId() : id;
    this.#forget();
    this.#job.onProgress(0);
  }

  /** Resets the state: nothing of this upload is on the server. */
  #forget(): void {
    this.#acknowledged.clear();
    this.#inFlight.clear();
    this.#response = undefined;
  }

  /**
   * Deletes what this upload has created on the server, and nothing else.
   * @throws CliError exit 5 if another client has completed a file with the same ID
   */
  async #removeCopy(): Promise<void> {
    if (!this.#hasSent() || this.#id === undefined) return;
    const { copy, ownId } = this.#job;
    if (!ownId && this.#acknowledged.size < this.#count) {
      const found = await copy.get(this.#id);
      if (found !== undefined && isWhole(readRemoteFile(found))) throw idTaken(this.#id, 'complete');
    }
    await copy.remove(this.#id);
  }

  #hasSent(): boolean {
    return this.#acknowledged.size + this.#ambiguous().length > 0;
  }

  /** Returns the chunks that have left completely and that the server has not acknowledged. */
  #ambiguous(): number[] {
    return [...this.#inFlight]
      .filter(([chunk, sent]) => sent === this.#lengthOf(chunk))
      .map(([chunk]) => chunk);
  }

  #lengthOf(chunk: number): number {
    const { file, chunkBytes } = this.#job;
    return Math.min(chunkBytes, file.size - chunk * chunkBytes);
  }

  #resumeHint(): string {
    return this.#journal === undefined
      ? `the file on the server is incomplete (${this.#id ?? 'its ID is not known'}): delete it, then upload it again`
      : 'run the same command again to continue the upload';
  }

  #record(): void {
    if (this.#id === undefined) return;
    this.#journal?.write({
      id: this.#id,
      acknowledged: [...this.#acknowledged],
      inFlight: this.#ambiguous(),
    });
  }

  /** Records that bytes of a chunk are about to leave. The journal is written before the last of them do. */
  #advance(chunk: number, bytes: number): void {
    this.#inFlight.set(chunk, bytes);
    if (bytes === this.#lengthOf(chunk)) this.#record();
    const done = [...this.#acknowledged].reduce((sum, chunk) => sum + this.#lengthOf(chunk), 0);
    this.#job.onProgress([...this.#inFlight.values()].reduce((sum, part) => sum + part, done));
  }
}
