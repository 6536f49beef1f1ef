/** Makes a backup of a server, in a folder that gets its name at the end. */
import { existsSync, lstatSync } from 'node:fs';
import { chmod, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { forEachConcurrent } from '../../bulk/concurrency.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { makeFolders } from '../../lib/files/folders.ts';
import { codeOf, isDiskFull } from '../../lib/files/fs-error.ts';
import { writeFailure } from '../../lib/files/target.ts';
import { members, plainText } from '../../lib/json/slices.ts';
import { detached } from '../../lib/text/detached.ts';
import { version } from '../../version.ts';
import { idOfLine } from '../id-of-line.ts';
import { withoutCollisions } from '../names.ts';
import { type Part, pathOf } from '../parts.ts';
import type { LiveSnapshot } from '../snapshot.ts';
import type { CreatedBackup, CreateOptions } from './create-types.ts';
import { BackupJournal, type DonePart, journalName } from './journal.ts';
import { removeLeftovers } from './leftovers.ts';
import { type Manifest, manifestName, manifestText, type OtherEntry } from './manifest.ts';
import { listOthers, writePrivate, writeSecrets } from './others.ts';
import { PartWriter } from './part-writer.ts';
import { isArchive } from './paths.ts';
import { outlineOf } from './project-outline.ts';
import { hashFile, readLinesOf } from './read-file.ts';
import { unresolvedReferences } from './references.ts';

/** Folder of a backup that is not finished. */
export const partialPath = (path: string): string => `${path}.partial`;

/**
 * Makes a backup. A run that was interrupted is continued: parts that are finished stay as they are.
 * @throws CliError exit 2 if the path is taken, or the unfinished backup is another one; otherwise what went wrong, with
 *   the way to continue
 */
export async function createBackup(options: CreateOptions): Promise<CreatedBackup> {
  const { path, shown } = options;
  if (lstatSync(path, { throwIfNoEntry: false }))
    throw usageError(`${shown} already exists`, 'choose another name');
  const folder = partialPath(path);
  try {
    makeFolders(folder, 0o700);
    await chmod(folder, 0o700);
  } catch (error) {
    throw writeFailure(folder, error);
  }
  const journal = new BackupJournal({
    folder,
    shown: partialPath(shown),
    identity: identityOf(options),
  });
  try {
    return await new Creation(folder, journal, options).run();
  } catch (error) {
    if (journal.hasProgress) throw continued(error, partialPath(shown));
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    journal.close();
  }
}

function identityOf({ source, select, secrets, scrub, base }: CreateOptions): string {
  const kept = typeof secrets === 'string' ? secrets : 'encrypted';
  return JSON.stringify([
    source.endpoint,
    source.projectId,
    select.given,
    kept,
    base?.manifestSha256 ?? null,
    // With another seed the same value would get another replacement.
    ...(scrub ? [scrub.rulesSha256, scrub.seedSha256] : []),
  ]);
}

/** Adds to an error that nothing is lost. */
function continued(error: unknown, shown: string): unknown {
  if (!(error instanceof CliError) || error.exitCode === ExitCode.usage) return error;
  const { exitCode, message, status, type } = error;
  const goOn = `run the same command again to continue: what is done is in ${shown}`;
  const hint = error.hint === undefined ? goOn : `${error.hint}; then ${goOn}`;
  return new CliError(exitCode, message, { hint, status, type, cause: error });
}

class Creation {
  readonly #folder: string;
  readonly #journal: BackupJournal;
  readonly #options: CreateOptions;
  #items = 0;

  constructor(folder: string, journal: BackupJournal, options: CreateOptions) {
    this.#folder = folder;
    this.#journal = journal;
    this.#options = options;
  }

  async run(): Promise<CreatedBackup> {
    const snapshot = await this.#options.open(this.#folder);
    try {
      const startedAt = this.#journal.startedAt(this.#timeOf(snapshot));
      const parts = await this.#writeParts(snapshot);
      const secrets = await writeSecrets(this.#folder, await snapshot.secrets(), this.#options.secrets);
      const storedBytes = await removeLeftovers(this.#folder, parts);
      const others = await listOthers(this.#folder, secrets);
      const manifest = await this.#manifest(snapshot, startedAt, parts, others);
      await this.#publish(manifest);
      const bytes = [...parts, ...others].reduce((sum, entry) => sum + entry.bytes, storedBytes);
      return { manifest, bytes, isContinued: this.#journal.isContinued };
    } finally {
      await snapshot.close();
    }
  }

  async #writeParts(snapshot: LiveSnapshot): Promise<DonePart[]> {
    const { concurrency, report, base } = this.#options;
    const { parts } = snapshot;
    const paths = withoutCollisions(parts.map(pathOf));
    const total = parts.reduce((sum, part) => sum + (snapshot.countedOf(part) ?? 0), 0);
    report.begins(snapshot, total);
    const isSameSchema = base ? sameSchemaTest(base.folder, this.#folder) : () => false;
    const done: DonePart[] = [];
    const write = async (part: Part, accepts?: (line: string) => boolean) => {
      const path = paths.get(pathOf(part))!;
      const kept = await this.#kept(part);
      if (kept) this.#items += kept.count;
      const writer = () => new PartWriter(part, path, this.#writerOptions(snapshot), isSameSchema(part));
      const entry = kept ?? (await writer().write(accepts));
      done.push(entry);
      report.progress(this.#items);
      report.partDone(part, entry.count, kept !== undefined);
    };
    // Targets wait for the users that they belong to.
    const targets = parts.filter(({ kind }) => kind === 'targets');
    const others = parts.filter(({ kind }) => kind !== 'targets');
    await forEachConcurrent(others, { current: concurrency }, (part) => write(part));
    for (const part of targets) await write(part, await this.#ofKnownUsers(done));
    return done.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }

  #writerOptions(snapshot: LiveSnapshot) {
    return {
      folder: this.#folder,
      snapshot,
      journal: this.#journal,
      create: this.#options,
      onItem: () => this.#options.report.progress(++this.#items),
    };
  }

  /** Returns a part that an earlier run has finished, if it still is as that run wrote it. */
  async #kept(part: Part): Promise<DonePart | undefined> {
    const done = this.#journal.part(part);
    const found = done && (await hashFile(this.#folder, done.path).catch(() => undefined));
    return found?.sha256 === done?.sha256 ? done : undefined;
  }

  /** Users may be deleted between the two lists. */
  async #ofKnownUsers(done: readonly DonePart[]): Promise<(line: string) => boolean> {
    const users = done.find(({ part }) => part.kind === 'users');
    if (users === undefined) return () => true;
    const ids = new Set<string>();
    for await (const line of readLinesOf(this.#folder, users.path)) ids.add(detached(idOfLine(line)));
    return (line) => ids.has(plainText(members(line).get('userId') ?? '""'));
  }

  readonly #timeOf = ({ serverTime }: LiveSnapshot): string =>
    serverTime ?? new Date(this.#options.now()).toISOString();

  async #manifest(
    snapshot: LiveSnapshot,
    startedAt: string,
    parts: readonly DonePart[],
    others: readonly OtherEntry[],
  ): Promise<Manifest> {
    const { select, base, secrets, scrub } = this.#options;
    const entries = parts.map(({ part, path, count, bytes, sha256 }) => ({
      part,
      path,
      count,
      bytes,
      sha256,
    }));
    return {
      startedAt,
      finishedAt: this.#timeOf(snapshot),
      toolVersion: version,
      origin: snapshot.origin,
      selection: select.given,
      parts: entries,
      others,
      missing: [...snapshot.missing, ...parts.flatMap(({ missing }) => missing)],
      changedWhileRead: parts.flatMap(({ changed }) => changed ?? []),
      unresolved: await unresolvedReferences(this.#folder, entries),
      secrets: typeof secrets === 'string' ? secrets : 'encrypted',
      scrubbed: scrub && { rulesSha256: scrub.rulesSha256 },
      incremental: base && {
        base: base.manifestSha256,
        linkedParts: parts.filter(({ isLinked }) => isLinked).length,
        linkedFiles: parts.reduce((sum, part) => sum + part.linkedFiles, 0),
      },
    };
  }

  /** Gives the backup its name, after everything is on the disk. */
  async #publish(manifest: Manifest): Promise<void> {
    const { path, shown } = this.#options;
    await writePrivate(join(this.#folder, manifestName), manifestText(manifest));
    if (isArchive(path)) {
      const { packBackup } = await import('./pack.ts');
      await packBackup(this.#folder, path, manifest);
      await rm(this.#folder, { recursive: true, force: true });
      return;
    }
    try {
      await rm(join(this.#folder, journalName), { force: true });
      await syncFolder(this.#folder);
      if (existsSync(path)) throw usageError(`${shown} has appeared in the meantime`, 'choose another name');
      await rename(this.#folder, path);
      await syncFolder(dirname(path)).catch(async (error: unknown) => {
        // A failure must not leave what looks like a finished backup.
        await rename(path, this.#folder);
        throw error;
      });
    } catch (error) {
      throw error instanceof CliError ? error : writeFailure(path, error);
    }
  }
}

/** The names in a folder are on the disk only after this. Not every system can do it. @throws a failure of the device */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  try {
    await handle?.sync();
  } catch (error) {
    // Others are those of a system that can't sync a folder.
    if (codeOf(error) === 'EIO' || isDiskFull(error)) throw error;
  } finally {
    await handle?.close();
  }
}

/** Returns a test if the documents of a part have the same attributes in two backups. */
function sameSchemaTest(one: string, other: string): (part: Part) => boolean {
  const [before, now] = [outlineOf(one), outlineOf(other)];
  return (part) => {
    if (part.kind !== 'documents') return true;
    const { databaseId, collectionId } = part;
    return before.schemaOf(databaseId, collectionId) === now.schemaOf(databaseId, collectionId);
  };
}
