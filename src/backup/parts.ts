/**
 * The parts of a project that a project file does not describe: items of one list of the server, a file of lines in a
 * backup. Everything that is said of a kind of items is said here once.
 */

export type Part =
  | { readonly kind: 'documents'; readonly databaseId: string; readonly collectionId: string }
  | { readonly kind: 'users' }
  /** Addresses of users for messages, other than those that the server makes of their e-mail addresses and phones. */
  | { readonly kind: 'targets' }
  | { readonly kind: 'memberships'; readonly teamId: string }
  | { readonly kind: 'files'; readonly bucketId: string }
  | { readonly kind: 'subscribers'; readonly topicId: string }
  | { readonly kind: 'messages' };

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

/** Returns the path of a part's lines in a backup, with slashes. IDs are no path: the server allows neither `/` nor `..`. */
export function pathOf(part: Part): string {
  switch (part.kind) {
    case 'documents':
      return `databases/${part.databaseId}/${part.collectionId}.ndjson`;
    case 'users':
      return 'users/users.ndjson';
    case 'targets':
      return 'users/targets.ndjson';
    case 'memberships':
      return `teams/${part.teamId}.ndjson`;
    case 'files':
      return `storage/${part.bucketId}.ndjson`;
    case 'subscribers':
      return `messaging/subscribers/${part.topicId}.ndjson`;
    case 'messages':
      return 'messaging/messages.ndjson';
  }
}

/** Returns the path of a file's bytes in a backup. */
export const bytesPathOf = (bucketId: string, fileId: string): string => `storage/${bucketId}/${fileId}`;

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
