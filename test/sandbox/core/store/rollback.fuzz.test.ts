import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { ofUser, type UserRecord } from '../../../../src/sandbox/core/records/by-user.ts';
import type { Collection } from '../../../../src/sandbox/core/store/collection.ts';
import { Journal } from '../../../../src/sandbox/core/store/journal.ts';
import { Store } from '../../../../src/sandbox/core/store/store.ts';

/** Twelve IDs and three users, so that records are often replaced and deleted. */
const change = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('put' as const), fc.nat(11), fc.nat(2)) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('delete' as const), fc.nat(11)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('clear' as const)) },
);
/** Changes that are committed together, and the disk's answer. */
const commit = fc.record({ changes: fc.array(change, { maxLength: 40 }), fits: fc.boolean() });

const things = (store: Store): Collection<UserRecord> => store.scope('p').collection('things');

function apply(all: Collection<UserRecord>, [what, id, user]: readonly [string, number?, number?]): void {
  if (what === 'put')
    all.put({ $id: `${id}`, $createdAt: '', $updatedAt: `${all.version}`, userId: `${user}` });
  else if (what === 'delete') all.delete(`${id}`);
  else all.clear();
}

/** Returns the records of a collection, in each of its orders. */
function contents(all: Collection<UserRecord>) {
  const byUser = ['0', '1', '2'].map((user) =>
    ofUser(all, user)
      .map(({ $id }) => $id)
      .sort(),
  );
  const last = all.all().at(-1)?.$id ?? '';
  return {
    all: all.all(),
    back: [...all.back(all.position(last) ?? -1)],
    found: all.find(({ userId }) => userId === '1'),
    size: all.size,
    byUser,
  };
}

it('holds in memory what is on disk, whatever the disk refuses', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-test-'));
  const append = Journal.prototype.append;
  const disk = vi.spyOn(Journal.prototype, 'append');
  try {
    fc.assert(
      fc.property(fc.array(commit, { maxLength: 12 }), (commits) => {
        fs.rmSync(path.join(folder, 'journal.ndjson'), { force: true });
        const store = new Store(new Journal(folder));
        for (const { changes, fits } of commits) {
          for (const each of changes) apply(things(store), each);
          disk.mockImplementation(fits ? append : full);
          store.commitIfPossible();
        }
        store.close();
        const reread = new Store(new Journal(folder));
        expect(contents(things(store))).toEqual(contents(things(reread)));
        reread.close();
      }),
      { numRuns: 40 },
    );
  } finally {
    disk.mockRestore();
    fs.rmSync(folder, { recursive: true });
  }
});

function full(): never {
  throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
}
