import type { Context } from '../../context.ts';
import type { Part } from '../parts.ts';
import type { BackupSelection } from '../selection.ts';
import type { LiveSnapshot } from '../snapshot.ts';
import type { Manifest } from './manifest.ts';
import type { FolderSnapshot } from './open.ts';

export interface CreateOptions {
  /** Absolute path of the backup: of a folder, or of a tar.gz. */
  readonly path: string;
  /** As it is shown. */
  readonly shown: string;
  readonly select: BackupSelection;
  /** Project and server, to tell whether an unfinished backup is the same. */
  readonly source: { readonly endpoint: string; readonly projectId: string };
  readonly secrets: 'none' | 'plain' | { readonly passphrase: string };
  /** Hashes that identify the replacements of personal values, in hex; undefined if there are none. */
  readonly scrub: { readonly rulesSha256: string; readonly seedSha256: string } | undefined;
  /** An earlier backup, of which everything is taken that is the same. */
  readonly base: FolderSnapshot | undefined;
  /** Maximum number of parts, and of files of a bucket, at a time. */
  readonly concurrency: number;
  readonly now: Context['now'];
  /** Reads the project. @param projectFolder absolute path of the folder for its files */
  open(projectFolder: string): Promise<LiveSnapshot>;
  readonly report: CreateReport;
}

export interface CreateReport {
  /** Called when everything has been counted. @param total number of items, at least */
  begins(snapshot: LiveSnapshot, total: number): void;
  /** @param items number of items so far */
  progress(items: number): void;
  /** @param isKept true if an earlier run has finished it */
  partDone(part: Part, count: number, isKept: boolean): void;
  note(line: string): void;
}

export interface CreatedBackup {
  readonly manifest: Manifest;
  /** Of all files, with the bytes of buckets. */
  readonly bytes: number;
  /** True if an earlier run had begun it. */
  readonly isContinued: boolean;
}
