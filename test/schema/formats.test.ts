/** Formats, as PHP 8.2 judges them: `filter_var` for addresses, `new DateTime` for dates. */
import { expect, it } from 'vitest';
import {
  datetimePattern,
  documentPermissionPattern,
  emailPattern,
  formatPatterns,
  idPattern,
  ipPattern,
  urlPattern,
} from '../../src/schema/formats.ts';

/** By the format: texts that both take, texts that only PHP takes, and texts that both refuse. */
const judged: Readonly<
  Record<string, { pattern: string; texts: string[]; onlyPhp?: string[]; refused: string[] }>
> = {
  email: {
    pattern: emailPattern,
    texts: [
      'ada@example.com',
      "o'hara+tag@mail.example.co.uk",
      'a@b.c',
      'a@b--c.de',
      'a@xn--p1ai.xn--p1ai',
      'A@B.DE',
      '1@2.com',
      'a@1.2.3.com',
      `${'a'.repeat(64)}@b.de`,
      `a@${'b'.repeat(63)}.de`,
      "a+!#$%&*/=?^_`{|}~-'@b.de",
    ],
    onlyPhp: ['a@[127.0.0.1]', 'a@[IPv6:::1]'],
    refused: [
      '',
      'ada',
      '@example.com',
      'a@b',
      'a@b.1',
      'a@b.1c',
      'a@b-.de',
      'a@b.c-',
      'a@b_c.de',
      'ä@b.de',
      'a@bücher.de',
      '.a@b.de',
      'a.@b.de',
      'a..b@c.de',
      'a@b.de\n',
      ' a@b.de',
      'a@b.de.',
      'a b@c.de',
      '"x y"@example.com',
      `${'a'.repeat(65)}@b.de`,
      `a@${'b'.repeat(64)}.de`,
      `a@${'b.'.repeat(120)}de${'e'.repeat(20)}`,
    ],
  },
  url: {
    pattern: urlPattern,
    texts: [
      'https://example.com',
      'http://localhost:3000/x',
      'HTTP://EX.COM',
      'http://u:p@h.de',
      'http://@h',
      'http://u%40@h',
      'http://h?q',
      'http://h#f',
      'http://h/"<>',
      'http://h/%zz',
      'http://h:',
      'http://h:0',
      'http://h:65535',
      'http://a.',
      'http://[::1]/',
      'http://1.2.3.4',
      'http://999.1.1.1',
      `http://a.${'b'.repeat(63)}`,
      'ftp://x',
      'a+b.c://x',
      'x://a_b',
      'x://[',
      'javascript://x',
      'file:///etc/x',
      'mailto:a@b.de',
    ],
    onlyPhp: ['1a://b', 'news:x', 'mailto:1@b.de'],
    refused: [
      '',
      'x',
      '//x',
      'http:x',
      'http:/x',
      'https://',
      'https:///x',
      'https://?',
      'http://:80',
      'http://h:65536',
      'http://h:abc',
      'http://h\n',
      ' http://h',
      'http://h ',
      'http://exa mple',
      'http://ex.com/é',
      'http://bücher.de',
      'http://a_b.de',
      'http://a..b',
      'http://-a.de',
      'http://a-.de',
      'http://.',
      'http://%41',
      'http://u%bb@h',
      'http://[::1',
      'http://a@b@c',
      `http://a.${'b'.repeat(64)}`,
      'myapp://',
      'x://:1',
      'javascript:alert(1)',
      'tel:1',
    ],
  },
  ip: {
    pattern: ipPattern,
    texts: [
      '127.0.0.1',
      '::',
      '::1',
      '1::',
      'ABCD::EF',
      '::ffff:1.2.3.4',
      '1:2:3:4:5:6:7:8',
      '1:2:3:4:5:6:7::',
      '::2:3:4:5:6:7:8',
      '1:2:3:4:5:6:1.2.3.4',
      '1:2:3:4:5::1.2.3.4',
      '0001::1',
    ],
    refused: [
      '',
      '01.2.3.4',
      '1.2.3',
      '256.1.1.1',
      ' 1.1.1.1',
      '1.1.1.1\n',
      'fe80::1%eth0',
      '1::2::3',
      '12345::',
      '::1.2.3',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:1.2.3.4',
      '::1:2:3:4:5:6:7:8',
      '1::2:3:4:5:6:7:8',
      '1:2:3:4:5:6::1.2.3.4',
      ':::',
      '1:::2',
    ],
  },
  datetime: {
    pattern: datetimePattern,
    texts: [
      '2024-01-31',
      '2024-01-31T10:00:00.000+00:00',
      '2024-01-31T10:00:00Z',
      '2024-01-31t10:00:00z',
      '2024-01-31T10:00',
      '2024-01-31 10:00:00',
      '2024-01-31T10:00:00+0530',
      '2024-01-31T10:00:00.123456789Z',
      '2024-01-31T10:00:00+23:59',
      '2000-02-29',
      '2024-02-29',
      '0000-01-01',
    ],
    // Days that there are not become days of the next month.
    onlyPhp: [
      '',
      'now',
      '2024-1-3',
      '2024-02-30',
      '1900-02-29',
      '2023-02-29',
      '2024-04-31',
      '2024-01-31T24:00:00Z',
      '2024-01-31T10Z',
    ],
    refused: ['2024-13-01', '2024-01-31T25:00:00Z', '2024-01-31T10:60:00Z', '2024-01-31T10:00:00+99:99'],
  },
};

