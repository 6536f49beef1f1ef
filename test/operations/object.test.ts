import { describe, expect, it } from 'vitest';
import { objectFromJson, objectFromPairs } from '../../src/operations/object.ts';

describe('objectFromPairs', () => {
  it.each<[string[], string]>([
    [['title=Hello', 'views:=3', 'tags:=["a"]'], '{"title":"Hello","views":3,"tags":["a"]}'],
    [['a=b=c'], '{"a":"b=c"}'],
    [['a='], '{"a":""}'],
    [['n:=9007199254740993'], '{"n":9007199254740993}'],
    [['__proto__=x'], '{"__proto__":"x"}'],
    [['2=b', '1=a'], '{"2":"b","1":"a"}'],
    [['quote="'], '{"quote":"\\""}'],
  ])('parses %j', (pairs, json) => {
    expect(objectFromPairs('--data', pairs).text).toBe(json);
  });

  it.each<[string[], RegExp]>([
    [['a=1', 'a=2'], /--data: "a" is given twice/],
    [['a:=nope'], /--data a:= is not valid JSON: .*line 1, column 1/],
  ])('refuses %j', (pairs, message) => {
    expect(() => objectFromPairs('--data', pairs)).toThrow(message);
  });
});

describe('objectFromJson', () => {
  it('keeps every digit', () => {
    expect(objectFromJson('--data', ' {"a": 1.50, "2":1, "1":2}\n').text).toBe('{"a": 1.50, "2":1, "1":2}');
  });

  it.each<[string, RegExp]>([
    ['[1]', /--data takes a JSON object/],
    ['"text"', /--data takes a JSON object/],
    ['{"a":\n  1,\n  nope}', /--data is not valid JSON: .*line 3, column 3/],
    ['', /--data is not valid JSON/],
  ])('refuses %j', (text, message) => {
    expect(() => objectFromJson('--data', text)).toThrow(message);
  });
});
