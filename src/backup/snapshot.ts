/**
 * A project as it is read, from its server or from a backup: what a backup is made of, and what a restore and a copy
 * write. Readers and writers meet here, and know nothing of each other.
 */
import type { ApiVersion } from '../api/versions.ts';
import type { Sink } from '../http/download.ts';
import type { Part } from './parts.ts';

export interface Snapshot {
  readonly origin: Origin;
  /** Parts of the selected kinds that could be read, in no particular order. */
  readonly parts: readonly Part[];
  /** Kinds of things that are missing, each with the reason. */
  readonly missing: readonly Missing[];
  /**
   * Absolute path of a folder with the project file, `appwrite.json`, beside it `appwrite-cli.json`, and the code of
   * functions where the project file says.
   */
  readonly projectFolder: string;
  /**
   * Yields the items of a part, each an object as JSON text with the tokens of the server.
   * Each comes once, in the order of IDs: of a backup that of their UTF-16 units, of a server that of its database.
   * Documents have IDs for related documents, and neither `$databaseId` nor `$collectionId`; users have no `targets`, but
   * the IDs of those that the server makes (`addressTargets`).
   * Files of a backup have their hash, `sha256`, beside the server's members.
   */
  items(part: Part): AsyncIterable<string>;
  /** Opens the bytes of a file. @throws CliError if they are not there */
  bytes(bucketId: string, fileId: string): Promise<AsyncIterable<Uint8Array>>;
  /** Returns the absolute path of the bytes of a file, if they are in a file of their own. */
  bytesPath?(bucketId: string, fileId: string): string;
  /** Values of secrets, if the snapshot has them: by function or for the project, variables by key. */
  secrets(): Promise<Secrets | undefined>;
  close(): Promise<void>;
}

/** The project that a snapshot was taken from. */
export interface Origin {
  readonly endpoint: string;
  readonly projectId: string;
  readonly apiVersion: ApiVersion;
  /** As the server reports it, such as 1.5.7; undefined if it does not. */
  readonly serverVersion: string | undefined;
}

export interface Missing {
  /** As people read it, such as `users` or `documents of main/posts`. */
  readonly what: string;
  /** Such as `the API key lacks the scope users.read`. */
  readonly reason: string;
  /** True if no API key can read it, so that a backup without it counts as whole. */
  readonly isExpected?: boolean;
}

export interface Secrets {
  /** Values of the variables of each function, and under the empty ID those of the project. */
  readonly variables: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Items between two IDs, in the order of the server. */
export interface IdRange {
  /** ID before the first; undefined from the beginning. */
  readonly after: string | undefined;
  /** ID of the last; undefined to the end. */
  readonly upTo: string | undefined;
}

/** The state of a server, which may change while it is read. */
export interface LiveSnapshot extends Snapshot {
  /** The server's clock at its latest answer, as ISO 8601; undefined if it tells none. */
  readonly serverTime: string | undefined;
  /** Number of items when the snapshot was opened; servers count to 5000. Undefined for parts that are not counted. */
  countedOf(part: Part): number | undefined;
  /** Number of items at present, or of those in a range; servers count to 5000. Not for targets. */
  totalOf(part: Part, range?: IdRange): Promise<number>;
  /** Yields the IDs of all items at present. */
  ids(part: Part): AsyncIterable<string>;
  /** Yields the items with these IDs, at most 100. */
  itemsWith(part: Part, ids: readonly string[]): AsyncIterable<string>;
  /** Yields items that have been created or changed since a time of the server's clock. @param since ISO 8601 */
  changedSince(part: Part, since: string): AsyncIterable<string>;
  /** True for documents that refer to others: such a document may change without its date. */
  hasRelationships(part: Part): boolean;
  /**
   * Downloads the bytes of a file; a broken connection is continued.
   * @throws CliError if the server refuses, or sends another number of bytes
   */
  saveBytes(file: FileToSave, sink: Required<Sink>): Promise<void>;
}

export interface FileToSave {
  readonly bucketId: string;
  readonly fileId: string;
  /** According to its list. */
  readonly sizeBytes: number;
}
