import { describe, expect, it } from 'vitest';
import { createMask, maskHeader, secretsIn } from '../../../src/http/redact/mask.ts';

const secret = 'c4nary/"é+ x';
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

describe('createMask with secret values', () => {
  const mask = createMask([secret]);
  it.each([
    ['unchanged', secret],
    ['in a URL', encodeURIComponent(secret)],
    ['in a URL in lower case', encodeURIComponent(secret).toLowerCase()],
    ['in a form', encodeURIComponent(secret).replaceAll('%20', '+')],
    ['in JSON', JSON.stringify(secret)],
    ['in JSON with escaped slashes', JSON.stringify(secret).replaceAll('/', '\\/')],
    ['in ASCII JSON', JSON.stringify(secret).replaceAll('é', '\\u00e9').replaceAll('/', '\\/')],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in JSON in JSON in JSON', inJson(inJson(inJson(secret)))],
    ['in ASCII JSON in JSON', inJson(inJson(secret).replaceAll('é', '\\u00e9'))],
    ['in a URL in a URL', encodeURIComponent(encodeURIComponent(secret))],
    ['in JSON in a URL', encodeURIComponent(inJson(secret))],
    ['in HTML', secret.replaceAll('"', '&quot;').replaceAll('é', '&#233;')],
    ['in HTML of HTML', secret.replaceAll('"', '&amp;quot;').replaceAll('é', '&#xE9;')],
  ])('masks a secret that is %s', (_name, text) => {
    const shown = mask(`before ${text} after`);
    expect(shown).toMatch(/^before "?\*\*\*"? after$/);
  });

  it.each(['back\\\\slash\\', '\\first', '\n{}\t"\\"', '😀 wide', '\\', 'a$1.*?[x]^|(y)'])(
    'masks %j however often it is escaped',
    (odd) => {
      const maskOdd = createMask([odd]);
      for (const text of [odd, inJson(odd), inJson(inJson(odd)), encodeURIComponent(odd)])
        expect(maskOdd(`<${text}>`)).toMatch(/^<\\*\*\*\*>$/);
    },
  );

  it.each([
    '\\'.repeat(200_000),
    '%5c'.repeat(100_000),
    `c${'\\'.repeat(200_000)}`,
    'a\\\\"'.repeat(50_000),
    'x'.repeat(200_000),
    `https://${'a'.repeat(200_000)}`,
    '"secret":'.repeat(20_000),
  ])(
    'needs little time for hostile text %#',
    (text) => {
      expect(createMask(['\\\\a\\"\\\\"b\\', 'c"d"e'])(text).length).toBeGreaterThan(100_000);
    },
    5000,
  );

  it('masks a short secret only as a word', () => {
    expect(createMask(['ab'])('tab ab about "ab" ?x=ab')).toBe('tab *** about "***" ?x=***');
  });

  it('masks nothing without a secret', () => {
    expect(createMask(['', ''])('some text')).toBe('some text');
  });

  it('masks the longest secret first, so that no part of it remains', () => {
    expect(createMask(['canary', 'canary-long'])('canary-long canary')).toBe('*** ***');
  });
});

describe('createMask on secret members', () => {
  const mask = createMask([]);
  it.each([
    ['{"$id":"k","secret":"abc","n":1}', '{"$id":"k","secret":"***","n":1}'],
    ['{"password" : "a\\"b" , "name":"x"}', '{"password" : "***" , "name":"x"}'],
    ['{"otp":123456,"x":2}', '{"otp":"***","x":2}'],
    ['{"recoveryCodes":["a","b]"],"x":2}', '{"recoveryCodes":"***","x":2}'],
    ['{"serviceAccountJSON":{"private_key":"k","a":[{}]},"x":2}', '{"serviceAccountJSON":"***","x":2}'],
    ['{"keys":[{"secret":"a"},{"secret":"b"}]}', '{"keys":[{"secret":"***"},{"secret":"***"}]}'],
    [
      '{"secret":"","jwt":null,"apiKey":[],"authKey":{}}',
      '{"secret":"","jwt":null,"apiKey":[],"authKey":{}}',
    ],
    ['{"headers":{"Authorization":"Bearer abc"}}', '{"headers":{"Authorization":"***"}}'],
    ['{"secret":"half of it', '{"secret":"***"'],
    ['{"recoveryCodes":["a', '{"recoveryCodes":"***"'],
    ['{"vars":[{"key":"A \\"b","value":"c\\"d"}]}', '{"vars":[{"key":"A \\"b","value":"***"}]}'],
    ['{"key" : "A",\n "value" : "c", "secret":true}', '{"key" : "A",\n "value" : "***", "secret":true}'],
    ['{"value":"tall","attribute":"size"}', '{"value":"tall","attribute":"size"}'],
    ['{"big":9007199254740993,"secretary":"Ann"}', '{"big":9007199254740993,"secretary":"Ann"}'],
    ['GET https://h/v1/x?secret=abc&userId=u', 'GET https://h/v1/x?secret=***&userId=u'],
    ['http://user:p%40ss@proxy:3128/', 'http://***@proxy:3128/'],
  ])('masks %s', (text, shown) => {
    expect(mask(text)).toBe(shown);
  });
});

it('finds the values of secret members of a body', () => {
  const body =
    '{"email":"a@b.c","password":"a\\"b","otp":123456,"apiKey":null,"in":[{"authKey":{"x":["k",{"y":"l"}]}}]}';
  expect(secretsIn(body)).toEqual(['a"b', '123456', 'k', 'l']);
});

it.each([
  'X-Appwrite-Key',
  'X-Appwrite-JWT',
  'X-Appwrite-Session',
  'X-Fallback-Cookies',
  'Authorization',
  'Proxy-Authorization',
  'Cookie',
  'set-cookie',
])('masks the header %s', (name) => {
  expect(maskHeader(name, 'anything', (text) => text)).toBe('***');
});
