import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { envFor } from '../kit/env.ts';

/** Lists all documents of the listing. */
export const list = ['databases', 'list-documents', 'db', 'items', '--all'];

interface Listing {
  readonly env: Record<string, string>;
  /** Cursors of the requested pages; undefined for the first. */
  readonly asked: (string | undefined)[];
}

/**
 * Starts a server with endless documents d0, d1, …, in pages of the requested length.
 * @param before runs before each response; if it returns false, the connection is cut
 */
export async function startListing(
  before: (page: number) => boolean | Promise<boolean> = () => true,
): Promise<Listing> {
  const asked: (string | undefined)[] = [];
  const server = http.createServer(async ({ url = '' }, response) => {
    const queries = [...new URL(url, 'http://host').searchParams.values()].map((text) => JSON.parse(text));
    const value = (method: string) => queries.find((query) => query.method === method)?.values[0];
    const cursor: string | undefined = value('cursorAfter');
    asked.push(cursor);
    if (!(await before(asked.length))) return response.destroy();
    const first = cursor === undefined ? 0 : Number(cursor.slice(1)) + 1;
    const documents = Array.from({ length: value('limit') }, (_, index) => ({
      $id: `d${first + index}`,
      text: 'x'.repeat(100),
    }));
    return response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ total: 5000, documents }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { env: envFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`), asked };
}
