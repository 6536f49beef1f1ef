import { HttpError } from '../failure.ts';
import type { TextResponse } from '../types.ts';
import { canGoOn, cutShort, idTaken, tooManyRestarts, unknownDeployment } from './errors.ts';
import { maxConcurrentChunks, newFileId, partRequest, pauseBeforeResend, type UploadJob } from './job.ts';
import type { Journal } from './journal.ts';
import { chunksIn, isCopyOf, isWhole, readRemoteFile } from './remote-copy.ts';
import { withAbortGracePeriod } from './send-part.ts';
import { slice } from './upload-source.ts';

const maxRestarts = 2;

/** It can't be told any more which chunks the server has: its copy can only be thrown away. */
class AmbiguousUploadError extends Error {}

/**
 * The upload of one file in chunks. A server that gets a chunk twice counts it twice and ruins the file; so after a
 * request whose outcome is unknown, the server is asked how many chunks it has. As many as it has acknowledged: none
 * of the unknown ones arrived. As many as were sent: all did. Any other number: in doubt, start over. A chunk whose
 * last bytes have not left yet is never unknown: it did not arrive.
 */
export class ChunkedUpload {
  readonly #job: UploadJob;
  readonly #journal: Journal | undefined;
  /** How many chunks the file has. */
  readonly #count: number;
  #id: string | undefined;
  /** Chunks, by number from 0, that the server has. */
  readonly #acknowledged = new Set<number>();
  /** Chunks that are on their way or whose outcome is unknown, and how many bytes of each have left. */
  readonly #inFlight = new Map<number, number>();
  /** The last answer of those that knew of the most chunks. */
  #answer: TextResponse | undefined;

  constructor(job: UploadJob, journal: Journal | undefined) {
    this.#job = job;
    this.#journal = journal;
    this.#count = Math.ceil(job.file.size / job.chunkBytes);
    this.#id = job.id;
  }

  /** @returns the answer that describes the complete file */
  async run(): Promise<TextResponse> {
    let isOver = true;
    try {
      const answer = await this.#sendUntilSure();
      await this.#job.file.verify?.();
      return answer;
    } catch (error) {
      isOver = !this.#hasSent() || !canGoOn(error, this.#job.client);
      if (!isOver) throw cutShort(error, this.#howToGoOn());
      await this.#removeCopy().catch(({ message }: Error) =>
        this.#job.client.io.note(`${this.#id} was left on the server: ${message}`),
      );
      throw error;
    } finally {
      this.#journal?.close(isOver);
    }
  }

