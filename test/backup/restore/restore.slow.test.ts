import { describe, expect, it } from 'vitest';
import { shownPart } from '../../../src/backup/parts.ts';
import type { Snapshot } from '../../../src/backup/snapshot.ts';
import { allKinds, document, projectOfAllKinds } from './contents.ts';
import { destination, memorySnapshot, type Restored } from './memory.ts';

/** Counts of the parts, without those that are 0: `users: 2 created`. */
function outcomes({ report }: Restored): string[] {
  return report.parts
    .filter(({ total }: { readonly total: number }) => total > 0)
    .map(({ part, total: _, problems: __, leftOut, ...counts }: Record<string, object | number | string>) => {
      const words = Object.entries(counts).filter(([, count]) => Number(count) > 0);
      const left = Object.entries(leftOut!).map(([what, count]) => `${count} ${what}`);
      return `${part}: ${[...words.map(([word, count]) => `${count} ${word}`), ...left].join(', ')}`;
    });
}

describe('a restore into an empty project', () => {
  it('creates every kind with its IDs and values, and never sends a message', async () => {
    const place = await destination();
    const restored = await place.restore(allKinds);
    expect(restored.stderr).toContain('1 user with a second factor has to add an authenticator app again.');
    expect(restored.stderr).toContain('1 message that was scheduled becomes a draft');
    expect(restored.stderr).toContain(
      'what is created gets new dates, since the API takes none: 2 users, 1 target, 2 memberships, 2 files, 3 documents, 1 subscriber and 3 messages',
    );
    expect([restored.code, outcomes(restored)]).toEqual([
      0,
      [
        'users: 2 created',
        'targets: 1 created',
        'memberships of crew: 1 created, 1 invitations that are not accepted yet',
        'files of photos: 2 created',
        'documents of main/posts: 2 created',
        'documents of main/authors: 1 created',
        'relationships of main/posts: 2 created',
        'subscribers of news: 1 created',
        'messages: 2 created, 1 messages that were sent',
      ],
    ]);
    const gets = restored.requests.filter((line) => /^GET \/databases\/main\/collections\/\w+$/.test(line));
    expect(gets).toEqual([
      'GET /databases/main/collections/posts',
      'GET /databases/main/collections/authors',
    ]);
    expect(restored.report).toMatchObject({
      newDates: { users: 2, targets: 1, memberships: 1, files: 2, documents: 3, subscribers: 1, messages: 2 },
      differences: [],
      missingReferences: 0,
    });

    const user = await place.send('GET', '/users/ada');
    expect(user).toMatchObject({
      name: 'Ada',
      email: 'ada@example.com',
      phone: '+4915112345678',
      hash: 'bcrypt',
      labels: ['vip'],
      prefs: { theme: 'dark', n: 1 },
      status: false,
      emailVerification: true,
      phoneVerification: true,
      mfa: true,
    });
    const post = await place.send('GET', '/databases/main/collections/posts/documents/p1');
    expect(post).toMatchObject({
      title: 'A',
      n: 9,
      tags: ['x'],
      author: { $id: 'a1' },
      $permissions: ['read("any")'],
    });
    const author = await place.send('GET', '/databases/main/collections/authors/documents/a1');
    expect(author).toMatchObject({ best: { $id: 'p1' }, posts: [{ $id: 'p1' }] });
    const made = user.targets.find(
      ({ identifier }: { readonly identifier: string }) => identifier === 'ada@example.com',
    ).$id;
    expect(await place.send('GET', '/messaging/topics/news/subscribers/s1')).toMatchObject({
      targetId: made,
    });
    const { messages } = await place.send('GET', '/messaging/messages');
    expect(messages).toMatchObject([
      {
        $id: 'draft',
        status: 'draft',
        targets: [made],
        users: ['ada'],
        data: { html: true, cc: [made], attachments: [{ bucketId: 'photos', fileId: 'f1' }] },
      },
      { $id: 'planned', status: 'draft', data: { content: 'later' } },
    ]);
    const stored = await place.send('GET', '/storage/buckets/photos/files/f1');
    expect(stored).toMatchObject({ name: 'Grüße 👋.txt', $permissions: ['read("any")'] });
  });

  it('leaves out references to documents that the project does not have, which would block every update', async () => {
    const place = await destination();
    const [posts, authors] = ['posts', 'authors'].map(
      (collectionId) => ({ kind: 'documents', databaseId: 'main', collectionId }) as const,
    );
    const { code, report } = await place.restore({
      project: projectOfAllKinds,
      parts: [
        [posts!, [document('p1', { title: 'A', author: 'gone' })]],
        [authors!, [document('a1', { name: 'Ada', best: 'gone' })]],
      ],
    });
    expect([code, report.missingReferences]).toEqual([0, 2]);
    const path = '/databases/main/collections/authors/documents/a1';
    expect(await place.send('PATCH', path, { data: { name: 'Grace' } })).toMatchObject({ name: 'Grace' });
  });

  it('reads the items of the snapshot once, also to compare a sample with the project', async () => {
    const place = await destination();
    const parts = allKinds.parts.filter(([part]) => part.kind !== 'documents' && part.kind !== 'messages');
    const snapshot = memorySnapshot({ ...allKinds, parts });
    const reads: string[] = [];
    const items: Snapshot['items'] = (part) => {
      reads.push(shownPart(part));
      return snapshot.items(part);
    };
    const { code, report } = await place.restore({ ...snapshot, items }, { isCheapToRead: false });
    expect([code, report.sampled]).toEqual([0, 7]);
    expect(reads).toEqual([
      'users',
      'targets',
      'memberships of crew',
      'files of photos',
      'subscribers of news',
    ]);
  });

  it('creates nothing with --dry-run', async () => {
    const place = await destination();
    const { code, writes, report } = await place.restore(allKinds, {}, { flags: { dryRun: true } });
    expect([code, writes]).toEqual([0, []]);
    expect(report.parts).toContainEqual({ part: 'users', total: 2 });
    expect(report.schema).toContain('create database main');
  });
});

