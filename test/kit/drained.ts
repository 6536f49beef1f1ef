import type { ServerResponse } from 'node:http';

/** Waits until a response takes more bytes, or its connection is closed. */
export function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      response.off('drain', wake).off('close', wake);
      resolve();
    };
    response.on('drain', wake).on('close', wake);
  });
}
