/** Restores the items of a snapshot, kind by kind in the order in which they refer to each other. */
import { BufferPool } from '../../http/upload/buffer-pool.ts';
import { maxConcurrentChunks } from '../../http/upload/job.ts';
import { members } from '../../lib/json/slices.ts';
import { buildRequest } from '../../operations/request.ts';
import { notePart } from '../part-lines.ts';
import { type DocumentsPart, type Part, partKinds, shownPart } from '../parts.ts';
import type { BackupSelection } from '../selection.ts';
import type { Snapshot } from '../snapshot.ts';
import type { BegunItems, RestoreJournal } from './begun.ts';
import { checkSample, type Difference } from './check-restored.ts';
import { textOf } from './compare.ts';
import { canSetDates, type DocumentContext, documentRestorers } from './documents.ts';
import { FileRestorer } from './files.ts';
import { MembershipRestorer } from './memberships.ts';
import { MessageRestorer, targetIdsOf } from './messages.ts';
import { CountsByKind } from './new-dates.ts';
import { countInTarget, maxCounted } from './occupied.ts';
import { RelatedDocuments } from './related-documents.ts';
import { orderCollections, type Relation, readRelations } from './relationships.ts';
import { newReport, type PartReport, summaryOf } from './report.ts';
import { restorePart } from './restore-part.ts';
import type { PartRestorer } from './restorer.ts';
import { Sample } from './sample.ts';
import { itemsOf } from './selected-items.ts';
import { SubscriberRestorer } from './subscribers.ts';
import type { RestoreTarget } from './target.ts';
import { TargetRestorer } from './targets.ts';
import { findTargets, type KnownTarget, knownTargets } from './targets-of-users.ts';
import { UserRestorer } from './users.ts';

/** Concurrent requests, unless the line says otherwise. */
const defaultConcurrency = 8;

const isOfDocuments = (part: Part): part is DocumentsPart => part.kind === 'documents';

interface DataSettings {
  readonly snapshot: Snapshot;
  readonly select: BackupSelection;
  readonly parts: readonly Part[];
  readonly journal: RestoreJournal;
  /** Number of items of a part, if it is known. */
  readonly countOf: (part: Part) => number | undefined;
}

export interface DataOutcome {
  readonly parts: readonly PartReport[];
  /** Number of references to documents that the target does not have. */
  readonly missingReferences: number;
  /** Items whose dates are new, because the server takes none. */
  readonly newDates: CountsByKind;
  readonly sampled: number;
  readonly differences: readonly Difference[];
}

export class DataRestore {
  readonly #settings: DataSettings;
  readonly #target: RestoreTarget;
  readonly #related: RelatedDocuments;
  readonly #buffers: BufferPool;
  readonly #reports: PartReport[] = [];
  readonly #differences: Difference[] = [];
  /** Compare what was restored with the backup, when everything is there. */
  readonly #checks: (() => Promise<void>)[] = [];
  readonly #newDates = new CountsByKind();
  #sampled = 0;

  constructor(settings: DataSettings, target: RestoreTarget) {
    this.#settings = settings;
    this.#target = target;
    this.#related = new RelatedDocuments(target);
    this.#buffers = new BufferPool(target.concurrency ?? maxConcurrentChunks);
  }

  /** Outcome so far, also if the restore is stopped. */
  get outcome(): DataOutcome {
    return {
      parts: this.#reports,
      missingReferences: this.#related.missing,
      newDates: this.#newDates,
      sampled: this.#sampled,
      differences: this.#differences,
    };
  }

  /** @throws CliError what stops the restore */
  async run(): Promise<void> {
    const { parts } = this.#settings;
    for (const kind of partKinds) {
      // Collections refer to each other, and have an order of their own.
      if (kind === 'documents') await this.#documents(parts.filter(isOfDocuments));
      else for (const part of parts.filter((each) => each.kind === kind)) await this.#part(part);
      if (kind === 'files') this.#buffers.release();
    }
    const { missing } = this.#related;
    for (const check of this.#checks) await check();
    this.#related.missing = missing;
  }

  async #part(part: Part): Promise<void> {
    const target = this.#target;
    switch (part.kind) {
      case 'users':
        return this.#restore(part, new UserRestorer(target));
      case 'targets':
        return this.#restore(part, new TargetRestorer(target));
      case 'memberships':
        return this.#restore(part, new MembershipRestorer(target, part.teamId));
      case 'files':
        return this.#restore(
          part,
          new FileRestorer(target, part.bucketId, this.#settings.snapshot, this.#buffers),
        );
      case 'documents':
        return;
      case 'subscribers':
        return this.#restore(part, new SubscriberRestorer(target, part.topicId));
      case 'messages':
        return this.#restore(part, new MessageRestorer(target, await this.#targetIds(part)));
    }
  }