describe('a restore into a project with items', () => {
  it('is refused unless the line says what to do, or names the project', async () => {
    const place = await destination();
    await place.restore(allKinds);
    const again = await place.restore(allKinds);
    expect([again.code, again.writes]).toEqual([2, []]);
    expect(again.failure?.message).toContain('the project sandbox already has 2 users');
    expect(again.failure?.hint).toContain('--on-conflict skip');
    const named = await place.restore(allKinds, { confirmed: 'sandbox' });
    expect([named.code, named.writes]).toEqual([0, []]);
    const another = await place.restore(allKinds, { confirmed: 'other' });
    expect([another.code, another.writes]).toEqual([2, []]);
  });

  const differing = async () => {
    const place = await destination();
    await place.restore(allKinds);
    await place.send('PATCH', '/users/ada/prefs', { prefs: { theme: 'light' } });
    await place.send('PATCH', '/databases/main/collections/posts/documents/p1', { data: { title: 'mine' } });
    await place.send('DELETE', '/databases/main/collections/posts/documents/p2');
    return place;
  };

  it('restores what is missing, and reports what differs, with fail', async () => {
    const place = await differing();
    const { code, report, writes } = await place.restore(allKinds, { onConflict: 'fail' });
    expect(code).toBe(8);
    expect(writes).toEqual(['POST /databases/main/collections/posts/documents']);
    expect(report.parts).toContainEqual(
      expect.objectContaining({
        part: 'users',
        unchanged: 1,
        conflicts: 1,
        problems: [{ id: 'ada', reason: 'it is there with another prefs' }],
      }),
    );
  });

  it('leaves what differs with skip', async () => {
    const place = await differing();
    const { code, writes } = await place.restore(allKinds, { onConflict: 'skip' });
    expect([code, writes]).toEqual([0, ['POST /databases/main/collections/posts/documents']]);
  });

  it('changes what differs, and nothing else, with update', async () => {
    const place = await differing();
    const { code, writes } = await place.restore(allKinds, { onConflict: 'update' });
    expect(code).toBe(0);
    expect(writes).toEqual([
      'PATCH /users/ada/prefs',
      expect.stringMatching(/^(POST|PATCH) \/databases\/main\/collections\/posts\/documents(\/p1)?$/),
      expect.stringMatching(/^(POST|PATCH) \/databases\/main\/collections\/posts\/documents(\/p1)?$/),
    ]);
    expect(await place.send('GET', '/databases/main/collections/posts/documents/p1')).toMatchObject({
      title: 'A',
      author: { $id: 'a1' },
    });
  });
});
