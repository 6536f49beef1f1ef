import { describe, expect, it } from 'vitest';
import { JsonError } from '../../../src/lib/json/error.ts';
import { checkJson, compactJson, indentJson } from '../../../src/lib/json/format.ts';

describe('JSON functions on valid JSON', () => {
  it.each([
    '0',
    '-0',
    '1.50',
    '1E+400',
    '0.10000000000000000555',
    '9007199254740993',
    '"\\u00e9\\/\\ud800"',
    'true',
    'false',
    'null',
    '[]',
    '{}',
    '[[],{}]',
    '{"a":1,"a":2,"10":0,"2":0,"__proto__":{}}',
    '"\u202e raw \u0085 characters"',
  ])('accept %j unchanged', (text) => {
    expect(compactJson(text)).toBe(text);
    expect(compactJson(`\ufeff \t\r\n${text}\n`)).toBe(text);
  });
});

describe('checkJson on invalid JSON', () => {
  it.each([
    ['', 1, 1, 'the text ends where a value should stand'],
    ['  \n ', 2, 2, 'the text ends where a value should stand'],
    ['{"a":1,\n "b" 2}', 2, 6, '"2" where a colon should stand'],
    ['{"a":1,}', 1, 8, '"}" where a name in quotes should stand'],
    ['[1,]', 1, 4, '"]" where a value should stand'],
    ['[1 2]', 1, 4, '"2" where a comma or "]" should stand'],
    ['{"a":1]', 1, 7, '"]" where a comma or "}" should stand'],
    ['[1}', 1, 3, '"}" where a comma or "]" should stand'],
    ['{"a"', 1, 5, 'the text ends where a colon should stand'],
    ['{"a":[1', 1, 8, 'the text ends where a comma or "]" should stand'],
    ['{}\r\n{}', 2, 1, '"{" where the end should stand'],
    ['{a:1}', 1, 2, '"a" where a name in quotes should stand'],
    ["'a'", 1, 1, '"\'" where a value should stand'],
    ['"abc', 1, 5, 'the text ends inside a string'],
    ['"ab\\', 1, 4, 'the text ends inside a string'],
    ['"a\tb"', 1, 3, 'a control character inside a string'],
    ['"\\x41"', 1, 2, 'an escape that JSON does not have'],
    ['"\\u12g4"', 1, 2, 'an escape that JSON does not have'],
    ['01', 1, 2, 'a number that JSON does not know'],
    ['-', 1, 2, 'a number that JSON does not know'],
    ['[1.]', 1, 4, 'a number that JSON does not know'],
    ['1e', 1, 3, 'a number that JSON does not know'],
    ['.5', 1, 1, '"." where a value should stand'],
    ['NaN', 1, 1, '"N" where a value should stand'],
    ['["😀",x]', 1, 6, '"x" where a value should stand'],
    ['<html>', 1, 1, '"<" where a value should stand'],
  ])('reports the error in %j at line %i, column %i', (text, line, column, reason) => {
    expect(() => JSON.parse(text)).toThrow();
    const error = errorOf(() => checkJson(text));
    expect(error).toMatchObject({ line, column, message: `${reason} at line ${line}, column ${column}` });
  });
});

describe('JSON functions on deep JSON', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

  it('process 1000 levels', () => {
    checkJson(nested(1000));
    expect(compactJson(nested(1000))).toBe(nested(1000));
    expect([...indentJson(nested(1000))].join('').replace(/\s/g, '')).toBe(nested(1000));
  });

  it.each([1001, 1_000_000])('refuse %i levels, and name the limit', (levels) => {
    const message = 'more than 1000 levels of nesting at line 1, column 1001';
    for (const work of [checkJson, (text: string) => [...indentJson(text)]])
      expect(() => work(nested(levels))).toThrow(message);
    expect(() => checkJson('{"a":'.repeat(levels) + 1 + '}'.repeat(levels))).toThrow(/more than 1000 levels/);
  });

  it('take any number of brackets side by side, and in strings', () => {
    checkJson(`[${'[],'.repeat(5000)}{}]`);
    checkJson(JSON.stringify('['.repeat(5000)));
  });
});

function errorOf(work: () => void): JsonError {
  try {
    work();
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
  throw new Error('it did not throw');
}
