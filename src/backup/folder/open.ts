/** A backup as a snapshot: what a restore, a sandbox and a verification read. */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { members, plainText } from '../../lib/json/slices.ts';
import { bytesPathOf, isSamePart, type Part, pathOf } from '../parts.ts';
import type { Missing, Origin, Secrets, Snapshot } from '../snapshot.ts';
import {
  encryptedSecretsName,
  type Manifest,
  manifestName,
  type OtherEntry,
  type PartEntry,
  readManifest,
  secretsName,
} from './manifest.ts';
import { isArchive } from './paths.ts';
import { hashEntry, hashFile, isSameContent, readBytes, readLinesOf, readText } from './read-file.ts';
import { decryptSecrets, readSecrets } from './secrets.ts';

export interface OpenOptions {
  /** As it is shown in messages; by default its path. */
  readonly shown?: string;
  /** Returns the passphrase of encrypted secrets; called when they are read. */
  readonly passphrase?: () => Promise<string>;
}

/** A snapshot in a folder. */
export interface FolderSnapshot extends Snapshot {
  readonly manifest: Manifest;
  /** In hex; identifies the backup. */
  readonly manifestSha256: string;
  /** Absolute path of the folder, of an archive a temporary one. */
  readonly folder: string;
  /** Entry of a part in the manifest; undefined if the backup does not have it. */
  entryOf(part: Part): PartEntry | undefined;
  /** Number of items of a part, according to the manifest. */
  countOf(part: Part): number;
  /**
   * Checks sizes and hashes of these parts, with the bytes of files, and of everything that is not a part.
   * @throws CliError exit 1 with the first damage
   */
  check(parts: readonly Part[]): Promise<void>;
}

/**
 * Opens a backup: a folder, or a tar.gz, which is unpacked to a temporary folder. The caller must close it.
 * @param path absolute
 * @throws CliError exit 2 if it is no backup or of a newer format, exit 1 if it is damaged
 */
export async function openBackup(path: string, options: OpenOptions = {}): Promise<FolderSnapshot> {
  const shown = options.shown ?? path;
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw missingBackup(path, shown);
  if (stats.isDirectory()) return openFolder(path, shown, options, async () => {});
  if (!isArchive(path)) throw usageError(`${shown} is not a backup: it is neither a folder nor a .tar.gz`);
  const { unpackBackup } = await import('./unpack.ts');
  const { folder, discard } = await unpackBackup(path, shown);
  try {
    return await openFolder(folder, shown, options, discard);
  } catch (error) {
    await discard();
    throw error;
  }
}

function missingBackup(path: string, shown: string): CliError {
  return existsSync(`${path}.partial`)
    ? usageError(
        `${shown} was not finished`,
        'run the same backup create command again: it continues with what is there',
      )
    : usageError(`there is no backup ${shown}`);
}

async function openFolder(
  folder: string,
  shown: string,
  options: OpenOptions,
  discard: () => Promise<void>,
): Promise<FolderSnapshot> {
  if (!existsSync(join(folder, manifestName)))
    throw usageError(
      `${shown} is not a backup: it has no ${manifestName}`,
      folder.endsWith('.partial')
        ? 'it was not finished: run the same backup create command again'
        : undefined,
    );
  const text = await readText(folder, manifestName);
  return new OpenBackup(folder, text, readManifest(text, shown), options, discard);
}

class OpenBackup implements FolderSnapshot {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly manifestSha256: string;
  readonly close: () => Promise<void>;
  readonly #options: OpenOptions;
  readonly #entries: ReadonlyMap<string, PartEntry>;

  constructor(
    folder: string,
    text: string,
    manifest: Manifest,
    options: OpenOptions,
    discard: () => Promise<void>,
  ) {
    this.folder = folder;
    this.manifest = manifest;
    this.manifestSha256 = createHash('sha256').update(text).digest('hex');
    this.close = discard;
    this.#options = options;
    this.#entries = new Map(manifest.parts.map((entry) => [pathOf(entry.part), entry]));
  }

  get origin(): Origin {
    return this.manifest.origin;
  }

  get parts(): readonly Part[] {
    return this.manifest.parts.map(({ part }) => part);
  }

  get missing(): readonly Missing[] {
    return this.manifest.missing;
  }

  get projectFolder(): string {
    return this.folder;
  }

  items(part: Part): AsyncIterable<string> {
    return readLinesOf(this.folder, this.#known(part).path);
  }

  bytes(bucketId: string, fileId: string): Promise<AsyncIterable<Uint8Array>> {
    return readBytes(this.folder, this.#bytesPath(bucketId, fileId));
  }

  bytesPath(bucketId: string, fileId: string): string {
    return join(this.folder, this.#bytesPath(bucketId, fileId));
  }

  async secrets(): Promise<Secrets | undefined> {
    switch (this.manifest.secrets) {
      case 'none':
        return undefined;
      case 'plain':
        return readSecrets(await readText(this.folder, secretsName));
      case 'encrypted': {
        const { passphrase } = this.#options;
        const text = await readText(this.folder, encryptedSecretsName);
        if (passphrase === undefined) throw usageError('the secrets of the backup need its passphrase');
        return readSecrets(await decryptSecrets(text, await passphrase()));
      }
    }
  }

  entryOf(part: Part): PartEntry | undefined {
    const entry = this.#entries.get(pathOf(part));
    return entry && isSamePart(entry.part, part) ? entry : undefined;
  }

  countOf(part: Part): number {
    return this.#known(part).count;
  }

  async check(parts: readonly Part[]): Promise<void> {
    for (const entry of this.manifest.others) await this.#checkFile(entry);
    for (const part of parts) {
      const entry = this.#known(part);
      await this.#checkFile(entry);
      if (part.kind === 'files') await this.#checkBytes(part, entry.path);
    }
  }

  async #checkFile(entry: PartEntry | OtherEntry): Promise<void> {
    if (!isSameContent(await hashEntry(this.folder, entry), entry)) throw damaged(entry.path);
  }

  async #checkBytes(part: Part & { readonly kind: 'files' }, linesPath: string): Promise<void> {
    for await (const line of this.items(part)) {
      const file = members(line);
      const path = bytesPathOf(linesPath, plainText(file.get('$id') ?? '""'));
      const { bytes, sha256 } = await hashFile(this.folder, path);
      const isSame = `${bytes}` === file.get('sizeOriginal') && `"${sha256}"` === file.get('sha256');
      if (!isSame) throw damaged(path);
    }
  }

  #bytesPath(bucketId: string, fileId: string): string {
    return bytesPathOf(this.#known({ kind: 'files', bucketId }).path, fileId);
  }

  #known(part: Part): PartEntry {
    const entry = this.entryOf(part);
    if (entry) return entry;
    throw new Error(`the backup has no part ${pathOf(part)}`);
  }
}

const damaged = (path: string) =>
  new CliError(ExitCode.failure, `the backup is damaged: ${path} is not as it was written`, {
    hint: 'appwrite-cli backup verify lists everything that is wrong with it',
  });
