import { describe, expect, it } from 'vitest';
import { requestLine } from '../../../src/commands/sandbox/request-log.ts';

const startedAt = new Date(2024, 4, 1, 12, 3, 4).getTime();

describe('requestLine', () => {
  it.each([
    ['a path', 'POST', '/v1/databases', 201, '12:03:04 POST /v1/databases 201 3 ms'],
    [
      'no values of a query',
      'GET',
      '/v1/users?queries[0]=x&queries%5B1%5D=y&search=ada@example.com',
      200,
      '12:03:04 GET /v1/users?queries,search 200 3 ms',
    ],
    [
      'no text of a query that may be a value',
      'GET',
      '/v1/users?secret&=secret',
      400,
      '12:03:04 GET /v1/users 400 3 ms',
    ],
    [
      'many names',
      'GET',
      `/v1/x?${'abcdefghij'
        .split('')
        .map((name) => `${name}=1`)
        .join('&')}`,
      404,
      '12:03:04 GET /v1/x?a,b,c,d,e,f,g,h,… 404 3 ms',
    ],
    ['a broken connection', 'PUT', '/v1/x', undefined, '12:03:04 PUT /v1/x broke off 3 ms'],
    [
      'controls of a terminal',
      'GET',
      '/v1/\u009b31m\u202e?\u009b31m=1',
      404,
      '12:03:04 GET /v1/\\x9b31m\\u202e 404 3 ms',
    ],
    ['a long path', 'GET', `/v1/${'x'.repeat(5000)}`, 404, `12:03:04 GET /v1/${'x'.repeat(195)}… 404 3 ms`],
  ])('shows %s', (_, method, target, status, line) => {
    expect(requestLine({ method, target, status, startedAt, durationMs: 3, keptInOutbox: false })).toBe(line);
  });
});
