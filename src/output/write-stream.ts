import type { OutputStream } from '../context.ts';
import { CliError, ExitCode } from '../errors.ts';
import { codeOf, reasonOf } from '../lib/files/fs-error.ts';

/** Signals that the reader of stdout has gone, as after `| head -1`: a reason to stop, but no failure. */
export class ClosedPipe extends Error {
  override readonly name = 'ClosedPipe';
}

/** Text that is written at once, in UTF-16 units. */
const blockLength = 65_536;

const closedCodes: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET', 'EOF', 'ERR_STREAM_DESTROYED']);

/**
 * Writes text and waits until the stream has accepted it.
 * @param signal cancels between two blocks
 * @throws ClosedPipe if the reader has gone; CliError exit 1 if the text can't be written, for example on a full disk
 */
export async function writeText(stream: OutputStream, text: string, signal: AbortSignal): Promise<void> {
  for (let start = 0; start < text.length; ) {
    signal.throwIfAborted();
    const end = blockEnd(text, start);
    await writeBlock(stream, text.slice(start, end));
    if (end - start >= blockLength) await yieldToEventLoop();
    start = end;
  }
}

/** Writes to files and pipes are synchronous; without this pause no signal would be handled before the end. */
const yieldToEventLoop = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Returns the end of a block, which must not split a surrogate pair. */
function blockEnd(text: string, start: number): number {
  const end = start + blockLength;
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end + 1 : end;
}

/**
 * Writes one block and waits until the stream has accepted it.
 * @throws the errors of {@link writeText}
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

/** Write callbacks report errors; this listener keeps an unhandled 'error' event from crashing the process. */
export function ignoreErrorEvents(stream: OutputStream): void {
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
}

function ignore(): void {}
