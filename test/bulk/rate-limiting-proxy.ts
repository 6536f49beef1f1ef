import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * Starts a proxy that forwards a limited number of requests per time window, and answers further ones with a 429.
 * @returns its endpoint
 */
export async function rateLimitingProxy(
  endpoint: string,
  maxRequests: number,
  windowMs: number,
): Promise<string> {
  const upstream = new URL(endpoint);
  let current = 0;
  let used = 0;
  const server = http.createServer((incoming, answer) => {
    const now = Date.now();
    if (Math.floor(now / windowMs) !== current) {
      current = Math.floor(now / windowMs);
      used = 0;
    }
    if (++used > maxRequests) {
      incoming.resume();
      const wait = ((current + 1) * windowMs - now) / 1000;
      answer.writeHead(429, { 'retry-after': `${wait}` }).end();
      return;
    }
    const { method, url, headers } = incoming;
    const { hostname, port } = upstream;
    const passed = http.request({
      hostname,
      port,
      method,
      path: url,
      headers: { ...headers, host: upstream.host },
    });
    passed.on('response', (response) => {
      answer.writeHead(response.statusCode!, response.headers);
      response.pipe(answer);
    });
    // Passes a broken upstream connection on to the client.
    passed.on('error', () => answer.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${upstream.pathname}`;
}
