/** Imports of up to a hundred documents by one request. */
import type { Operation } from '../../api/schema.ts';
import { ExitCode } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import type { ApiRequest } from '../../http/types.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { members, writeObject } from '../../lib/json/slices.ts';
import { buildRequest } from '../../operations/request.ts';
import { isRelationship } from '../../schema/attribute.ts';
import { bulkRefused } from '../change.ts';
import { actsForProject } from '../failure-policy.ts';
import { findItems, maxIdsPerQuery } from '../find-ids.ts';
import type { BatchResult, BatchRow, RowBatches } from '../row-importer.ts';
import { type DocumentImport, isConflict, isOurs } from './import-target.ts';
import type { DocumentItem } from './row.ts';

/** Half of what nginx lets through unless it is told otherwise. */
const maxBytes = 512 * 1024;

/**
 * Returns undefined if the server has no bulk operation, or not for this caller, or not for this collection: it refuses
 * those with a relationship.
 */
export function importBatches(settings: DocumentImport): RowBatches<DocumentItem> | undefined {
  const { client, collection, operations } = settings;
  const create = operations.find('create-documents');
  const hasRelationship = [...collection.attributes.values()].some(isRelationship);
  if (!create || hasRelationship || !actsForProject(client.connection)) return undefined;
  let isRefused = false;
  return {
    maxRows: maxIdsPerQuery,
    maxBytes,
    bytesOf: ({ data }) =>
      [...data].reduce((sum, [name, json]) => sum + name.length + Buffer.byteLength(json), 0),
    async send(rows) {
      if (isRefused) return rows.map(() => 'unsent');
      const batch = new Batch(rows, create, settings);
      await batch.send();
      isRefused ||= batch.isRefused;
      return batch.results.map((result) => result ?? 'unsent');
    },
  };
}

class Batch {
  /** True if the server refuses all batches. */
  isRefused = false;
  /** Outcome of each row, as far as it is known. */
  readonly results: (BatchResult | undefined)[];
  readonly #rows: readonly BatchRow<DocumentItem>[];
  readonly #ids: readonly string[];
  readonly #create: Operation;
  readonly #settings: DocumentImport;

  constructor(rows: readonly BatchRow<DocumentItem>[], create: Operation, settings: DocumentImport) {
    this.results = rows.map(() => undefined);
    this.#rows = rows;
    this.#ids = rows.map(({ item, attempt }) => item.id ?? attempt.newId);
    this.#create = create;
    this.#settings = settings;
  }

  /** @throws HttpError for a refusal that any other request would meet too */
  async send(): Promise<void> {
    // Rows of an earlier run are looked up before anything is sent.
    await this.#settle(this.#open().filter((index) => this.#rows[index]!.attempt.mayBeThere));
    // The second try is without the rows whose IDs are taken.
    if ((await this.#sendOpen()) === 'taken') await this.#sendOpen();
  }

  /** Positions of the rows without an outcome. */
  #open(): number[] {
    return [...this.#rows.keys()].filter((index) => this.results[index] === undefined);
  }

  /** @returns `taken` if some of the IDs are, and the other rows may be sent again */
  async #sendOpen(): Promise<'taken' | undefined> {
    const { client } = this.#settings;
    const open = this.#open();
    if (open.length < 2) return undefined;
    try {
      const { text } = await client.text(this.#request(open));
      if (Number(members(text).get('total')) === open.length) this.#set(open, 'created');
      else await this.#findOut(open);
      return undefined;
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      if (error.outcome === 'unknown') {
        await this.#findOut(open);
        return undefined;
      }
      if (error.exitCode !== ExitCode.rejected) throw error;
      this.isRefused = error.type === bulkRefused;
      return isConflict(error, this.#settings) ? this.#excludeTaken(open) : undefined;
    }
  }

  #request(open: readonly number[]): ApiRequest {
    const { operations, place } = this.#settings;
    const documents = open.map((index) => {
      const { data, permissions } = this.#rows[index]!.item;
      const own = new Map([['$id', JSON.stringify(this.#ids[index])]]);
      if (permissions) own.set('$permissions', JSON.stringify(permissions));
      return writeObject([...own, ...data]);
    });
    const values = { ...place, [operations.kind.say('documents')]: new RawJson(`[${documents.join(',')}]`) };
    // Its outcome is looked up before anything is sent again.
    return { ...buildRequest(this.#create, values), repeatable: false };
  }

  /** Looks up which rows a request with an unknown outcome has created. The others may still be on their way. */
  async #findOut(open: readonly number[]): Promise<void> {
    await this.#settle(open);
    this.#set(
      open.filter((index) => this.results[index] === undefined),
      'uncertain',
    );
  }

  /** Finds the rows that an earlier request has created. */
  async #settle(open: readonly number[]): Promise<void> {
    const stored = await this.#find(open);
    for (const index of open) {
      const { item, attempt } = this.#rows[index]!;
      const found = stored.get(this.#ids[index]!);
      const isStale = item.id === undefined && attempt.mayBeStale;
      if (found)
        this.results[index] = isOurs(item, found, this.#settings) && !isStale ? 'created' : 'uncertain';
    }
  }

  /** Leaves the rows whose IDs are taken to be sent one by one; without any, a value of a unique index is taken. */
  async #excludeTaken(open: readonly number[]): Promise<'taken' | undefined> {
    const stored = await this.#find(open);
    const taken = open.filter((index) => stored.has(this.#ids[index]!));
    this.#set(taken, 'unsent');
    return taken.length > 0 ? 'taken' : undefined;
  }

  async #find(open: readonly number[]) {
    const { client, operations, place } = this.#settings;
    if (open.length === 0) return new Map<string, ReadonlyMap<string, string>>();
    const ids = [...new Set(open.map((index) => this.#ids[index]!))];
    return findItems({ operation: operations.of('list-documents'), place }, ids, client);
  }

  #set(positions: readonly number[], result: BatchResult): void {
    for (const index of positions) this.results[index] = result;
  }
}
