import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { envFor } from '../kit/env.ts';

/** Lists all documents of the listing. */
export const list = ['databases', 'list-documents', 'db', 'items', '--all'];

interface Listing {
  readonly env: Record<string, string>;
  /** The pages that were asked for, by the cursor they begin behind. */
  readonly asked: (string | undefined)[];
}

/**
 * A server with documents d0, d1, … without end, in pages as long as they are asked for.
 * @param before what to do before a page is answered; when it says no, the connection breaks
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
