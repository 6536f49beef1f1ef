import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll } from 'vitest';
import { forEachConcurrent } from '../../../src/bulk/concurrency.ts';
import type { Fault, Passing } from '../../kit/fault-proxy.ts';
import { type TestServer, testServer } from '../../sandbox/client.ts';

export const MiB = 1024 * 1024;

/** A sandbox with a bucket, and files to send to it. */
export interface World extends TestServer {
  /** Deleted after the tests of this file. */
  readonly folder: string;
  /** Environment of the program for an endpoint: the sandbox's own, or that of a proxy before it. */
  env(endpoint?: string): Record<string, string>;
  /** Makes a file of random bytes. */
  makeFile(name: string, size: number): LocalFile;
  /** SHA-256 of the file that the server has under an ID, or undefined if it has no complete file. */
  storedHash(id: string): Promise<string | undefined>;
}

export interface LocalFile {
  readonly path: string;
  readonly hash: string;
}

/** Starts a sandbox for the tests of one file. Its bucket is `b`. */
export async function makeWorld(): Promise<World> {
  const test = await testServer();
  const { sandbox, request } = test;
  const folder = mkdtempSync(join(tmpdir(), 'transfer-'));
  afterAll(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });
  await request('POST', '/storage/buckets', { body: { bucketId: 'b', name: 'B' } });
  return {
    ...test,
    folder,
    env: (endpoint = sandbox.endpoint) => ({
      APPWRITE_ENDPOINT: endpoint,
      APPWRITE_PROJECT_ID: sandbox.project,
      APPWRITE_API_KEY: sandbox.apiKey,
    }),
    makeFile(name, size) {
      const bytes = randomBytes(size);
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return { path, hash: hashOf(bytes) };
    },
    async storedHash(id) {
      const response = await fetch(`${sandbox.endpoint}/storage/buckets/b/files/${id}/download`, {
        headers: { 'x-appwrite-project': sandbox.project, 'x-appwrite-key': sandbox.apiKey },
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      return response.ok ? hashOf(bytes) : undefined;
    },
  };
}

/** Command line that uploads a file. */
export const upload = (id: string, path: string, ...more: string[]): string[] => [
  ...['storage', 'create-file', 'b', '--file-id', id, '--file', path, '--json'],
  ...more,
];

/** Number of the chunk that a request sends, from 0; NaN for any other request. */
export const chunkOf = ({ headers }: Passing, chunkBytes: number): number =>
  Number(/^bytes (\d+)-/.exec(`${headers['content-range']}`)?.[1]) / chunkBytes;

/** Applies a fault to the first transmission of these chunks, numbered from 0. */
export function faultOnce(fault: Fault, chunkBytes: number, ...chunks: number[]) {
  const left = new Set(chunks);
  return (request: Passing): Fault | undefined =>
    request.method === 'POST' && left.delete(chunkOf(request, chunkBytes)) ? fault : undefined;
}

/** Names of the upload journals in a config folder. */
export const journals = (config: string): string[] =>
  readdirSync(join(config, 'state', 'uploads')).filter((name) => name.endsWith('.json'));

/** SHA-256 in hexadecimal. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/**
 * Runs all cases of a table before the first of its tests checks a result: transfers wait much of their time, and cases
 * can wait concurrently.
 */
export async function runAll<Case, Outcome>(
  cases: readonly Case[],
  run: (one: Case) => Promise<Outcome>,
): Promise<(one: Case) => Outcome> {
  const outcomes = new Map<Case, Outcome>();
  await forEachConcurrent(cases, { current: 4 }, async (one) => {
    outcomes.set(one, await run(one));
  });
  return (one) => outcomes.get(one)!;
}
