import { expect, it } from 'vitest';
import { isRole } from '../../src/schema/permission-rules.ts';

it.each([
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
])('accepts the role %s', (role) => expect(isRole(role)).toBe(true));

it.each([
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
])('refuses the role %s', (role) => expect(isRole(role)).toBe(false));
