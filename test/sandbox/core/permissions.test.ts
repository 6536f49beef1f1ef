import { expect, test } from 'vitest';
import { checkGrants, checkPermissions, isRole, permits } from '../../../src/sandbox/core/permissions.ts';

test.each([
  'any',
  'guests',
  'users',
  'users/verified',
  'user:ada',
  'user:ada/unverified',
  'team:crew',
  'team:crew/owner',
  'member:m1',
  'label:vip',
])('%s is a role', (role) => expect(isRole(role)).toBe(true));

test.each([
  '',
  'all',
  'any:1',
  'guests/verified',
  'users/owner',
  'user:',
  'user:$x',
  'team:crew/',
  'member:a/b',
  'label:a-b',
  'label:',
])('%s is none', (role) => expect(isRole(role)).toBe(false));

test('write stands for what it lets one do', () => {
  expect(checkPermissions(['read("any")', 'write("users")'])).toEqual([
    'read("any")',
    'create("users")',
    'update("users")',
    'delete("users")',
  ]);
  expect(checkPermissions(['write("users")'], ['read', 'update', 'delete'])).toEqual([
    'update("users")',
    'delete("users")',
  ]);
});

test.each([['read(any)'], ["read('any')"], ['read("nobody")'], ['drop("any")'], ['read("any") '], ['']])(
  '%s is no permission',
  (permission) => {
    expect(() => checkPermissions([permission])).toThrow(/permissions/);
  },
);

test('documents know no create', () => {
  expect(() => checkPermissions(['create("any")'], ['read', 'update', 'delete'])).toThrow(/create/);
});

test('a hundred permissions and no more', () => {
  const permissions = (count: number) => Array.from({ length: count }, (_, n) => `read("user:u${n}")`);
  expect(checkPermissions(permissions(100))).toHaveLength(100);
  expect(() => checkPermissions(permissions(101))).toThrow(/100/);
});

test('one role of many is enough, for the action it was given', () => {
  const permissions = ['read("team:crew/owner")', 'update("user:ada")'];
  expect(permits(permissions, 'read', new Set(['any', 'team:crew/owner']))).toBe(true);
  expect(permits(permissions, 'read', new Set(['any', 'team:crew']))).toBe(false);
  expect(permits(permissions, 'update', new Set(['team:crew/owner']))).toBe(false);
});

test('only one’s own roles can be granted', () => {
  expect(() => checkGrants(['read("any")'], new Set(['any']))).not.toThrow();
  expect(() => checkGrants(['read("user:bob")'], new Set(['any', 'user:ada']))).toThrow(/user:bob/);
});
