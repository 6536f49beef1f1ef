import { describe, expect, it } from 'vitest';
import { excerpt, isUnsafe, visible, visibleInQuotes, visibleLines } from '../../../src/lib/text/visible.ts';

/** Text that could control a terminal, reverse text or hide some, and its escaped form. */
const hostile = [
  ['\x1b[2J', '\\x1b[2J'],
  ['\x9b2J\x7f', '\\x9b2J\\x7f'],
  ['a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['\u200e\u200f\u2028\u2029', '\\u200e\\u200f\\u2028\\u2029'],
  ['\ud800 half', '\\ud800 half'],
  ['a\r\b', 'a\\r\\x08'],
  ['a\u061cb', 'a\\u061cb'],
  ['a\u{e0001}\u{e0041}\u{e007f}', 'a\\u{e0001}\\u{e0041}\\u{e007f}'],
  ['ad\xadm\u200bi\ufeffn\u3164', 'ad\\xadm\\u200bi\\ufeffn\\u3164'],
  ['ad\u200cmi\u200dn', 'ad\\u200cmi\\u200dn'],
  ['👨\u200d\u200d', '👨\u200d\\u200d'],
  ['a\ufe0f\ufe01\u{e0100}', 'a\ufe0f\\ufe01\\u{e0100}'],
] as const;

describe('visible', () => {
  it.each(hostile)('escapes %j as %s', (text, shown) => {
    expect(isUnsafe(text)).toBe(true);
    expect(visible(text)).toBe(shown);
    expect(visibleLines(text)).toBe(shown);
    expect(JSON.parse(`"${visibleInQuotes(text)}"`)).toBe(text);
  });

  it.each(['', 'plain', 'größer 漢字 👨‍👩‍👧‍👦 e\u0301', '❤️‍🔥 1️⃣ 葛\u{e0100}', 'نمی\u200cخواهم क्\u200dष'])(
    'leaves %j unchanged',
    (text) => {
      expect(isUnsafe(text)).toBe(false);
      expect(visible(text)).toBe(text);
    },
  );

  it('keeps line breaks and tabs if asked to', () => {
    expect(visible('a\n\tb\r\n')).toBe('a\\n\\tb\\r\\n');
    expect(visibleLines('a\n\tb\r\n')).toBe('a\n\tb\r\n');
  });
});

describe('excerpt', () => {
  it.each([
    ['  one\n\n two\t', 20, 'one two'],
    ['a\x1b[2Jb', 20, 'a [2Jb'],
    ['twelve chars', 12, 'twelve chars'],
    ['twelve chars', 8, 'twelve…'],
  ])('shortens %j to %i characters: %s', (text, limit, expected) => {
    expect(excerpt(text, limit)).toBe(expected);
  });
});
