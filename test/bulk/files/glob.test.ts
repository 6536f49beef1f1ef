import { describe, expect, it } from 'vitest';
import { readGlob } from '../../../src/bulk/files/glob.ts';
import { CliError } from '../../../src/errors.ts';

const glob = (pattern: string) => readGlob(pattern)!.glob;

describe('readGlob', () => {
  it.each(['cat.png', 'pics/old', '/abs/x', 'a{b}', 'a{b', 'a,b}', ''])('reads %j as no pattern', (path) => {
    expect(readGlob(path)).toBeUndefined();
  });

  it.each([
    ['*.png', '.'],
    ['./*.png', '.'],
    ['pics/*.png', 'pics'],
    ['pics/old/[ab]/x*', 'pics/old'],
    ['../**/x', '..'],
    ['/*', '/'],
    ['/srv/?', '/srv'],
    ['pics/{a,b}/c', 'pics'],
  ])('searches for %s in %s', (pattern, folder) => {
    expect(readGlob(pattern)?.folder).toBe(folder);
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['*.png', ['a.png', '.png', 'a.png/below'], ['a.PNG', 'a.pngx', 'b/a.png']],
    ['?', ['a', '.'], ['', 'ab', '/']],
    ['a?c', ['abc'], ['a/c', 'ac']],
    ['**/*.png', ['a.png', 'x/a.png', 'x/y/a.png'], ['a.txt']],
    ['x*/**/b', ['x/b', 'xx/y/z/b'], ['y/b', 'x/y/c']],
    ['**', ['a', 'a/b'], []],
    ['a**b', ['ab', 'axb'], ['a/b']],
    ['[cn]*', ['cat', 'notes'], ['dog']],
    ['[a-c]1', ['a1', 'c1'], ['d1', '-1']],
    ['[!a]x', ['bx', '!x'], ['ax']],
    ['[^a]x', ['bx'], ['ax']],
    ['[a*', ['[a', '[ab'], ['a']],
    ['*.{png,jpg}', ['a.png', 'a.jpg'], ['a.gif', 'a.{png,jpg}x']],
    ['{a,b*}.txt', ['a.txt', 'b.txt', 'bc.txt'], ['ac.txt']],
    ['{a,b{c,d}}', ['a', 'bc', 'bd'], ['b', 'bcd']],
    ['{a,b}/*', ['a/x', 'b/x'], ['c/x']],
    ['{a/b,c}/*', ['a/b/x', 'c/x'], ['a/x', 'b/x']],
    ['{a*', ['{a', '{ab'], ['a']],
    ['a}*', ['a}', 'a}b'], ['a']],
    ['.*', ['.a'], ['a']],
    ['*.tar.gz', ['a.tar.gz'], ['a_tar_gz', 'a.targz']],
    ['*  ', ['x  ', 'x   '], ['x', 'x ']],
    [' *', [' x'], ['x']],
    ['(1)*', ['(1)', '(1).png'], ['1.png']],
    ['*(1).png', ['cat (1).png', '(1).png'], ['1.png', '.png']],
    ['+(a)*', ['+(a)b'], ['aa']],
    ['!a*', ['!a', '!ab'], ['b']],
    ['#*', ['#a'], ['a']],
    ['$^|*', ['$^|a'], ['a', '$^']],
    ['"a"*', ['"a"b'], ['ab']],
  ])('matches %j as documented', (pattern, matching, others) => {
    const { matches } = glob(pattern);
    expect(matching.filter((path) => !matches(path))).toEqual([]);
    expect(others.filter((path) => matches(path))).toEqual([]);
  });

  it.runIf(process.platform !== 'win32').each([
    ['\\*?', ['*a'], ['ba', '\\*a']],
    ['\\{a,b\\}*', ['{a,b}', '{a,b}c'], ['a', 'b']],
    ['\\[a]*', ['[a]', '[a]b'], ['a']],
    ['a\\?*', ['a?', 'a?b'], ['ab']],
  ])('takes what follows a backslash in %s literally', (pattern, matching, others) => {
    const { matches } = glob(pattern);
    expect(matching.filter((path) => !matches(path))).toEqual([]);
    expect(others.filter((path) => matches(path))).toEqual([]);
  });

  it('matches files below a folder that matches', () => {
    const { matches, mayContainMatch } = glob('o*');
    expect(['old/cow.png', 'old/a/b'].every(matches)).toBe(true);
    expect([mayContainMatch('old'), mayContainMatch('old/a'), mayContainMatch('new')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['*/x*', 'a', true],
    ['*/x*', 'a/b', false],
    ['*/x*', 'a/xb', true],
    ['**/x', 'a/b/c', true],
    ['{a/b,c}/*', 'a/b', true],
  ])('decides for %s if %s may contain a match', (pattern, folder, expected) => {
    expect(glob(pattern).mayContainMatch(folder)).toBe(expected);
  });

  it.each([
    ['*', false],
    ['a.*', false],
    ['.*', true],
    ['*/.git/*', true],
    ['{a,.b}*', true],
    ['.hidden/*', false],
  ])('knows if %s names hidden files below its folder', (pattern, expected) => {
    expect(glob(pattern).matchesHidden).toBe(expected);
  });

  it.each([
    ['many asterisks', '*a'.repeat(5)],
    ['many braces', '{a,aa}'.repeat(5)],
    ['many folders', '**/a/'.repeat(5)],
    ['nested braces', `${'{a,'.repeat(2000)}`.concat('}'.repeat(2000))],
    ['a great length', `${'?'.repeat(100_000)}`],
  ])('refuses at once a pattern of %s', (_name, pattern) => {
    const startedAt = performance.now();
    expect(() => readGlob(pattern)).toThrow(CliError);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it('matches quickly what it accepts', () => {
    const startedAt = performance.now();
    const longName = 'a'.repeat(255);
    for (const pattern of ['*a*a*ab', '*'.repeat(1000), '{a,aa}{a,aa}{a,aa}{a,aa}*b']) {
      expect(glob(pattern).matches(longName)).toBe(pattern.startsWith('**'));
    }
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});