  async #restore<Item>(part: Part, restorer: PartRestorer<Item>): Promise<void> {
    const begun = await this.#settings.journal.part(shownPart(part));
    try {
      const { sample, report } = await this.#run(part, shownPart(part), restorer, begun);
      this.#checkLater(part, report, sample, [restorer]);
    } finally {
      begun.close();
    }
  }

  async #run<Item>(
    part: Part,
    name: string,
    restorer: PartRestorer<Item>,
    begun: BegunItems,
  ): Promise<{ readonly sample: Sample; readonly report: PartReport }> {
    const { output } = this.#target.services;
    const report = newReport(name);
    this.#reports.push(report);
    const sample = new Sample();
    const isEmpty = restorer.onlyChanges !== true && (await countInTarget(part, this.#target)) === 0;
    const progress = output.progress({
      label: name,
      unit: 'items',
      total: this.#settings.countOf(part),
    });
    try {
      await restorePart(this.#lines(part), restorer, this.#target, {
        begun,
        report,
        isEmpty,
        concurrency: this.#concurrencyOf(part),
        onProgress: progress.update,
        sample,
      });
    } finally {
      progress.stop();
    }
    if (report.total > 0) notePart(`${name}: ${summaryOf(report)}`, this.#target.services);
    return { sample, report };
  }

  #concurrencyOf({ kind }: Part): number {
    return this.#target.concurrency ?? (kind === 'files' ? maxConcurrentChunks : defaultConcurrency);
  }

  #lines(part: Part): AsyncIterable<string> {
    return itemsOf(part, this.#settings.snapshot, this.#settings.select);
  }

  /** Documents come after those that they refer to; in a ring, references are set when all documents are there. */
  async #documents(parts: readonly DocumentsPart[]): Promise<void> {
    const { client, operation } = this.#target;
    const get = operation('databases', 'get-collection');
    const collections = new Map<string, { readonly part: DocumentsPart; readonly collection: string }>();
    const relationsOf = new Map<string, readonly Relation[]>();
    for (const part of parts) {
      const { databaseId, collectionId } = part;
      const { text } = await client.text(buildRequest(get, { databaseId, collectionId }));
      const path = `${databaseId}/${collectionId}`;
      collections.set(path, { part, collection: text });
      relationsOf.set(path, readRelations(databaseId, text));
    }
    const later: (() => Promise<void>)[] = [];
    for (const [path, relations] of orderCollections(relationsOf))
      later.push(await this.#collection({ ...collections.get(path)!, relations }));
    for (const finish of later) await finish();
  }

  /** @returns sets the relationships that have to wait */
  async #collection(
    about: Pick<DocumentContext, 'part' | 'collection' | 'relations'>,
  ): Promise<() => Promise<void>> {
    const { part } = about;
    const begun = await this.#settings.journal.part(shownPart(part));
    try {
      const context = { ...about, target: this.#target, documents: this.#related, begun };
      const { documents, later } = await documentRestorers(context);
      const { sample, report } = await this.#run(part, shownPart(part), documents, begun);
      this.#checkLater(part, report, sample, later ? [documents, later] : [documents]);
      if (!later) begun.close();
      return async () => {
        if (!later) return;
        try {
          await this.#run(part, `relationships of ${part.databaseId}/${part.collectionId}`, later, begun);
        } finally {
          begun.close();
        }
      };
    } catch (error) {
      begun.close();
      throw error;
    }
  }

  /** Servers make targets of addresses themselves, with new IDs: finds those that drafts of messages name. */
  async #targetIds(part: Part): Promise<ReadonlyMap<string, string>> {
    const wanted = new Set<string>();
    for await (const line of this.#lines(part)) for (const id of targetIdsOf(line)) wanted.add(id);
    if (wanted.size === 0) return new Map();
    const known: KnownTarget[] = [];
    for (const other of this.#settings.snapshot.parts) {
      if (!['users', 'targets', 'subscribers'].includes(other.kind)) continue;
      for await (const line of this.#settings.snapshot.items(other))
        known.push(...knownTargets(other, members(line)).filter(({ id }) => wanted.has(id)));
    }
    const found = await findTargets(known, this.#target);
    return new Map([...found].map(([id, stored]) => [id, textOf(stored, '$id')]));
  }

  #checkLater<Item>(
    part: Part,
    report: PartReport,
    sample: Sample,
    restorers: readonly [PartRestorer<Item>, ...PartRestorer<Item>[]],
  ): void {
    this.#checks.push(async () => {
      const { checked, differences, withOldDates } = await checkSample(sample.lines, restorers, report);
      this.#sampled += checked;
      this.#differences.push(...differences);
      const keepsDates = part.kind === 'documents' && canSetDates(this.#target);
      if (!keepsDates || (checked > 0 && withOldDates === 0)) this.#newDates.add(part.kind, report.created);
      await this.#checkCount(part, report);
    });
  }

  async #checkCount(part: Part, { name, created, unchanged, updated }: PartReport): Promise<void> {
    const found = await countInTarget(part, this.#target);
    const restored = created + unchanged + updated;
    if (found === undefined || found >= Math.min(restored, maxCounted)) return;
    this.#differences.push({ part: name, id: '', members: [`the project has ${found} of ${restored}`] });
  }
}
