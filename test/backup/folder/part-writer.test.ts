import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PartWriter, type PartWriterOptions } from '../../../src/backup/folder/part-writer.ts';
import type { IdRange, LiveSnapshot } from '../../../src/backup/snapshot.ts';
import { ExitCode } from '../../../src/errors.ts';
import { HttpError } from '../../../src/http/failure.ts';
import { temporaryFolder } from '../../kit/program.ts';

const part = { kind: 'documents', databaseId: 'main', collectionId: 'items' } as const;
const maxCounted = 5000;
const idOf = (at: number) => `d${String(at).padStart(6, '0')}`;
const lineOf = (id: string) => `{"$id":"${id}"}`;

/** A server with documents, which stops counting at 5000, and what it was asked for. */
class Server {
  readonly present: Set<string>;
  readonly ranges: IdRange[] = [];
  readsOfIds = 0;
  /** Called after all documents have been read. */
  readonly #onRead: (server: Server) => void;
  #changed: string[] = [];

  constructor(count: number, onRead: (server: Server) => void = () => {}) {
    this.present = new Set(Array.from({ length: count }, (_, at) => idOf(at)));
    this.#onRead = onRead;
  }

  add(id: string): void {
    this.present.add(id);
    this.#changed.push(id);
  }

  readonly snapshot = {
    serverTime: '2026-01-01T00:00:00.000Z',
    items: () => this.#items(),
    changedSince: () => this.#linesOf(this.#changed.filter((id) => this.present.has(id))),
    itemsWith: (_: unknown, ids: readonly string[]) => this.#linesOf(ids),
    ids: () => this.#ids(),
    totalOf: async (_: unknown, { after = '', upTo = '~' }: IdRange) => {
      this.ranges.push({ after, upTo });
      const found = [...this.present].filter((id) => id > after && id <= upTo).length;
      return Math.min(maxCounted, found);
    },
  } as unknown as LiveSnapshot;

  async *#items() {
    yield* this.#linesOf([...this.present]);
    this.#onRead(this);
  }

  async *#linesOf(ids: readonly string[]) {
    for (const id of ids) yield lineOf(id);
  }

  async *#ids() {
    this.readsOfIds++;
    yield* [...this.present];
  }
}

/** Writes the documents of a server. @returns the IDs of the lines, and what is recorded of them */
async function write({ snapshot }: Server) {
  const folder = temporaryFolder();
  const options = {
    folder,
    snapshot,
    journal: { addPart: () => {} },
    create: { now: () => 0, concurrency: 4, select: { itemFilter: () => undefined } },
    onItem: () => {},
  } as unknown as PartWriterOptions;
  const done = await new PartWriter(part, 'items.ndjson', options, false).write();
  const lines = readFileSync(join(folder, 'items.ndjson'), 'utf8').trimEnd().split('\n');
  return { done, ids: lines.map((line) => JSON.parse(line).$id as string) };
}

describe('more documents than a server counts', () => {
  it('are counted by ranges, without reading all IDs again', async () => {
    const server = new Server(9000);
    const { done, ids } = await write(server);
    expect(done).toMatchObject({ count: 9000, changed: undefined });
    expect(ids).toEqual([...server.present]);
    expect(server.readsOfIds).toBe(0);
    expect(server.ranges).toEqual([
      { after: '', upTo: idOf(3999) },
      { after: idOf(3999), upTo: idOf(7999) },
      { after: idOf(7999), upTo: '~' },
    ]);
  });

  it.each([0, 3999, 4000, 8999])(
    'lose the document %i, which was deleted while they were read',
    async (at) => {
      const server = new Server(9000, ({ present }) => present.delete(idOf(at)));
      const { done, ids } = await write(server);
      expect(ids).toEqual([...server.present]);
      expect(done).toMatchObject({ count: 8999, changed: { deleted: 1, ids: [idOf(at)] } });
    },
  );

  it('are the last state if as many were deleted as were added', async () => {
    const server = new Server(9000, (self) => {
      self.present.delete(idOf(17));
      self.add('e');
    });
    const { done, ids } = await write(server);
    expect(ids).toEqual([...server.present]);
    expect(done.changed).toMatchObject({ changed: 1, deleted: 1 });
  });

  it('are compared by their IDs if the server refuses to count a range', async () => {
    const server = new Server(9000, ({ present }) => present.delete(idOf(5)));
    server.snapshot.totalOf = async () => {
      throw new HttpError(ExitCode.failure, 'Invalid query', {
        status: 400,
        outcome: 'refused',
        transient: false,
      });
    };
    const { ids } = await write(server);
    expect(ids).toEqual([...server.present]);
  });

  it('are compared by their IDs if more came than a range can count', async () => {
    const server = new Server(4000, (self) => {
      for (let at = 0; at < maxCounted; at++) self.present.add(`e${idOf(at)}`);
    });
    const { ids } = await write(server);
    expect(ids).toEqual([...server.present]);
    expect(server.readsOfIds).toBe(1);
  });
});
