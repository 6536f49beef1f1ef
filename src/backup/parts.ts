/**
 * The parts of a project that a project file does not describe: items of one list of the server, a file of lines in a
 * backup. Everything that is said of a kind of items is said here once.
 */
import { CliError, ExitCode } from '../errors.ts';
import { idForm } from '../operations/values.ts';
import { bytesNameOf, fileNameOf } from './names.ts';

export type Part =
  | DocumentsPart
  | { readonly kind: 'users' }
  /** Addresses of users for messages, other than those that the server makes of their e-mail addresses and phones. */
  | { readonly kind: 'targets' }
  | { readonly kind: 'memberships'; readonly teamId: string }
  | { readonly kind: 'files'; readonly bucketId: string }
  | { readonly kind: 'subscribers'; readonly topicId: string }
  | { readonly kind: 'messages' };

export interface DocumentsPart {
  readonly kind: 'documents';
  readonly databaseId: string;
  readonly collectionId: string;
}

export type PartKind = Part['kind'];

/** The order in which they are restored: what others refer to comes first. */
export const partKinds = [
  'users',
  'targets',
  'memberships',
  'files',
  'documents',
  'subscribers',
  'messages',
] as const satisfies readonly PartKind[];

/**
 * Returns the path of a part's lines in a backup, with slashes. Two parts whose IDs differ in case only may get other
 * paths; the manifest has the path of each.
 */
export function pathOf(part: Part): string {
  switch (part.kind) {
    case 'documents':
      return `databases/${fileNameOf(part.databaseId)}/${fileNameOf(part.collectionId)}.ndjson`;
    case 'users':
      return 'users/users.ndjson';
    case 'targets':
      return 'users/targets.ndjson';
    case 'memberships':
      return `teams/${fileNameOf(part.teamId)}.ndjson`;
    case 'files':
      return `storage/${fileNameOf(part.bucketId)}.ndjson`;
    case 'subscribers':
      return `messaging/subscribers/${fileNameOf(part.topicId)}.ndjson`;
    case 'messages':
      return 'messaging/messages.ndjson';
  }
}

/** Returns the path of the folder with the bytes of a bucket's files. @param linesPath path of the bucket's lines */
export const bytesFolderOf = (linesPath: string): string => linesPath.replace(/\.ndjson$/, '');

/**
 * Returns the path of a file's bytes in a backup.
 * @param linesPath path of the lines of its bucket
 * @throws CliError exit 1 for an ID that no server gives: as a name it might lead out of the folder
 */
export function bytesPathOf(linesPath: string, fileId: string): string {
  if (idForm.test(fileId)) return `${bytesFolderOf(linesPath)}/${bytesNameOf(fileId)}`;
  throw new CliError(ExitCode.failure, `the file ID ${JSON.stringify(fileId)} is none that a server gives`);
}

/** A list of the API. */
interface PartList {
  readonly group: 'databases' | 'messaging' | 'storage' | 'teams' | 'users';
  readonly command: string;
  /** Of its path. */
  readonly values: Readonly<Record<string, string>>;
}

/** Returns the list that has the items of a part. Targets have none: they are members of users. */
export function listOfPart(part: Part): PartList {
  switch (part.kind) {
    case 'documents': {
      const { databaseId, collectionId } = part;
      return { group: 'databases', command: 'list-documents', values: { databaseId, collectionId } };
    }
    case 'users':
    case 'targets':
      return { group: 'users', command: 'list', values: {} };
    case 'memberships':
      return { group: 'teams', command: 'list-memberships', values: { teamId: part.teamId } };
    case 'files':
      return { group: 'storage', command: 'list-files', values: { bucketId: part.bucketId } };
    case 'subscribers':
      return { group: 'messaging', command: 'list-subscribers', values: { topicId: part.topicId } };
    case 'messages':
      return { group: 'messaging', command: 'list-messages', values: {} };
  }
}

/** Returns a part as people read it: `documents of main/posts`. */
export function shownPart(part: Part): string {
  switch (part.kind) {
    case 'documents':
      return `documents of ${part.databaseId}/${part.collectionId}`;
    case 'memberships':
      return `memberships of ${part.teamId}`;
    case 'files':
      return `files of ${part.bucketId}`;
    case 'subscribers':
      return `subscribers of ${part.topicId}`;
    default:
      return part.kind;
  }
}

export const isSamePart = (a: Part, b: Part): boolean => a.kind === b.kind && pathOf(a) === pathOf(b);

/**
 * Member of a user: the IDs of the targets that the server makes of the e-mail address and the phone number, by type:
 * `{"email":"65f…","sms":"65f…"}`.
 */
export const addressTargets = 'addressTargets';
