/** A server with a project of any size, whose items are made when they are asked for: nothing is kept in memory. */
import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drained } from './drained.ts';

export interface LargeProject {
  readonly documents: number;
  readonly files: number;
  readonly fileBytes: number;
}

/** Rules for `--scrub` that replace its texts. */
export const scrubRules = `main/items:
  title: fake-name
  text: hash
  number: keep
`;

export interface LargeProjectServer {
  /** Called before each request is answered. */
  onRequest: () => void;
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const created = '2026-01-01T00:00:00.000+00:00';
/** As long as those that a server makes. */
const idOf = (at: number) => `id${String(at).padStart(18, '0')}`;
const stamps = (id: string) => `"$id":"${id}","$createdAt":"${created}","$updatedAt":"${created}"`;
const text = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit. '.repeat(4);
const documentOf = (at: number) =>
  `{"title":"Row ${at}","number":${at},"text":"${text}",${stamps(idOf(at))},"$permissions":[],"$databaseId":"main","$collectionId":"items"}`;

const idDocumentOf = (at: number) => `{"$id":"${idOf(at)}"}`;
const isOnlyIds = (queries: readonly Query[]) => queries.some(({ method }) => method === 'select');

const attribute = (key: string, rest: object) => ({
  key,
  status: 'available',
  required: false,
  array: false,
  ...rest,
});
const collection = {
  $id: 'items',
  $createdAt: created,
  $updatedAt: created,
  $permissions: [],
  databaseId: 'main',
  name: 'Items',
  enabled: true,
  documentSecurity: false,
  attributes: [
    attribute('title', { type: 'string', size: 100 }),
    attribute('number', { type: 'integer', min: 0, max: 1_000_000 }),
    attribute('text', { type: 'string', size: 1000 }),
  ],
  indexes: [],
};
const bucket = {
  $id: 'bucket',
  $createdAt: created,
  $updatedAt: created,
  $permissions: [],
  fileSecurity: false,
  name: 'Bucket',
  enabled: true,
  maximumFileSize: 5_000_000_000,
  allowedFileExtensions: [],
  compression: 'none',
  encryption: false,
  antivirus: false,
};

interface Query {
  readonly method: string;
  readonly values?: readonly (string | number)[];
}

/** Starts it. */
export async function startLargeProject({
  documents,
  files,
  fileBytes,
}: LargeProject): Promise<LargeProjectServer> {
  const fileOf = (at: number) =>
    `{${stamps(idOf(at))},"bucketId":"bucket","$permissions":[],"name":"${at}.bin","signature":"${signature}","mimeType":"application/octet-stream","sizeOriginal":${fileBytes},"chunksTotal":1,"chunksUploaded":1}`;
  const block = Buffer.alloc(256 * 1024, 'block of bytes ');
  const signature = signatureOf(block, fileBytes);
  const page = (count: number, item: (at: number) => string, queries: readonly Query[]) => {
    const value = (method: string) => queries.find((query) => query.method === method)?.values?.[0];
    if (value('greaterThanEqual') !== undefined) return { total: 0, items: [] };
    const behind = (id: string | number | undefined) => Number(String(id).slice(2)) + 1;
    const from = value('greaterThan') === undefined ? 0 : behind(value('greaterThan'));
    const to = value('lessThanEqual') === undefined ? count : behind(value('lessThanEqual'));
    const start = value('cursorAfter') === undefined ? from : behind(value('cursorAfter'));
    const end = Math.min(to, start + Number(value('limit') ?? 25));
    return {
      total: Math.min(5000, to - from),
      items: Array.from({ length: Math.max(0, end - start) }, (_, at) => item(start + at)),
    };
  };
  const answer = (path: string, queries: readonly Query[], response: ServerResponse) => {
    const list = (name: string, { total, items }: { total: number; items: readonly string[] }) =>
      response.end(`{"total":${total},"${name}":[${items.join(',')}]}`);
    const one = (value: object) => ({ total: 1, items: [JSON.stringify(value)] });
    const none = { total: 0, items: [] };
    response.setHeader('content-type', 'application/json');
    switch (path) {
      case '/databases':
        return list(
          'databases',
          one({ $id: 'main', name: 'Main', enabled: true, $createdAt: created, $updatedAt: created }),
        );
      case '/databases/main/collections':
        return list('collections', one(collection));
      case '/databases/main/collections/items/documents':
        return list('documents', page(documents, isOnlyIds(queries) ? idDocumentOf : documentOf, queries));
      case '/storage/buckets':
        return list('buckets', one(bucket));
      case '/storage/buckets/bucket/files':
        return list('files', page(files, fileOf, queries));
      default:
        return list(path.split('/').at(-1)!, none);
    }
  };
  const server = createServer((request, response) => {
    started.onRequest();
    const url = new URL(request.url!, 'http://127.0.0.1');
    const path = url.pathname.replace('/v1', '');
    if (path.endsWith('/download')) return void sendBytes(response, block, fileBytes);
    answer(
      path,
      [...url.searchParams.values()].map((query) => JSON.parse(query)),
      response,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const started: LargeProjectServer = {
    onRequest: () => {},
    env: {
      APPWRITE_ENDPOINT: `http://127.0.0.1:${port}/v1`,
      APPWRITE_PROJECT_ID: 'large',
      APPWRITE_API_KEY: 'standard_0123456789abcdef',
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return started;
}

/** Returns the MD5 of the bytes of a file, as servers tell it. */
function signatureOf(block: Buffer, bytes: number): string {
  const hash = createHash('md5');
  for (let left = bytes; left > 0; left -= block.length) hash.update(block.subarray(0, left));
  return hash.digest('hex');
}

async function sendBytes(response: ServerResponse, block: Buffer, bytes: number): Promise<void> {
  response.setHeader('content-type', 'application/octet-stream');
  response.setHeader('content-length', bytes);
  for (let left = bytes; left > 0 && !response.destroyed; left -= block.length)
    if (!response.write(block.subarray(0, Math.min(left, block.length)))) await drained(response);
  response.end();
}
