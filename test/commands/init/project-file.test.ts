import { describe, expect, it } from 'vitest';
import { withMember } from '../../../src/commands/init/project-file.ts';

describe('withMember', () => {
  it.each([
    ['an empty object', '{}', 'a', undefined, '{\n  "a": 1\n}'],
    ['white space alone', '{ }\n', 'a', undefined, '{\n  "a": 1\n}\n'],
    ['in front', '{"b":2}', 'a', undefined, '{"a": 1,"b":2}'],
    ['in the file’s own indentation', '{\n\t"b": 2\n}', 'a', undefined, '{\n\t"a": 1,\n\t"b": 2\n}'],
    [
      'behind another',
      '{\n  "x": {"y": [1]},\n  "b": 2\n}',
      'a',
      'x',
      '{\n  "x": {"y": [1]},\n  "a": 1,\n  "b": 2\n}',
    ],
    ['behind the last', '{ "x": 0 }', 'a', 'x', '{ "x": 0, "a": 1 }'],
    ['in place of another value', '{"a" : {"b": 2} , "c": 3}', 'a', undefined, '{"a" : 1 , "c": 3}'],
    ['of two, the one that counts', '{"a": 0, "a": 2}', 'a', undefined, '{"a": 0, "a": 1}'],
    ['not one of the same name further in', '{"x": {"a": 2}}', 'a', 'x', '{"x": {"a": 2},"a": 1}'],
    ['a name in escapes', '{"\\u0061": 2}', 'a', undefined, '{"\\u0061": 1}'],
    [
      'beside numbers that a double can’t hold',
      '{"n": 9007199254740993, "a": 0}',
      'a',
      undefined,
      '{"n": 9007199254740993, "a": 1}',
    ],
  ])('%s', (_, text, name, after, expected) => {
    expect(withMember(text, name, '1', after)).toBe(expected);
  });
});
