import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * A server in front of another one that lets so many requests pass in a window of so many milliseconds, and refuses
 * the others until the next one.
 * @returns its endpoint
 */
export async function limited(endpoint: string, requests: number, window: number): Promise<string> {
  const behind = new URL(endpoint);
  let current = 0;
  let used = 0;
  const server = http.createServer((incoming, answer) => {
    const now = Date.now();
    if (Math.floor(now / window) !== current) {
      current = Math.floor(now / window);
      used = 0;
    }
    if (++used > requests) {
      incoming.resume();
      const wait = ((current + 1) * window - now) / 1000;
      answer.writeHead(429, { 'retry-after': `${wait}` }).end();
      return;
    }
    const { method, url, headers } = incoming;
    const { hostname, port } = behind;
    const passed = http.request({
      hostname,
      port,
      method,
      path: url,
      headers: { ...headers, host: behind.host },
    });
    passed.on('response', (response) => {
      answer.writeHead(response.statusCode!, response.headers);
      response.pipe(answer);
    });
    // What breaks behind breaks in front.
    passed.on('error', () => answer.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${behind.pathname}`;
}
