import { describe, expect, it } from 'vitest';
import type { KindName } from '../../../src/project/model/kind.ts';
import type { LiveResource } from '../../../src/project/model/state.ts';
import type { FieldValue } from '../../../src/project/model/value.ts';
import { fingerprint, remoteState } from '../../../src/project/plan/fingerprint.ts';
import type { RemoteState } from '../../../src/project/plan/plan.ts';

const live = (kind: KindName, fields: Record<string, FieldValue>, variant?: string): LiveResource => ({
  kind,
  path: ['a'],
  serverId: 'a',
  variant,
  isChildSide: false,
  fields: new Map(Object.entries(fields)),
  answer: new Map(),
  updatedAt: '2026-11-28T01:10:56.302+00:00',
});

describe('remoteState', () => {
  it('holds fields and variant', () => {
    const state = remoteState(live('attribute', { required: true, array: false }, 'boolean'));
    expect(state).toEqual({ fields: { type: 'boolean', array: false, required: true } });
  });

  it('holds the time of the last change instead of secrets', () => {
    const state = remoteState(live('variable', { value: 'hunter2' }));
    expect(state).toEqual({ fields: {}, updatedAt: '2026-11-28T01:10:56.302+00:00' });
  });

  it('says what does not exist', () => {
    expect(remoteState(undefined)).toBeNull();
  });
});

describe('fingerprint', () => {
  const target = {
    endpoint: 'https://cloud.example/v1',
    projectId: 'shop',
    apiVersion: '1.5',
    serverVersion: '1.5.7',
    environment: undefined,
    why: '',
  } as const;
  const file = { path: 'appwrite.json', sha256: 'f' };
  const remote: Record<string, RemoteState> = {
    'database main': { fields: { name: 'Main', enabled: true } },
    'attribute main/a/n': { fields: { max: 9007199254740993n } },
    'team x': null,
  };
  const of = (changed: Partial<Parameters<typeof fingerprint>[0]>) =>
    fingerprint({ target, file, remote, actions: [], ...changed });

  it('is independent of order, paths and reasons', () => {
    const reordered = {
      'team x': null,
      'attribute main/a/n': remote['attribute main/a/n']!,
      'database main': { fields: { enabled: true, name: 'Main' } },
    };
    const same = of({
      remote: reordered,
      file: { ...file, path: 'x.json' },
      target: { ...target, why: '--env dev' },
    });
    expect(same).toBe(of({}));
    expect(same).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['project', { target: { ...target, projectId: 'other' } }],
    ['file', { file: { ...file, sha256: 'g' } }],
    ['digit', { remote: { ...remote, 'attribute main/a/n': { fields: { max: 9007199254740992n } } } }],
    ['resource', { remote: { ...remote, 'team x': { fields: {} } } }],
    ['time', { remote: { ...remote, 'team x': { fields: {}, updatedAt: 't' } } }],
  ])('changes with another %s', (_, changed) => {
    expect(of(changed)).not.toBe(of({}));
  });
});