  async #sendUntilSure(): Promise<TextResponse> {
    for (let restarts = 0; ; restarts++) {
      try {
        if (restarts === 0) await this.#prepare();
        await this.#sendAll();
        return await this.#complete();
      } catch (error) {
        if (!(error instanceof AmbiguousUploadError)) throw error;
        if (restarts === maxRestarts) throw tooManyRestarts();
        this.#job.client.io.note('it is unclear what the server has of the file: starting over');
        await this.#startOver();
      }
    }
  }

  /** Takes up what an earlier run has left, or makes sure that a chosen ID is free. */
  async #prepare(): Promise<void> {
    const { client, copy, id, ownId } = this.#job;
    const left = this.#journal?.left;
    if (left !== undefined) {
      this.#id = left.id;
      for (const chunk of left.acknowledged) this.#acknowledged.add(chunk);
      for (const chunk of left.inFlight) this.#inFlight.set(chunk, this.#lengthOf(chunk));
      if (await this.#hasArrived()) return;
      await this.#compare(0);
      client.io.note(
        `going on with the interrupted upload: ${this.#acknowledged.size} of ${this.#count} chunks are there`,
      );
    } else if (id !== undefined && !ownId) {
      const taken = await copy.getIfPermitted(id);
      if (taken !== undefined) throw idTaken(id, chunksIn(taken) === readRemoteFile(taken).chunksTotal);
    }
  }

  /** Sends every chunk that is missing; where the outcome of some is unknown, finds out and goes on. */
  async #sendAll(): Promise<void> {
    const { client } = this.#job;
    for (let fruitless = 1; ; fruitless++) {
      const error = await this.#sendMissing();
      if (error === undefined) return;
      // A chunk that was taken for lost may have arrived after all, and completed the file.
      if (error instanceof HttpError && error.status === 409 && (await this.#hasArrived())) return;
      if (!(error instanceof HttpError) || error.outcome !== 'unknown' || client.io.signal.aborted)
        throw error;
      const before = this.#acknowledged.size;
      await this.#reconcile(error, fruitless - 1);
      if (this.#acknowledged.size > before) fruitless = 0;
      else await pauseBeforeResend(client, error, fruitless);
    }
  }

  /** The first chunk alone, since it makes the file; then some at once. Gives the first error once all are back. */
  async #sendMissing(): Promise<unknown> {
    const missing = Array.from({ length: this.#count }, (_, chunk) => chunk).filter(
      (chunk) => !this.#acknowledged.has(chunk),
    );
    const errors: unknown[] = [];
    const work = async (most: number) => {
      for (let sent = 0; sent < most && errors.length === 0 && missing.length > 0; sent++)
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
      const isSent = () => this.#unknown().includes(chunk);
      try {
        const request = partRequest(this.#job, this.#id, part, headers);
        const answer = await withAbortGracePeriod(client.io.signal, isSent, (signal) =>
          client.text(request, signal),
        );
        this.#acknowledge(chunk, answer);
      } catch (error) {
        const isKnown = error instanceof HttpError && error.outcome !== 'unknown';
        if (isKnown || !isSent()) this.#inFlight.delete(chunk);
        throw error;
      } finally {
        this.#record();
      }
    });
  }

  #acknowledge(chunk: number, answer: TextResponse): void {
    const { id, ownId } = this.#job;
    const remote = readRemoteFile(answer);
    this.#inFlight.delete(chunk);
    if (chunk === 0 && (remote.chunksUploaded ?? 1) > 1 && id !== undefined && !ownId)
      throw idTaken(id, false);
    this.#acknowledged.add(chunk);
    this.#id ??= remote.id;
    if (this.#answer === undefined || chunksIn(answer) >= chunksIn(this.#answer)) this.#answer = answer;
    if ((remote.chunksUploaded ?? 0) > this.#acknowledged.size + this.#unknown().length)
      throw new AmbiguousUploadError();
  }

  /**
   * Finds out what became of the chunks whose outcome is unknown.
   * @param doubts how often that was done before without any progress
   * @throws InDoubt where that can't be told
   */
  async #reconcile(error: HttpError, doubts: number): Promise<void> {
    if (this.#unknown().length === 0) return;
    if (this.#id === undefined) throw unknownDeployment(error);
    if (this.#job.id === undefined) throw new AmbiguousUploadError();
    await this.#compare(doubts);
  }

  /**
   * Whether the server has the file, whole and right.
   * @throws CliError exit 5 where a file that is not this upload's has its ID
   */
  async #hasArrived(): Promise<boolean> {
    const { copy, file, ownId } = this.#job;
    const found = await copy.get(this.#id!);
    if (found === undefined) return false;
    if (await isCopyOf(found, file)) {
      for (let chunk = 0; chunk < this.#count; chunk++) this.#acknowledged.add(chunk);
      this.#inFlight.clear();
      this.#answer = found;
      return true;
    }
    const remote = readRemoteFile(found);
    const isAnother = isWhole(remote) || (remote.chunksTotal ?? this.#count) !== this.#count;
    if (!isAnother || ownId) return false;
    this.#forget();
    throw idTaken(this.#id!, isWhole(remote));
  }

  /**
   * Compares what the server has with what it was sent.
   * @throws InDoubt where its count fits neither none of the unknown chunks nor all of them
   */
  async #compare(doubts: number): Promise<void> {
    const unknown = this.#unknown();
    const there = chunksIn(await this.#job.copy.pollUntilStable(this.#id!, doubts));
    const sent = this.#acknowledged.size + unknown.length;
    if (there !== this.#acknowledged.size && there !== sent) throw new AmbiguousUploadError();
    if (there === sent) for (const chunk of unknown) this.#acknowledged.add(chunk);
    this.#inFlight.clear();
    this.#record();
  }

  /** The answer for the whole file. Of answers that crossed each other none may have counted all chunks. */
  async #complete(): Promise<TextResponse> {
    const { copy, id } = this.#job;
    if (this.#answer !== undefined && (id === undefined || chunksIn(this.#answer) === this.#count))
      return this.#answer;
    const answer = await copy.pollUntilStable(this.#id!);
    if (answer === undefined || chunksIn(answer) !== this.#count) throw new AmbiguousUploadError();
    return answer;
  }

  async #startOver(): Promise<void> {
    await this.#removeCopy();
    const { id, ownId } = this.#job;
    this.#id = id !== undefined && ownId ? newFileId() : id;
    this.#forget();
    this.#job.onProgress(0);
  }

  /** Nothing of this upload is on the server. */
  #forget(): void {
    this.#acknowledged.clear();
    this.#inFlight.clear();
    this.#answer = undefined;
  }

  /**
   * Deletes what this upload has made on the server, and nothing else.
   * @throws CliError exit 5 where somebody else has completed a file under the ID
   */
  async #removeCopy(): Promise<void> {
    if (!this.#hasSent() || this.#id === undefined) return;
    const { copy, ownId } = this.#job;
    if (!ownId && this.#acknowledged.size < this.#count) {
      const found = await copy.get(this.#id);
      if (found !== undefined && isWhole(readRemoteFile(found))) throw idTaken(this.#id, true);
    }
    await copy.remove(this.#id);
  }

  #hasSent(): boolean {
    return this.#acknowledged.size + this.#unknown().length > 0;
  }

  /** The chunks that have left whole, and that the server has not acknowledged. */
  #unknown(): number[] {
    return [...this.#inFlight]
      .filter(([chunk, sent]) => sent === this.#lengthOf(chunk))
      .map(([chunk]) => chunk);
  }

  /** In bytes. */
  #lengthOf(chunk: number): number {
    const { file, chunkBytes } = this.#job;
    return Math.min(chunkBytes, file.size - chunk * chunkBytes);
  }

  #howToGoOn(): string {
    return this.#journal === undefined
      ? `what arrived of it is incomplete (${this.#id ?? 'its ID is not known'}): delete it, then try again`
      : 'run the same command again: the upload goes on where it stopped';
  }

  #record(): void {
    if (this.#id === undefined) return;
    this.#journal?.write({ id: this.#id, acknowledged: [...this.#acknowledged], inFlight: this.#unknown() });
  }

  /** So many bytes of a chunk are about to leave. Before the last of them do, the journal says so. */
  #advance(chunk: number, bytes: number): void {
    this.#inFlight.set(chunk, bytes);
    if (bytes === this.#lengthOf(chunk)) this.#record();
    const done = [...this.#acknowledged].reduce((sum, chunk) => sum + this.#lengthOf(chunk), 0);
    this.#job.onProgress([...this.#inFlight.values()].reduce((sum, part) => sum + part, done));
  }
}
