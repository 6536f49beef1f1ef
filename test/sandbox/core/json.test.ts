import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeJson, parseForeignJson, parseJson } from '../../../src/sandbox/core/json.ts';

describe('JSON integers', () => {
  it.each([
    ['9007199254740993', 9007199254740993n],
    ['-9007199254740993', -9007199254740993n],
    ['9223372036854775807', 9223372036854775807n],
    ['9007199254740991', 9007199254740991],
    ['9223372036854775808', 2 ** 63],
    ['0.1234567890123456789', 0.12345678901234568],
    ['1.7976931348623157e+308', Number.MAX_VALUE],
    ['"9007199254740993"', '9007199254740993'],
  ])('reads %s', (text, value) => expect(parseJson(text)).toBe(value));

  it('writes integers as they were read', () => {
    const text = '{"a":[9007199254740993,1.5,"9007199254740993\\"",null,true],"b":{"__proto__":1}}';
    expect(encodeJson(parseJson(text))).toBe(text);
  });
});

it('reads any JSON as JSON.parse does, except long integers', () => {
  const rounded = (_: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
  fc.assert(
    fc.property(fc.json(), (json) => {
      const text = `[1000000000000000,${json}]`;
      expect(JSON.stringify(parseJson(text), rounded)).toEqual(JSON.stringify(JSON.parse(text)));
    }),
  );
});

it.each(['', '{', '[9007199254740993', '{"a":9007199254740993,}', '[1 9007199254740993]'])(
  'refuses %s',
  (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  },
);

it('limits the depth of JSON from clients', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  expect(parseForeignJson(nested(512))).toBeDefined();
  expect(() => parseForeignJson(nested(514))).toThrow(SyntaxError);
});
