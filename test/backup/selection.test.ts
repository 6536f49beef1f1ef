import { expect, it } from 'vitest';
import { type Part, shownPart } from '../../src/backup/parts.ts';
import { readBackupSelection, type SelectionFlags } from '../../src/backup/selection.ts';

const parts: readonly Part[] = [
  { kind: 'users' },
  { kind: 'targets' },
  { kind: 'memberships', teamId: 'staff' },
  { kind: 'files', bucketId: 'photos' },
  { kind: 'files', bucketId: 'logs' },
  { kind: 'documents', databaseId: 'main', collectionId: 'posts' },
  { kind: 'documents', databaseId: 'old', collectionId: 'posts' },
  { kind: 'subscribers', topicId: 'news' },
  { kind: 'messages' },
];

it.each<[string, SelectionFlags, readonly string[]]>([
  ['users with their targets', { only: ['users'] }, ['users', 'targets']],
  ['a collection', { only: ['collections/main/posts'] }, ['documents of main/posts']],
  ['a database with its collections', { only: ['databases/main'] }, ['documents of main/posts']],
  ['a bucket', { only: ['buckets/photos', 'messages'] }, ['files of photos', 'messages']],
  ['a file of a bucket', { only: ['buckets/photos/a'] }, ['files of photos']],
  ['nothing of functions', { only: ['functions'] }, []],
  ['teams and topics', { only: ['teams', 'topics'] }, ['memberships of staff', 'subscribers of news']],
  [
    'all but a database, a bucket and users',
    { except: ['databases/old', 'buckets/logs', 'users'] },
    ['memberships of staff', 'files of photos', 'documents of main/posts', 'subscribers of news', 'messages'],
  ],
])('selects %s', (_name, flags, expected) => {
  const { includes } = readBackupSelection(flags);
  expect(parts.filter(includes).map(shownPart)).toEqual(expected);
});

it.each<[SelectionFlags, Part, string, boolean | undefined]>([
  [{ only: ['users/ada'] }, { kind: 'users' }, '{"$id":"ada"}', true],
  [{ only: ['users/ada'] }, { kind: 'users' }, '{"$id":"bob"}', false],
  [{ only: ['users/ada'] }, { kind: 'targets' }, '{"$id":"t1","userId":"ada"}', true],
  [{ only: ['users/ada', 'users'] }, { kind: 'users' }, '{"$id":"bob"}', undefined],
  [{ except: ['buckets/photos/tmp*'] }, { kind: 'files', bucketId: 'photos' }, '{"$id":"tmp1"}', false],
  [{ except: ['buckets/photos/tmp*'] }, { kind: 'files', bucketId: 'logs' }, '{"$id":"tmp1"}', undefined],
])('selects items: %j of %j, %s', (flags, part, item, expected) => {
  const selection = readBackupSelection(flags);
  expect(selection.includes(part)).toBe(true);
  expect(selection.itemFilter(part)?.(item)).toBe(expected);
});

it('refuses an unknown word, and guesses at what was meant', () => {
  expect(() => readBackupSelection({ only: ['user/a/b'] })).toThrow('--only: "user/a/b"');
  expect(() => readBackupSelection({ except: ['mesages'] })).toThrow('did you mean messages?');
});
