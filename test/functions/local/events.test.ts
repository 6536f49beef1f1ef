import { expect, it } from 'vitest';
import { isEventName, listensTo, resourcesOf, withIds } from '../../../src/functions/local/events.ts';

it.each<[string, string, boolean]>([
  ['users.ada.create', 'users.ada.create', true],
  ['users.*.create', 'users.ada.create', true],
  ['users.*', 'users.ada.create', true],
  ['users.*.update', 'users.ada.update.email', true],
  ['users.*.update.*', 'users.ada.update.email', true],
  ['users.*.update.email', 'users.ada.update', false],
  ['users.bob.create', 'users.ada.create', false],
  ['users.*.create', 'users.ada.delete', false],
  ['users', 'users.ada.create', false],
  [
    'databases.*.collections.orders.documents.*.create',
    'databases.main.collections.orders.documents.1.create',
    true,
  ],
  [
    'databases.*.collections.orders.documents.*',
    'databases.main.collections.orders.documents.1.create',
    true,
  ],
  ['databases.*.collections.*', 'databases.main.collections.orders.documents.1.create', true],
  ['databases.main', 'databases.main.collections.orders.documents.1.create', true],
  ['databases.*.collections', 'databases.main.collections.orders.documents.1.create', false],
  [
    'databases.*.collections.posts.documents.*.create',
    'databases.main.collections.orders.documents.1.create',
    false,
  ],
  ['*.ada.create', 'users.ada.create', false],
  ['users.*.create', 'users.*.create', true],
])('%s is a pattern for %s: %s', (pattern, event, expected) => {
  expect(listensTo([pattern], event)).toBe(expected);
});

it('gives the last wildcard the ID of the object', () => {
  const event = 'databases.*.collections.*.documents.*.create';
  expect(withIds(event, { last: 'd1', others: 'x' })).toBe('databases.x.collections.x.documents.d1.create');
});

it.each([
  ['users.ada.create', 'users/ada'],
  ['users.ada.update.email', 'users/ada'],
  ['databases.main.collections.orders.documents.1', 'databases/main collections/orders documents/1'],
])('finds the resources of %s', (event, expected) => {
  expect(
    resourcesOf(event)
      .map(({ type, id }) => `${type}/${id}`)
      .join(' '),
  ).toBe(expected);
});

it.each([
  ['users.ada.create', true],
  ['users', false],
  ['users..create', false],
  ['users.a b.create', false],
])('knows if %s is the name of an event', (name, expected) => {
  expect(isEventName(name)).toBe(expected);
});