it.each(Object.entries(judged))(
  'takes no %s that PHP refuses',
  (_, { pattern, texts, onlyPhp = [], refused }) => {
    // JSON Schema compiles patterns with the flag.
    for (const expression of [new RegExp(pattern), new RegExp(pattern, 'u')]) {
      expect(texts.filter((text) => !expression.test(text))).toEqual([]);
      expect([...onlyPhp, ...refused].filter((text) => expression.test(text))).toEqual([]);
    }
  },
);

it('limits the length of values to what attributes hold', () => {
  const path = 'a'.repeat(2000 - 'http://h/'.length);
  expect(`http://h/${path}`).toMatch(new RegExp(formatPatterns.url));
  expect(`http://h/${path}a`).not.toMatch(new RegExp(formatPatterns.url));
  const long = `${'0123:'.repeat(6)}100.100.100.100`;
  expect(long).toMatch(new RegExp(ipPattern));
  expect(long).not.toMatch(new RegExp(formatPatterns.ip));
});

it.each([
  ['a', true],
  ['unique()', false],
  ['_a', false],
  ['a'.repeat(36), true],
  ['a'.repeat(37), false],
  ['a b', false],
])('checks the ID %s: %s', (text, expected) => expect(new RegExp(idPattern).test(text)).toBe(expected));

it.each([
  ['read("any")', true],
  ['write("users/verified")', true],
  ['update("team:a/owner")', true],
  ['delete("label:vip")', true],
  ['create("any")', false],
  ['read("any/verified")', false],
  ['read("user:")', false],
  ['read("label:a-b")', false],
  ['read(any)', false],
])('checks the permission %s: %s', (text, expected) =>
  expect(new RegExp(documentPermissionPattern).test(text)).toBe(expected),
);

it.each([
  [emailPattern, `a@${'b-'.repeat(30_000)}`],
  [urlPattern, `http://${'a.'.repeat(30_000)}@`],
  [urlPattern, `x://${'a'.repeat(50_000)} `],
  [ipPattern, 'a:'.repeat(30_000)],
  [datetimePattern, `2024-01-31T10:00:00.${'0'.repeat(50_000)}`],
])('judges a long text without backtracking over and over', (pattern, text) =>
  expect(new RegExp(pattern).test(text)).toBe(false),
);
