import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/profile/config.ts';

const good = {
  version: 1,
  current: 'shop',
  profiles: [
    {
      name: 'shop',
      endpoint: 'https://host/v1',
      project: 'shop',
      locale: 'de',
      credential: { kind: 'key', store: 'file', secret: 'canary-secret' },
    },
    {
      name: 'team',
      endpoint: 'https://host/v1',
      credential: { kind: 'console', store: 'keyring', account: 'team 1' },
    },
    { name: 'bare', endpoint: 'https://host/v1' },
  ],
};

const withProfile = (changes: object) => ({ ...good, profiles: [{ ...good.profiles[0], ...changes }] });

it('accepts a complete config, and unknown members', () => {
  const text = JSON.stringify({ ...good, theme: 'dark' });
  expect(parseConfig(text)).toEqual({ config: { ...good, theme: 'dark' } });
});

describe('parseConfig of a damaged file', () => {
  it.each<[string, unknown]>([
    ['nothing', ''],
    ['half of it', JSON.stringify(good).slice(0, 90)],
    ['half a secret', JSON.stringify(good).slice(0, JSON.stringify(good).indexOf('canary') + 9)],
    ['a bare word after a secret', JSON.stringify(good).replace('"locale"', 'locale')],
    ['no object', []],
    ['no version', { ...good, version: undefined }],
    ['a version in words', { ...good, version: '1' }],
    ['profiles that are no list', { ...good, profiles: {} }],
    ['a current that is no text', { ...good, current: 7 }],
    ['a profile that is no object', { ...good, profiles: [null] }],
    ['a profile without a name', withProfile({ name: undefined })],
    ['a profile without an endpoint', withProfile({ endpoint: '' })],
    ['a project that is no text', withProfile({ project: 7 })],
    ['a locale that is no text', withProfile({ locale: {} })],
    [
      'an unknown kind of credential',
      withProfile({ credential: { kind: 'jwt', store: 'file', secret: 'x' } }),
    ],
    ['an unknown store', withProfile({ credential: { kind: 'key', store: 'cloud', secret: 'x' } })],
    ['a file store without a secret', withProfile({ credential: { kind: 'key', store: 'file' } })],
    ['a keyring without an entry', withProfile({ credential: { kind: 'key', store: 'keyring' } })],
    ['two profiles of one name', { ...good, profiles: [good.profiles[2], good.profiles[2]] }],
  ])('reports %s', (_, content) => {
    const parsed = parseConfig(typeof content === 'string' ? content : JSON.stringify(content));
    expect(parsed).toMatchObject({ problem: expect.stringMatching(/^is damaged: ./), newer: false });
    expect(parsed.problem).not.toContain('canary');
  });

  it('reports the line and column of a syntax error', () => {
    expect(parseConfig('{\n  "version": 1,\n  profiles\n}').problem).toContain('line 3, column 3');
  });
});

it('reports a newer version', () => {
  expect(parseConfig('{"version":2,"vault":{}}')).toEqual({
    problem: 'has version 2; this program supports version 1',
    newer: true,
  });
  expect(parseConfig('{"version":0}')).toMatchObject({ newer: false });
});
