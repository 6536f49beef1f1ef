/** Writes the lines of one part, with the bytes of its files. */
import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { forEachConcurrent } from '../../bulk/concurrency.ts';
import { maxIdsPerQuery } from '../../bulk/find-ids.ts';
import { HttpError } from '../../http/failure.ts';
import { writeFailure } from '../../lib/files/target.ts';
import { members, plainText, writeObject } from '../../lib/json/slices.ts';
import { detached } from '../../lib/text/detached.ts';
import { idOfLine, requiredId } from '../id-of-line.ts';
import { bytesFolderOf, bytesPathOf, type Part, shownPart } from '../parts.ts';
import type { FileToSave, LiveSnapshot, Missing } from '../snapshot.ts';
import { type BaseFiles, baseOf, linkOrCopy, stampOf } from './base-files.ts';
import type { CreateOptions } from './create-types.ts';
import { exactTotal, RangeEnds } from './exact-total.ts';
import { HashingFile } from './hashing-file.ts';
import type { BackupJournal, DonePart } from './journal.ts';
import type { ChangedWhileRead, PartEntry } from './manifest.ts';
import { type Content, hashFile, isSameContent, readLinesOf } from './read-file.ts';
import { type LinesFile, SortedLines, withChanges } from './sorted-lines.ts';

/** Tolerance for a clock that tells full seconds. */
const serverClockMs = 2000;
/** Tolerance for the difference between two clocks, if the server does not tell its own. */
const localClockMs = 5 * 60_000;
const maxNamedIds = 20;

export interface PartWriterOptions {
  /** Absolute path of the unfinished backup. */
  readonly folder: string;
  readonly snapshot: LiveSnapshot;
  readonly journal: BackupJournal;
  readonly create: CreateOptions;
  /** Called for each item. */
  readonly onItem: () => void;
}

export class PartWriter {
  readonly #part: Part;
  /** Path of its lines in the backup. */
  readonly #path: string;
  readonly #options: PartWriterOptions;
  readonly #base: BaseFiles | undefined;
  readonly #missing: Missing[] = [];
  readonly #linked = new Set<string>();

  /** @param sameSchema true if documents of the base have the attributes that they have now */
  constructor(part: Part, path: string, options: PartWriterOptions, sameSchema: boolean) {
    this.#part = part;
    this.#path = path;
    this.#options = options;
    const { base } = options.create;
    this.#base = base && sameSchema ? baseOf(base, part) : undefined;
  }

