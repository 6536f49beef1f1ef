import { describe, expect, it } from 'vitest';
import { eventNames } from '../../../../src/sandbox/services/functions/events/names.ts';

const ids = {
  databaseId: 'd',
  collectionId: 'c',
  documentId: 'x',
  teamId: 't',
  membershipId: 'm',
  userId: 'u',
};

describe('eventNames', () => {
  it.each([
    ['teams.[teamId].create', 'teams.t.create teams.*.create teams.t teams.*'],
    [
      'users.[userId].update.email',
      'users.u.update users.*.update users.u.update.email users.*.update.email users.u users.*',
    ],
    [
      'users.[userId].sessions.delete',
      'users.u.sessions users.*.sessions users.u.sessions.delete users.*.sessions.delete users.u users.*',
    ],
    ['users.[userId].create.mfa.recovery-codes', 'users.u.create users.*.create users.u users.*'],
    [
      'teams.[teamId].memberships.[membershipId].update.status',
      `teams.t.memberships.m.update.status teams.*.memberships.*.update.status teams.t.memberships.*.update.status
       teams.*.memberships.m.update.status
       teams.t.memberships.m.update teams.*.memberships.*.update teams.t.memberships.*.update teams.*.memberships.m.update
       teams.t.memberships.m teams.*.memberships.* teams.t.memberships.* teams.*.memberships.m
       teams.t.update.status teams.*.update.status teams.t teams.*`,
    ],
    [
      'databases.[databaseId].collections.[collectionId].documents.[documentId].create',
      `databases.d.collections.c.documents.x.create databases.*.collections.*.documents.*.create
       databases.d.collections.*.documents.x.create databases.*.collections.*.documents.x.create
       databases.*.collections.c.documents.x.create databases.d.collections.c.documents.*.create
       databases.*.collections.c.documents.*.create databases.d.collections.*.documents.*.create
       databases.d.collections.c.documents.x databases.*.collections.*.documents.*
       databases.d.collections.*.documents.x databases.*.collections.*.documents.x
       databases.*.collections.c.documents.x databases.d.collections.c.documents.*
       databases.*.collections.c.documents.* databases.d.collections.*.documents.*
       databases.d.collections.c databases.*.collections.* databases.d.collections.* databases.*.collections.c
       databases.d databases.*`,
    ],
  ])('lists the names of %s in the order of the server', (template, names) => {
    expect(eventNames(template, ids)).toEqual(names.split(/\s+/));
  });

  it('refuses an event without an ID', () => {
    expect(() => eventNames('topics.[topicId].create', ids)).toThrow('lacks the ID [topicId]');
  });
});
