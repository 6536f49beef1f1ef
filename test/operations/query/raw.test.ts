import { describe, expect, it } from 'vitest';
import { readRawQuery } from '../../../src/operations/query/raw.ts';

describe('readRawQuery', () => {
  it.each([
    ['{"method":"limit","values":[2]}', { method: 'limit', values: [2] }],
    [' {"method":"isNull","attribute":"a"} ', { method: 'isNull', values: [] }],
    ['{"method":"cursorAfter","values":["p1"]}', { method: 'cursorAfter', values: ['p1'] }],
    ['{"method":"constructor"}', { method: 'constructor', values: [] }],
  ])('returns method and values of %s', (text, expected) => {
    expect(readRawQuery(text, undefined)).toEqual(expected);
  });

  it.each([
    ['', 'is not a JSON object', '{"method"'],
    ['[1]', 'is not a JSON object', '{"method"'],
    ['"limit"', 'is not a JSON object', '{"method"'],
    ['{"method":', 'not valid JSON', undefined],
    ['{"method":"limit"}}', 'line 1, column 19', undefined],
    ['{}', 'has no method', '{"method":"limit","values":[5]}'],
    ['{"method":5}', 'has no method', '{"method"'],
    ['{"method":"equal","values":5}', 'are not a list', undefined],
    ['{"method":"limit","values":[0]}', 'is not a whole number of 1 or more', undefined],
    ['{"method":"limit"}', 'is not a whole number of 1 or more', undefined],
    ['{"method":"offset","values":["1"]}', 'is not a whole number of 0 or more', undefined],
    ['{"method":"cursorAfter","values":[1]}', 'has no ID', '{"method":"cursorAfter","values":["ID"]}'],
    ['limit(2)', 'the syntax of older servers', '{"method":"limit","values":[2]}'],
    ['cursorAfter("p1")', 'the syntax of older servers', '{"method":"cursorAfter","values":["p1"]}'],
    ['select(["a", "b"])', 'the syntax of older servers', '{"method":"select","values":["a","b"]}'],
    ['orderDesc("a")', 'the syntax of older servers', '{"method":"orderDesc","attribute":"a"}'],
    [
      'equal("size", ["L", "M"])',
      'the syntax of older servers',
      '{"method":"equal","attribute":"size","values":["L","M"]}',
    ],
    [
      'greaterThan("n", 3)',
      'the syntax of older servers',
      '{"method":"greaterThan","attribute":"n","values":[3]}',
    ],
    [
      "equal('size', x)",
      'the syntax of older servers',
      '{"method":"equal","attribute":"name","values":["Ada"]}',
    ],
  ])('refuses %s', (text, problem, hint) => {
    expect(() => readRawQuery(text, undefined)).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringMatching(/^--queries/),
        ...(hint && { hint: expect.stringContaining(hint) }),
      }),
    );
    expect(() => readRawQuery(text, undefined)).toThrow(problem);
  });

  it('accepts only paging for logs', () => {
    const logs = ['limit', 'offset'];
    expect(readRawQuery('{"method":"offset","values":[3]}', logs)).toEqual({ method: 'offset', values: [3] });
    expect(() => readRawQuery('{"method":"equal","attribute":"a","values":[1]}', logs)).toThrow(
      'takes limit and offset, not equal',
    );
  });
});
