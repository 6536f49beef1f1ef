import { describe, expect, it } from 'vitest';
import { hasUnicode } from '../../src/output/screen.ts';
import type { Result } from '../../src/output/types.ts';
import { show } from './kit.ts';

describe('hasUnicode', () => {
  it.each([
    ['linux', { LANG: 'en_GB.UTF-8' }, true],
    ['linux', { LANG: 'de_DE.utf8', TERM: 'xterm' }, true],
    ['linux', { LANG: 'en_GB.UTF-8', LC_ALL: 'C' }, false],
    ['linux', { LANG: 'C', LC_CTYPE: 'C.UTF-8' }, true],
    ['linux', {}, false],
    ['linux', { LANG: 'C.UTF-8', TERM: 'dumb' }, false],
    ['linux', { LANG: 'C.UTF-8', TERM: 'linux' }, false],
    ['win32', {}, false],
    ['win32', { WT_SESSION: 'x' }, true],
  ] as const)('decides by the locale and the terminal: %s %j', (platform, env, expected) => {
    expect(hasUnicode({ platform, env })).toBe(expected);
  });
});

describe('a result with a drawing', () => {
  const result: Result = {
    kind: 'json',
    text: '{"a":1}',
    view: {},
    draw: async ({ width }) => (width === undefined ? undefined : `drawn ${width}\n`),
  };

  it('is drawn as a table, and rendered by the other formats', async () => {
    expect((await show(result, {}, { columns: 40 })).out).toBe('drawn 40\n');
    expect((await show(result, { format: 'json' })).out).toBe('{"a":1}\n');
  });

  it('is rendered where nothing is drawn, and if fields or a filter are given', async () => {
    expect((await show(result)).out).toBe('a  1\n');
    expect((await show(result, { fields: ['a'] }, { columns: 40 })).out).toBe('a  1\n');
    expect((await show(result, { filter: 'a' }, { columns: 40 })).out).toBe('1\n');
  });
});
