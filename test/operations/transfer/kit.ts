import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll } from 'vitest';
import { forEachConcurrent } from '../../../src/bulk/concurrency.ts';
import { type TestServer, testServer } from '../../sandbox/client.ts';

export const MiB = 1024 * 1024;

/** A sandbox with a bucket, and files to send to it. */
export interface World extends TestServer {
  /** A folder that is gone when the tests of this file are over. */
  readonly folder: string;
  /** The variables that lead the program to an endpoint: the sandbox's own, or one in front of it. */
  env(endpoint?: string): Record<string, string>;
  /** Makes a file of random bytes. */
  makeFile(name: string, size: number): LocalFile;
  /** What the server has under an ID, as SHA-256, or undefined where there is no complete file. */
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
 * Runs all cases of a table before the first of its tests looks at a result: much of the time of a transfer is waiting,
 * and cases can wait side by side.
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
