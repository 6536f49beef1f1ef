import { describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../src/http/types.ts';
import { responseResult } from '../../src/operations/send.ts';

const remove: ApiRequest = { method: 'DELETE', path: '/x', query: [], repeatable: true, secrets: [] };
const html = { 'content-type': 'text/html' };

describe('responseResult', () => {
  it.each([
    ['a response', '{"databases":[{"a":1},', 'the text ends where a value should stand at line 1, column 23'],
    ['a web page', '<html>', '"<" where a value should stand at line 1, column 1'],
  ])('refuses %s that is not JSON although nothing has promised JSON', (_what, text, reason) => {
    expect(() => responseResult(remove, { text, status: 200, headers: html }, {})).toThrow(
      expect.objectContaining({ exitCode: 1, message: `the answer is broken JSON: ${reason}` }),
    );
  });

  it('passes on JSON without a promise', () => {
    expect(responseResult(remove, { text: '{}', status: 200, headers: {} }, {})).toEqual({
      result: { kind: 'json', text: '{}', view: {} },
    });
  });

  it.each([
    ['DELETE', 'Deleted.'],
    ['POST', 'Done (204).'],
  ])('reports an empty response to %s', (method, message) => {
    expect(responseResult({ ...remove, method }, { text: '', status: 204, headers: {} }, {})).toEqual({
      result: { kind: 'done', message },
    });
  });
});
