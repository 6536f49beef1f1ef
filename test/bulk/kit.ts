import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { type LineOptions, type RunResult, runLine } from '../kit/in-process.ts';
import { type ProcessOptions, runProgram, temporaryFolder } from '../kit/program.ts';
import { sandboxServers } from '../kit/sandbox-transport.ts';
import { directCalls, type TestSandbox, type TestServer, testServer } from '../sandbox/client.ts';
import { TestCollection } from '../sandbox/services/databases/kit.ts';

/** A working directory, and the sandbox that lines run in it send to. */
export interface Workplace {
  readonly at: TestServer;
  readonly folder: string;
  /** Environment of a process that uses both. */
  readonly env: Record<string, string>;
  /** Runs a line in this process; without a socket, unless it uses another endpoint than the sandbox's. */
  run(argv: readonly string[], surroundings?: LineOptions): Promise<RunResult>;
  /** Runs the built program in a process of its own. */
  runApart(argv: readonly string[], options?: ProcessOptions): Promise<RunResult>;
  write(name: string, text: string): void;
  read(name: string): string;
}

export async function workplace(options: SandboxOptions = {}): Promise<Workplace> {
  const server = await testServer({ asyncDelayMs: 1, ...options, report: console.error });
  const at = { ...server, ...directCalls(server.sandbox) };
  onTestFinished(() => at.sandbox.close());
  const folder = temporaryFolder();
  const { endpoint, project, apiKey } = at.sandbox;
  const servers = sandboxServers(at.sandbox);
  const env = { APPWRITE_ENDPOINT: endpoint, APPWRITE_PROJECT_ID: project, APPWRITE_API_KEY: apiKey };
  return {
    at,
    folder,
    env: { ...env, HOME: folder },
    run: (argv, own = {}) => runLine(argv, { env, servers, cwd: folder, home: folder, ...own }),
    runApart: (argv, own = {}) => runProgram(argv, { env: { ...env, HOME: folder }, cwd: folder, ...own }),
    write: (name, text) => writeFileSync(join(folder, name), text),
    read: (name) => readFileSync(join(folder, name), 'utf8'),
  };
}

/** Clock for server and client that runs faster than real time: a minute takes less than a second. */
export function flyingClock(speed = 100): Required<LineOptions>['clock'] {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * speed,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds / speed)),
  };
}

/** Reproducible random numbers for `failRate`; the sandbox fails no request before `begun` is set. */
export class BadDays {
  begun = false;
  #state = 1;

  readonly random = (): number => {
    if (!this.begun) return 1;
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return this.#state / 2 ** 32;
  };
}

/** Creates a collection with an attribute of every kind, related to another one. */
export async function goods(at: TestSandbox): Promise<TestCollection> {
  const makers = await TestCollection.create(at, 'makers');
  await makers.attributes(['string', { key: 'name', size: 64 }]);
  const collection = await TestCollection.create(at, 'goods');
  await collection.attributes(
    ['string', { key: 'title', size: 200, required: true }],
    ['integer', { key: 'stock' }],
    ['integer', { key: 'level', min: 1, max: 5 }],
    ['float', { key: 'price' }],
    ['boolean', { key: 'active', default: true }],
    ['datetime', { key: 'soldAt' }],
    ['email', { key: 'contact' }],
    ['url', { key: 'link' }],
    ['ip', { key: 'address' }],
    ['enum', { key: 'size', elements: ['S', 'M', 'L'] }],
    ['string', { key: 'tags', size: 20, array: true }],
    ['integer', { key: 'sizes', array: true }],
    ['relationship', { key: 'maker', relatedCollectionId: 'makers', type: 'manyToOne' }],
  );
  return collection;
}

/** Creates a small collection for imports of many rows. */
export async function items(at: TestSandbox): Promise<TestCollection> {
  const collection = await TestCollection.create(at, 'items');
  await collection.attributes(
    ['integer', { key: 'number', required: true }],
    ['string', { key: 'text', size: 50 }],
  );
  return collection;
}

/** Returns lines of NDJSON, for rows numbered from 0. */
export function lines(count: number, row: (number: number) => object): string {
  return Array.from({ length: count }, (_, number) => `${JSON.stringify(row(number))}\n`).join('');
}

/** Returns all documents of a collection, as exported, without the times that no import can set. */
export async function documentsOf({ run }: Workplace, collection: string) {
  const { stdout } = await run(['databases', 'export-documents', 'db', collection, '-f', 'ndjson']);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { $createdAt, $updatedAt, ...document } = JSON.parse(line);
      return document;
    });
}

/** Returns the numbers of all items, sorted: after a complete import they are 0, 1, 2 … */
export async function numbersOf(place: Workplace): Promise<number[]> {
  const documents = await documentsOf(place, 'items');
  return documents.map(({ number }) => number).toSorted((a, b) => a - b);
}

export const upTo = (count: number): number[] => [...Array(count).keys()];
