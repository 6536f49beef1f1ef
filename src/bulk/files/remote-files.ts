import { operationOf } from '../../api/schema.ts';
import { storage } from '../../api/storage.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import type { Client } from '../../http/types.ts';
import { allPages } from '../../operations/query/pages.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { forEachConcurrent } from '../concurrency.ts';

/** A file of a bucket, to be downloaded. */
export interface BucketFile {
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly createdAt: string;
  readonly permissions: readonly string[];
  /** Reason why it can't be downloaded. */
  readonly problem: CliError | undefined;
}

const pageSize = 100;

/**
 * Lists the files of a bucket.
 * @param values `bucketId`
 * @throws HttpError if the server refuses
 */
export async function allFiles(client: Client, values: Values): Promise<BucketFile[]> {
  const listFiles = operationOf(storage, 'list-files');
  const limit = JSON.stringify({ method: 'limit', values: [pageSize] });
  const files: BucketFile[] = [];
  const pages = allPages(
    async (queries) => (await client.text(buildRequest(listFiles, { ...values, queries }))).text,
    { queries: [limit], member: 'files' },
  );
  for await (const page of pages) files.push(...(JSON.parse(page).files as FileBody[]).map(describe));
  return files;
}

/**
 * Gets the files with these IDs. One that does not exist has a problem.
 * @throws HttpError for any other failure
 */
export async function filesById(
  client: Client,
  values: Values,
  ids: readonly string[],
  concurrency: number,
): Promise<BucketFile[]> {
  const getFile = operationOf(storage, 'get-file');
  const files = new Map<string, BucketFile>();
  await forEachConcurrent(ids, { current: concurrency }, async (id) => {
    try {
      const { text } = await client.text(buildRequest(getFile, { ...values, fileId: id }));
      files.set(id, describe(JSON.parse(text)));
    } catch (problem) {
      if (!(problem instanceof HttpError) || problem.type !== 'storage_file_not_found') throw problem;
      files.set(id, { id, name: id, size: 0, createdAt: '', permissions: [], problem });
    }
  });
  return ids.map((id) => files.get(id)!);
}

/** The part of a response that describes a file. */
interface FileBody {
  readonly $id: string;
  readonly name: string;
  readonly sizeOriginal: number;
  readonly $createdAt: string;
  readonly $permissions?: readonly string[];
  readonly chunksTotal: number;
  readonly chunksUploaded: number;
}

function describe({
  $id,
  name,
  sizeOriginal,
  $createdAt,
  $permissions = [],
  chunksTotal,
  chunksUploaded,
}: FileBody): BucketFile {
  const isWhole = chunksTotal === chunksUploaded;
  return {
    id: $id,
    name,
    size: sizeOriginal,
    createdAt: $createdAt,
    permissions: $permissions,
    problem: isWhole ? undefined : incomplete($id, chunksUploaded, chunksTotal),
  };
}

function incomplete(id: string, uploaded: number, total: number): CliError {
  return new CliError(ExitCode.notFound, `only ${uploaded} of ${total} chunks of ${id} have been uploaded`, {
    status: 404,
    type: 'storage_file_not_found',
  });
}
