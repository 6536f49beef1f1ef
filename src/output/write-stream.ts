import type { OutputStream } from '../context.ts';
import { CliError, ExitCode } from '../errors.ts';
import { codeOf, reasonOf } from '../lib/files/fs-error.ts';

/** Nobody reads stdout any more, as after `| head -1`: a reason to stop, and no failure. */
export class ClosedPipe extends Error {
  override readonly name = 'ClosedPipe';
}

/** What is written at once, in UTF-16 units. */
const blockLength = 65_536;

const closedCodes: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET', 'EOF', 'ERR_STREAM_DESTROYED']);

/**
 * Writes text and waits until the stream has taken it.
 * @param signal stops it between two blocks, with its reason
 * @throws ClosedPipe when the reading end is gone; CliError exit 1 when it can't be written, such as on a full disk
 */
export async function writeText(stream: OutputStream, text: string, signal: AbortSignal): Promise<void> {
  for (let start = 0; start < text.length; ) {
    signal.throwIfAborted();
    const end = blockEnd(text, start);
    await writeBlock(stream, text.slice(start, end));
    if (end - start >= blockLength) await turn();
    start = end;
  }
}

/** Files and pipes are written to at once; without a pause no signal would be noticed before the end. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A block must not end between the two halves of a character. */
function blockEnd(text: string, start: number): number {
  const end = start + blockLength;
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end + 1 : end;
}

/**
 * Writes one block and waits until the stream has taken it.
 * @throws as writeText does
 */
export function writeBlock(stream: OutputStream, block: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(block, (error) => {
      if (error) reject(writeError(error));
      else resolve();
    });
  });
}

function writeError(error: Error): Error {
  if (closedCodes.has(codeOf(error))) return new ClosedPipe();
  return new CliError(ExitCode.failure, `stdout can't be written: ${reasonOf(error)}`, { cause: error });
}

/** Streams report an error to the writer and as an event; without a listener the event would end the process. */
export function ignoreErrorEvents(stream: OutputStream): void {
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
}

function ignore(): void {}
