import { describe, expect, it } from 'vitest';
import { createMask, type Mask, maskHeader, secretsIn } from '../../../src/http/redact/mask.ts';

/** Masks the values of secret parameters with a name that no text has. */
const maskOf = (...values: string[]): Mask => createMask(values.map((value) => ({ name: 'value', value })));

const secret = 'Key_c4nary/"é+ x?>~';
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

const hex = (text: string) => Buffer.from(text).toString('hex');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const escaped = (text: string) =>
  [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const percent = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('');
const references = (text: string) => [...text].map((one) => `&#${one.codePointAt(0)};`).join('');

describe('createMask with secret values', () => {
  const mask = maskOf(secret);
  it.each([
    ['unchanged', secret],
    ['in other case', secret.replaceAll('K', 'k').replaceAll('c', 'C')],
    ['in a URL', encodeURIComponent(secret)],
    ['in a URL in lower case', encodeURIComponent(secret).toLowerCase()],
    ['in a URL of which each character is encoded', percent(secret)],
    ['in a form', encodeURIComponent(secret).replaceAll('%20', '+')],
    ['in JSON', JSON.stringify(secret)],
    ['in JSON with escaped slashes', JSON.stringify(secret).replaceAll('/', '\\/')],
    ['in ASCII JSON', JSON.stringify(secret).replaceAll('é', '\\u00e9').replaceAll('/', '\\/')],
    ['in JSON of which each character is escaped', escaped(secret)],
    ['in base64', base64(secret)],
    ['in base64 without padding', base64(secret).replace(/=+$/, '')],
    ['in base64url', base64url(secret)],
    ['in base64 in JSON', base64(secret).replaceAll('/', '\\/')],
    ['in base64 in a URL', encodeURIComponent(base64(secret))],
    ['in hexadecimal digits', hex(secret)],
    ['in upper-case hexadecimal digits', hex(secret).toUpperCase()],
    ['in JSON in JSON in JSON', inJson(inJson(inJson(secret)))],
    ['in ASCII JSON in JSON', inJson(inJson(secret).replaceAll('é', '\\u00e9'))],
    ['in a URL in a URL', encodeURIComponent(encodeURIComponent(secret))],
    ['in JSON in a URL', encodeURIComponent(inJson(secret))],
    ['in HTML', secret.replaceAll('"', '&quot;').replaceAll('é', '&#233;')],
    ['in HTML of which each character is a reference', references(secret)],
    ['in HTML of HTML', secret.replaceAll('"', '&amp;quot;').replaceAll('é', '&amp;#xE9;')],
    ['in HTML in JSON in a URL', encodeURIComponent(inJson(references(secret)))],
  ])('masks a secret that is %s', (_name, text) => {
    const shown = mask(`before ${text} after`);
    expect(shown).toMatch(/^before "?\*\*\*"? after$/);
  });

  it.each([
    ['Basic authentication', base64, 'u:', ''],
    ['Basic authentication, as a password', base64, 'ada:', ''],
    ['a token in base64url', base64url, '{"k":"', '"}'],
    ['a longer text', base64, 'x', 'yz'],
    ['hexadecimal digits', hex, 'u:', '!'],
  ])('masks a secret within %s', (_name, encode, before, after) => {
    const shown = mask(`Basic ${encode(before + secret + after)}`);
    expect(shown).toMatch(/^Basic .{1,12}\*\*\*.{0,8}$/);
    // The rest of the base64 holds a few bits of the first and the last character.
    expect(Buffer.from(shown, 'base64').toString()).not.toContain('c4n');
  });

  it('masks each of six layers, and no more', () => {
    const layers = (count: number) => {
      let text = secret;
      for (let layer = 0; layer < count; layer++) text = encodeURIComponent(text);
      return text;
    };
    expect(mask(layers(6))).toBe('***');
    expect(mask(layers(7))).toBe(layers(7));
  });

  it.each([
    'back\\\\slash\\',
    '\\first',
    '\n{}\t"\\"',
    '😀 wide',
    'C:\\new\\%41&amp;',
    'a$1.*?[x]^|(y)',
    '%41\\u0042 c',
  ])('masks %j however often it is escaped', (odd) => {
    const maskOdd = maskOf(odd);
    for (const text of [odd, inJson(odd), inJson(inJson(odd)), encodeURIComponent(odd)])
      expect(maskOdd(`<${text}>`)).toMatch(/^<\\*\*\*\*(?:\\|%5C)*>$/);
  });

  it('masks a secret after letters that have other lengths in lower case', () => {
    expect(maskOf('Key+C4nary')('İİİ KEY+c4NARY İ')).toBe('İİİ *** İ');
    expect(maskOf('İKey')('İİ %C4%B0KEY')).toBe('İİ ***');
  });

  it('masks a very long secret', () => {
    const long = 'a1b2"\\%'.repeat(2000);
    expect(maskOf(long)(`<${inJson(long)}>`)).toBe('<***>');
  });

  it('masks nothing without a secret', () => {
    expect(maskOf('', '')('some text')).toBe('some text');
  });

  it('masks the longest secret first, so that no part of it remains', () => {
    expect(maskOf('c4nary-a', 'c4nary-a-long')('c4nary-a-long c4nary-a')).toBe('*** ***');
  });
});

describe('createMask with a short secret', () => {
  it.each([
    ['hunter2 is short', '*** is short'],
    ['not hunter22, nor xhunter2', 'not hunter22, nor xhunter2'],
    ['?x=hunter2&y', '?x=***&y'],
    ['%22hunter2%22', '%22***%22'],
    ['a\\nhunter2\\n', 'a\\n***\\n'],
    [base64('hunter2'), '***'],
  ])('masks it between other characters: %s', (text, shown) => {
    expect(maskOf('hunter2')(text)).toBe(shown);
  });
});

describe('createMask with a secret that is a word', () => {
  const mask = createMask([
    { name: 'password', value: 'password' },
    { name: 'value', value: 'production' },
    { name: 'value', value: '8' },
    { name: 'X-Appwrite-Key', value: 'secret' },
  ]);

  it.each([
    'Invalid `password` param: Password must be between 8 and 265 chars long.',
    'Param \\"password\\" is not optional.',
    'The production of secrets: 8',
    '{"type":"password","key":"production","name":"secret","size":8}',
    '/v1/account/recovery/password?limit=8',
    'user_password_mismatch',
  ])('leaves alone what a server says anyway: %s', (text) => {
    expect(mask(text)).toBe(text);
  });

  it.each([
    ['password', '***'],
    ['{"password":"password"}', '{"password":"***"}'],
    ['{"m":"{\\"password\\": \\"password\\"}"}', '{"m":"{\\"password\\": \\"***\\"}"}'],
    ['%7B%22password%22%3A%22password%22%7D', '%7B%22password%22%3A%22***%22%7D'],
    ['{"value":"production","name":"production"}', '{"value":"***","name":"production"}'],
    ['{"value":8,"size":8}', '{"value":***,"size":8}'],
    ['a=1&value=production&b', 'a=1&value=***&b'],
    ['value[0]=production', 'value[0]=***'],
    ['%26password%3Dpassword', '%26password%3D***'],
    ['x-appwrite-key: secret', 'x-appwrite-key: ***'],
    ['it is "production" here', 'it is "***" here'],
    ["it is 'production' here", "it is '***' here"],
    ['it is \\"production\\" here', 'it is \\"***\\" here'],
    [`Basic ${base64('u:production')}`, 'Basic dTp***'],
  ])('masks it as a value: %s', (text, shown) => {
    expect(mask(text)).toBe(shown);
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
  expect(secretsIn(body)).toEqual([
    { name: 'password', value: 'a"b' },
    { name: 'otp', value: '123456' },
    { name: 'authKey', value: 'k' },
    { name: 'authKey', value: 'l' },
  ]);
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
