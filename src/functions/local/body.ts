import type { IncomingMessage } from 'node:http';

/** Larger bodies are refused. A 1.5 server takes less, and a function of it refuses more than 1 MB. */
const maxBodyBytes = 32 * 1024 * 1024;

export class BodyTooLarge extends Error {}

/**
 * Reads the body of a request.
 * @throws BodyTooLarge above 32 MiB; the errors of the connection
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // An unread body must not destroy the socket that the answer is sent on.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new BodyTooLarge(`the body has more than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
