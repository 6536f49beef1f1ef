import { describe, expect, it } from 'vitest';
import type { Param } from '../../src/api/schema.ts';
import { encodeJson } from '../../src/lib/json/raw.ts';
import { parseValue, type Value } from '../../src/operations/values.ts';

const param = (facts: Partial<Param>): Param => ({
  name: 'x',
  flag: '--x',
  in: 'body',
  type: 'string',
  required: false,
  help: '',
  ...facts,
});

const sent = (value: Value) => encodeJson(value);

describe('parseValue with a valid value', () => {
  it.each<[Partial<Param>, string[], string]>([
    [{ type: 'integer' }, ['9007199254740993'], '9007199254740993'],
    [{ type: 'integer' }, ['-0'], '-0'],
    [{ type: 'integer' }, ['5.0'], '5'],
    [{ type: 'integer' }, ['1e3'], '1000'],
    [{ type: 'integer' }, ['+5'], '5'],
    [{ type: 'integer', unit: 'bytes' }, ['5GiB'], '5368709120'],
    [{ type: 'integer', unit: 'bytes' }, ['30000000'], '30000000'],
    [{ type: 'integer', unit: 'seconds', max: 900 }, ['15m'], '900'],
    [{ type: 'number' }, ['.5'], '0.5'],
    [{ type: 'number' }, ['1.10'], '1.10'],
    [{ type: 'number' }, ['1e400'], '1e400'],
    [{ type: 'number' }, ['-2.5E-3'], '-2.5E-3'],
    [{ type: 'integer', min: 0, max: 2000 }, ['2000'], '2000'],
    [{ type: 'boolean' }, ['false'], 'false'],
    [{ type: 'string' }, [''], '""'],
    [{ type: 'string' }, ['"\n\u{1f600}'], '"\\"\\n😀"'],
    [{ type: 'string', maxLength: 2 }, ['😀😀'], '"😀😀"'],
    [{ type: 'string', enum: ['a', 'b'] }, ['b'], '"b"'],
    [{ type: 'array' }, [], '[]'],
    [{ type: 'array', enum: ['a', 'b'] }, ['b', 'a'], '["b","a"]'],
    [{ type: 'array' }, ['a,b', ''], '["a,b",""]'],
    [{ newId: true, maxLength: 36 }, ['unique()'], '"unique()"'],
    [{ newId: true, maxLength: 36 }, ['A.b-c_9'], '"A.b-c_9"'],
    [{ in: 'path' }, ['a b/c?d'], '"a b/c?d"'],
    [{ format: 'url' }, ['https://x.y/z'], '"https://x.y/z"'],
  ])('keeps the text of a parameter with %j: %j', (facts, texts, json) => {
    expect(sent(parseValue(param(facts), texts))).toBe(json);
  });
});

describe('parseValue with an invalid value', () => {
  it.each<[Partial<Param>, string[], string, string?]>([
    [{ type: 'integer' }, ['1.5'], '--x takes a whole number, not "1.5"'],
    [{ type: 'integer' }, ['1_000'], '--x takes a whole number, not "1_000"'],
    [{ type: 'integer' }, ['2MB'], '--x takes a whole number, not "2MB"'],
    [
      { type: 'integer', unit: 'bytes' },
      ['5G'],
      '--x takes 500 kB, 2MB, 5GiB, or a number of bytes, not "5G"',
      'write 5GB, in powers of 1000, or 5GiB, in powers of 1024',
    ],
    [
      { type: 'integer', unit: 'bytes' },
      ['1.5B'],
      '--x takes 500 kB, 2MB, 5GiB, or a number of bytes, not "1.5B"',
    ],
    [{ type: 'integer', unit: 'seconds', max: 900 }, ['1h'], '--x must be at most 900 (15 min)'],
    [
      { type: 'integer', unit: 'seconds' },
      ['soon'],
      '--x takes 90s, 15m, 1h30m, 7d, or a number of seconds, not "soon"',
    ],
    [{ type: 'integer' }, ['007'], '--x takes a whole number, not "007"'],
    [{ type: 'integer' }, [''], '--x takes a whole number, not ""'],
    [{ type: 'number' }, ['NaN'], '--x takes a number, not "NaN"'],
    [{ type: 'number' }, ['1.'], '--x takes a number, not "1."'],
    [{ type: 'integer', min: 0 }, ['-1'], '--x must be at least 0'],
    [{ type: 'number', max: 1 }, ['1.1'], '--x must be at most 1'],
    [{ type: 'boolean' }, ['yes'], '--x takes true or false, not "yes"'],
    [
      { enum: ['node-18.0', 'node-20.0'] },
      ['node-18'],
      '--x takes node-18.0, node-20.0, not "node-18"',
      'did you mean node-18.0?',
    ],
    [
      { type: 'array', enum: ['users.read', 'teams.read'] },
      ['teams.read', 'users.reed'],
      '--x takes users.read, teams.read, not "users.reed"',
      'did you mean users.read?',
    ],
    [{ maxLength: 3 }, ['abcd'], '--x takes at most 3 characters, not 4'],
    [{ minLength: 8 }, ['short'], '--x takes at least 8 characters, not 5'],
    [{ newId: true, maxLength: 36 }, ['-a'], '--x can\'t be "-a"'],
    [{ newId: true, maxLength: 36 }, ['a'.repeat(37)], `--x can't be "${'a'.repeat(37)}"`],
    [{ in: 'path' }, ['..'], '--x can\'t be ".."'],
    [{ in: 'path' }, [''], '--x is empty'],
    [{ in: 'path' }, ['a\u0007'], '--x has a control character in it'],
    [{ type: 'array', maxItems: 1 }, ['a', 'b'], '--x takes at most 1 values, not 2'],
    [{ type: 'array', itemMaxLength: 2 }, ['abc'], '--x takes values of at most 2 characters, one has 3'],
    [{ format: 'url' }, ['nowhere'], '--x takes a URL, not "nowhere"'],
  ])('names the flag of a parameter with %j: %j', (facts, texts, message, hint) => {
    const expected = hint ? { message, hint, exitCode: 2 } : { message, exitCode: 2 };
    expect(() => parseValue(param(facts), texts)).toThrow(expect.objectContaining(expected));
  });
});
