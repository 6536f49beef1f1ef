import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkProfileName } from '../../src/profile/names.ts';
import { readConfig } from '../../src/profile/read-config.ts';
import { addProfile, requireProfile } from '../../src/profile/store.ts';
import { graphemes } from '../kit/arbitraries.ts';
import { testContext } from './kit.ts';

const endpoint = 'https://host/v1';

describe('checkProfileName', () => {
  it.each([
    'shop',
    'shop-staging',
    'Ann’s shop',
    'мой магазин',
    '商店',
    '🐢',
    '__proto__',
    'constructor',
    '0',
  ])('accepts %s', (name) => {
    expect(checkProfileName(name)).toBe(name);
  });

  it.each([
    ['nothing', ''],
    ['blanks', '  '],
    ['a space in front', ' shop'],
    ['a space behind', 'shop '],
    ['a flag', '--shop'],
    ['a line break', 'a\nb'],
    ['an escape', 'a\u001b[31m'],
    ['a C1 control', 'a\u009b'],
    ['a direction override', 'a\u202eb'],
    ['a line separator', 'a\u2028b'],
    ['a zero-width space', 'a\u200bb'],
    ['half a character', 'a\ud800'],
    ['65 characters', 'x'.repeat(65)],
  ])('refuses %s', (_, name) => {
    expect(() => checkProfileName(name)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it('accepts 64 characters of any number of UTF-16 units', () => {
    expect(checkProfileName('🐢'.repeat(64))).toHaveLength(128);
  });
});

it('finds exactly the profile that was stored under an accepted name', async () => {
  const awkward = fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'a.b',
    'a[0]',
    '1',
    'é',
    'e\u0301',
  );
  const names = fc.uniqueArray(fc.oneof(awkward, graphemes(70)), {
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(names, async (candidates) => {
      const context = testContext();
      const kept = new Map<string, string>();
      for (const [index, candidate] of candidates.entries()) {
        try {
          await addProfile(context, { name: candidate, endpoint, project: `p${index}` });
          kept.set(candidate, `p${index}`);
        } catch (error) {
          expect(error).toMatchObject({ exitCode: 2 });
        }
      }
      const config = readConfig(context);
      expect(config.profiles).toHaveLength(kept.size);
      for (const [name, project] of kept) expect(requireProfile(config, name).project).toBe(project);
      expect(Object.prototype).not.toHaveProperty('endpoint');
    }),
    { numRuns: 30 },
  );
});
