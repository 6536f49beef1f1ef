import { expect, it } from 'vitest';
import { checkGrants, checkPermissions, permits } from '../../../src/sandbox/core/permissions.ts';

it('expands write to the actions it includes', () => {
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

it.each([['read(any)'], ["read('any')"], ['read("nobody")'], ['drop("any")'], ['read("any") '], ['']])(
  'refuses the permission %s',
  (permission) => {
    expect(() => checkPermissions([permission])).toThrow(/permissions/);
  },
);

it('refuses create for documents', () => {
  expect(() => checkPermissions(['create("any")'], ['read', 'update', 'delete'])).toThrow(/create/);
});

it('accepts a hundred permissions and no more', () => {
  const permissions = (count: number) => Array.from({ length: count }, (_, n) => `read("user:u${n}")`);
  expect(checkPermissions(permissions(100))).toHaveLength(100);
  expect(() => checkPermissions(permissions(101))).toThrow(/100/);
});

it('permits an action to one role of many', () => {
  const permissions = ['read("team:crew/owner")', 'update("user:ada")'];
  expect(permits(permissions, 'read', new Set(['any', 'team:crew/owner']))).toBe(true);
  expect(permits(permissions, 'read', new Set(['any', 'team:crew']))).toBe(false);
  expect(permits(permissions, 'update', new Set(['team:crew/owner']))).toBe(false);
});

it('refuses grants to roles that the caller lacks', () => {
  expect(() => checkGrants(['read("any")'], new Set(['any']))).not.toThrow();
  expect(() => checkGrants(['read("user:bob")'], new Set(['any', 'user:ada']))).toThrow(/user:bob/);
});