  /**
   * Writes the part, and records it as done.
   * @param accepts false for a line to leave out
   */
  async write(accepts: (line: string) => boolean = () => true): Promise<DonePart> {
    const { folder, journal, snapshot } = this.#options;
    const target = join(folder, this.#path);
    await makeFolder(dirname(target));
    if (this.#part.kind === 'files') await makeFolder(join(folder, bytesFolderOf(this.#path)));
    const since = this.#timeBefore(snapshot.serverTime);
    const first = (await this.#fromBase(target)) ?? (await this.#read(target, accepts));
    const { content, changed } = await this.#catchUp(target, first, since, accepts);
    const { count, bytes, sha256 } = content;
    const entry: PartEntry = { part: this.#part, path: this.#path, count, bytes, sha256 };
    const done = {
      ...entry,
      changed,
      missing: this.#missing,
      isLinked: first.isLinked && content === first,
      linkedFiles: this.#linked.size,
    };
    journal.addPart(done);
    return done;
  }

  #timeBefore(serverTime: string | undefined): string {
    const ms =
      serverTime === undefined
        ? this.#options.create.now() - localClockMs
        : Date.parse(serverTime) - serverClockMs;
    // In the form that servers write.
    return new Date(ms).toISOString().replace('Z', '+00:00');
  }

  /** Reads all items of the server. */
  async #read(target: string, accepts: (line: string) => boolean): Promise<FirstReading> {
    const { snapshot, onItem, create } = this.#options;
    const lines = await SortedLines.create(target);
    try {
      const rangeEnds = new RangeEnds();
      const add = (line: string | undefined) => {
        onItem();
        return line !== undefined && accepts(line) ? lines.add(requiredId(line), line) : undefined;
      };
      if (this.#part.kind === 'files')
        await forEachConcurrent(snapshot.items(this.#part), { current: create.concurrency }, async (item) => {
          rangeEnds.note(item);
          const line = await this.#stored(item);
          await add(line);
        });
      else
        for await (const item of snapshot.items(this.#part)) {
          rangeEnds.note(item);
          const written = add(item);
          // Most lines are only buffered: waiting for each would take a third of the time.
          if (written) await written;
        }
      return { ...(await lines.finish()), isLinked: false, rangeEnds: rangeEnds.ids };
    } catch (error) {
      await lines.abandon();
      throw error;
    }
  }

  /** Takes the lines of the base, with what has changed since. @returns undefined if that can't be done */
  async #fromBase(target: string): Promise<FirstReading | undefined> {
    const { snapshot, create } = this.#options;
    const { kind } = this.#part;
    const base = this.#base;
    const isWhole = kind !== 'files' && kind !== 'targets' && !create.select.itemFilter(this.#part);
    if (!base || !isWhole || snapshot.hasRelationships(this.#part)) return undefined;
    if (!isSameContent(await hashFile(base.folder, base.entry.path), base.entry)) return undefined;
    const changed = await this.#changes(this.#timeBefore(create.base!.manifest.startedAt), () => true);
    const from = join(base.folder, base.entry.path);
    if (changed.size > 0) {
      const content = await withChanges(from, target, { changed, keeps: () => true });
      if (content.changed.length > 0) return { ...content, isLinked: false, rangeEnds: [] };
    }
    await rm(target, { force: true });
    await linkOrCopy(from, target);
    return { ...base.entry, isLinked: true, rangeEnds: [] };
  }

  /** Adds what has changed on the server since a time, and leaves out what was deleted. */
  async #catchUp(
    target: string,
    first: FirstReading,
    since: string,
    accepts: (line: string) => boolean,
  ): Promise<{ readonly content: LinesFile; readonly changed: ChangedWhileRead | undefined }> {
    const { snapshot, create } = this.#options;
    // Targets come with their users, and have no list of their own.
    if (this.#part.kind === 'targets') return { content: first, changed: undefined };
    const seen = { changed: new Set<string>(), deleted: new Set<string>() };
    const apply = async (
      content: LinesFile,
      changed: ReadonlyMap<string, string>,
      keeps: (id: string) => boolean,
    ) => {
      const result = await withChanges(target, target, { changed, keeps });
      for (const id of result.changed) seen.changed.add(id);
      for (const id of result.deleted) seen.deleted.add(id);
      const isSame = result.changed.length === 0 && result.deleted.length === 0;
      return isSame ? content : result;
    };
    let content: LinesFile = first;
    // Counted before the changes are read, so that an item that comes meanwhile can't make up for one that was deleted.
    const total = await exactTotal(this.#part, first.rangeEnds, snapshot, create.concurrency);
    const changes = await this.#changes(since, accepts);
    if (changes.size > 0) content = await apply(content, changes, () => true);
    if (total !== content.count) {
      const present = new Set<string>();
      for await (const id of snapshot.ids(this.#part)) present.add(id);
      const { deleted, unknown } = await differences(target, present);
      const isFiltered = create.select.itemFilter(this.#part) !== undefined;
      const added = isFiltered ? new Map<string, string>() : await this.#byIds([...unknown], accepts);
      if (deleted.size > 0 || added.size > 0) content = await apply(content, added, (id) => !deleted.has(id));
    }
    if (this.#part.kind === 'files') for (const id of seen.deleted) await this.#forget(id);
    const ids = [...seen.changed, ...seen.deleted];
    if (ids.length === 0) return { content, changed: undefined };
    const changed = {
      part: shownPart(this.#part),
      changed: seen.changed.size,
      deleted: seen.deleted.size,
      ids: ids.slice(0, maxNamedIds),
    };
    return { content, changed };
  }

  async #changes(since: string, accepts: (line: string) => boolean): Promise<Map<string, string>> {
    const { snapshot } = this.#options;
    return this.#linesOf(snapshot.changedSince(this.#part, since), accepts);
  }

  /** Reads items that the list of IDs has, and the list of items did not have. */
  async #byIds(ids: readonly string[], accepts: (line: string) => boolean): Promise<Map<string, string>> {
    const { snapshot } = this.#options;
    const found = new Map<string, string>();
    for (let at = 0; at < ids.length; at += maxIdsPerQuery) {
      const group = ids.slice(at, at + maxIdsPerQuery);
      const lines = await this.#linesOf(snapshot.itemsWith(this.#part, group), accepts);
      for (const [id, line] of lines) found.set(id, line);
    }
    return found;
  }

  async #linesOf(
    items: AsyncIterable<string>,
    accepts: (line: string) => boolean,
  ): Promise<Map<string, string>> {
    const lines = new Map<string, string>();
    for await (const item of items) {
      const line = await this.#stored(item);
      if (line !== undefined && accepts(line)) lines.set(idOfLine(line), line);
    }
    return lines;
  }

  /** Returns the line of an item, after the bytes of a file have been stored; undefined if they can't be had. */
  async #stored(item: string): Promise<string | undefined> {
    return this.#part.kind === 'files' ? this.#withBytes(this.#part.bucketId, item) : item;
  }

  async #withBytes(bucketId: string, item: string): Promise<string | undefined> {
    const file = members(item);
    const fileId = plainText(file.get('$id')!);
    const [uploaded, total] = [Number(file.get('chunksUploaded')), Number(file.get('chunksTotal'))];
    if (uploaded < total) {
      const reason = `only ${uploaded} of its ${total} chunks have been uploaded`;
      this.#missing.push({ what: `file ${bucketId}/${fileId}`, reason, isExpected: true });
      return undefined;
    }
    const content = await this.#bytesOf(
      { bucketId, fileId, sizeBytes: Number(file.get('sizeOriginal')) },
      file,
    );
    if (content === undefined) return undefined;
    return writeObject([...file, ['sha256', JSON.stringify(content.sha256)]]);
  }

  /** @returns undefined if the file is gone by now */
  async #bytesOf(file: FileToSave, line: ReadonlyMap<string, string>): Promise<Content | undefined> {
    const { folder, journal, snapshot } = this.#options;
    const path = bytesPathOf(this.#path, file.fileId);
    const target = join(folder, path);
    const stamp = stampOf(line);
    const done = journal.bytes(path);
    if (done?.stamp === stamp && (await sizeOf(target)) === done.bytes) {
      if (done.isLinked) this.#linked.add(file.fileId);
      return done;
    }
    const linked = await this.#linkBytes(file.fileId, stamp, target);
    if (linked) {
      journal.addBytes(path, { ...linked, stamp, isLinked: true });
      this.#linked.add(file.fileId);
      return linked;
    }
    this.#linked.delete(file.fileId);
    // A link to the base must not be written through.
    await rm(target, { force: true });
    const sink = await HashingFile.create(target);
    try {
      await snapshot.saveBytes(file, sink);
    } catch (error) {
      await sink.abandon();
      if (!(error instanceof HttpError) || error.status !== 404) throw error;
      await rm(target, { force: true });
      return undefined;
    }
    const content = await sink.finish();
    journal.addBytes(path, { ...content, stamp, isLinked: false });
    return content;
  }

  async #linkBytes(fileId: string, stamp: string, target: string): Promise<Content | undefined> {
    const known = await this.#base?.file(fileId);
    if (known?.stamp !== stamp) return undefined;
    const { folder, entry } = this.#base!;
    const path = bytesPathOf(entry.path, fileId);
    const content = await hashFile(folder, path).catch(() => undefined);
    if (content?.sha256 !== known.sha256) return undefined;
    await rm(target, { force: true });
    await linkOrCopy(join(folder, path), target);
    return content;
  }

  async #forget(fileId: string): Promise<void> {
    await rm(join(this.#options.folder, bytesPathOf(this.#path, fileId)), { force: true });
  }
}

interface FirstReading extends LinesFile {
  readonly isLinked: boolean;
  /** IDs that split the items into ranges, in the order of the server; none if it is not known. */
  readonly rangeEnds: readonly string[];
}

interface IdDifferences {
  /** IDs of lines that the server does not have. */
  readonly deleted: ReadonlySet<string>;
  /** IDs of the server without a line. */
  readonly unknown: ReadonlySet<string>;
}

/** Compares the IDs of a file of lines with those of the server. @param present is used up */
async function differences(path: string, present: Set<string>): Promise<IdDifferences> {
  const deleted = new Set<string>();
  for await (const line of readLinesOf(dirname(path), basename(path))) {
    const id = idOfLine(line);
    if (!present.delete(id)) deleted.add(detached(id));
  }
  return { deleted, unknown: present };
}

const sizeOf = async (path: string): Promise<number | undefined> =>
  (await stat(path).catch(() => undefined))?.size;

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw writeFailure(path, error);
  });
}
