import { Readable } from 'node:stream';
import { findItems } from '../../bulk/find-ids.ts';
import { CliError, ExitCode } from '../../errors.ts';
import type { FormFile } from '../../http/types.ts';
import type { BufferPool } from '../../http/upload/buffer-pool.ts';
import { defaultChunkBytes, type UploadRequest } from '../../http/upload/job.ts';
import { RemoteCopy, readRemoteFile } from '../../http/upload/remote-copy.ts';
import { upload } from '../../http/upload/upload.ts';
import { openSource } from '../../http/upload/upload-source.ts';
import { members } from '../../lib/json/slices.ts';
import { buildRequest } from '../../operations/request.ts';
import { journalFolder } from '../../operations/transfer.ts';
import type { Snapshot } from '../snapshot.ts';
import { areSameTexts, textOf, textsOf } from './compare.ts';
import { unchangeable } from './restore-part.ts';
import { type PartRestorer, type ReadResult, repeatable, type StoredItem } from './restorer.ts';
import type { RestoreTarget } from './target.ts';

interface FileToRestore {
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** MD5 in hex, as the server knows it; '' if it does not say. */
  readonly signature: string;
  readonly permissions: readonly string[];
}

/** Files that were not uploaded in full have no bytes to restore. */
const incompleteFiles = 'files that were not uploaded in full';

/** Files of a bucket, with their bytes. */
export class FileRestorer implements PartRestorer<FileToRestore> {
  readonly creation = 'several requests';
  readonly #target: RestoreTarget;
  readonly #bucketId: string;
  readonly #snapshot: Pick<Snapshot, 'bytes' | 'bytesPath'>;
  readonly #buffers: BufferPool;

  constructor(
    target: RestoreTarget,
    bucketId: string,
    snapshot: Pick<Snapshot, 'bytes' | 'bytesPath'>,
    buffers: BufferPool,
  ) {
    this.#target = target;
    this.#bucketId = bucketId;
    this.#snapshot = snapshot;
    this.#buffers = buffers;
  }

  read(line: string): ReadResult<FileToRestore> {
    const fields = members(line);
    if (!isWhole(fields)) return { leftOut: incompleteFiles };
    return {
      item: {
        id: textOf(fields, '$id'),
        name: textOf(fields, 'name'),
        size: Number(textOf(fields, 'sizeOriginal')),
        signature: textOf(fields, 'signature'),
        permissions: textsOf(fields, '$permissions'),
      },
    };
  }

  idOf = ({ id }: FileToRestore): string => id;

  find(files: readonly FileToRestore[]): Promise<ReadonlyMap<string, StoredItem>> {
    const { client, operation } = this.#target;
    const list = operation('storage', 'list-files');
    return findItems({ operation: list, place: { bucketId: this.#bucketId } }, files.map(this.idOf), client);
  }

  differences(file: FileToRestore, stored: StoredItem): readonly string[] {
    if (!isWhole(stored)) return ['content: it is not complete'];
    return [
      ...(hasSameContent(file, stored) ? [] : ['content']),
      ...(file.name === textOf(stored, 'name') ? [] : ['name']),
      ...(areSameTexts(file.permissions, textsOf(stored, '$permissions')) ? [] : ['$permissions']),
    ];
  }

  async create(file: FileToRestore): Promise<void> {
    const { client, services } = this.#target;
    const { uploadChunkBytes: chunkBytes } = services.context;
    const request = await this.#request(file, chunkBytes ?? defaultChunkBytes);
    const answer = await upload(client, request, {
      ownId: false,
      journalFolder: journalFolder(services),
      chunkBytes,
      buffers: this.#buffers,
    });
    const { signature = '' } = readRemoteFile(answer);
    if (file.signature === '' || signature === '' || signature === file.signature) return;
    throw new CliError(ExitCode.failure, 'the server has other bytes than the backup after the upload', {
      hint: 'delete the file, and run the same command again',
    });
  }

  /** An upload that was cut off goes on if its journal is there; otherwise what is there of it is replaced. */
  async change(file: FileToRestore, stored: StoredItem, isOurs: boolean): Promise<void> {
    const { client, operation } = this.#target;
    if (!isWhole(stored)) {
      if (!isOurs) throw unchangeable('an incomplete file has this ID: delete it first');
      return this.#uploadAgain(file);
    }
    if (!hasSameContent(file, stored))
      throw unchangeable("the bytes of a file that is there can't be replaced: delete it first");
    const values = { bucketId: this.#bucketId, fileId: file.id };
    const { name, permissions } = file;
    const update = operation('storage', 'update-file');
    await client.text(repeatable(buildRequest(update, { ...values, name, permissions })));
  }

  async #uploadAgain(file: FileToRestore): Promise<void> {
    try {
      await this.create(file);
    } catch (error) {
      const isTaken = error instanceof CliError && error.type === 'storage_file_already_exists';
      if (!isTaken) throw error;
      const request = await this.#request(file, 0);
      await new RemoteCopy(this.#target.client, request).remove(file.id);
      await this.create(file);
    }
  }

  /** @param maxHeldBytes largest file that is held in memory if it is in no file of its own */
  async #request(file: FileToRestore, maxHeldBytes: number): Promise<UploadRequest> {
    const create = this.#target.operation('storage', 'create-file');
    const { id: fileId, permissions } = file;
    const source = await this.#source(file, maxHeldBytes);
    return buildRequest(create, {
      bucketId: this.#bucketId,
      fileId,
      permissions,
      file: source,
    }) as UploadRequest;
  }

  async #source({ id, name, size }: FileToRestore, maxHeldBytes: number): Promise<FormFile> {
    const path = this.#snapshot.bytesPath?.(this.#bucketId, id);
    if (path !== undefined) return openSource('file', { path, filename: name });
    if (maxHeldBytes === 0) return heldFile(name, new Uint8Array());
    const bytes = await this.#snapshot.bytes(this.#bucketId, id);
    if (size > maxHeldBytes) return openSource('file', { stream: Readable.from(bytes), filename: name });
    const held: Uint8Array[] = [];
    for await (const chunk of bytes) held.push(chunk);
    return heldFile(name, Buffer.concat(held));
  }
}

function heldFile(filename: string, content: Uint8Array): FormFile {
  return {
    field: 'file',
    filename,
    size: content.length,
    open: (start, end) =>
      Readable.from(end > start ? [content.subarray(start, end)] : [], { objectMode: false }),
    async read(buffer, start) {
      buffer.set(content.subarray(start, start + buffer.length));
    },
  };
}

const isWhole = (fields: StoredItem): boolean =>
  (fields.get('chunksTotal') ?? '1') === (fields.get('chunksUploaded') ?? '1');

function hasSameContent({ size, signature }: FileToRestore, stored: StoredItem): boolean {
  return size === Number(textOf(stored, 'sizeOriginal')) && signature === textOf(stored, 'signature');
}
