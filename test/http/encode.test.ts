import { describe, expect, it } from 'vitest';
import { encodeQuery, encodeSegment, requestUrl } from '../../src/http/encode.ts';
import type { ApiRequest } from '../../src/http/types.ts';

describe('encodeSegment', () => {
  it.each([
    ['shop', 'shop'],
    ['a/b?c#d', 'a%2Fb%3Fc%23d'],
    ['%2e%2e', '%252e%252e'],
    ['é 世界', '%C3%A9%20%E4%B8%96%E7%95%8C'],
    ['...', '...'],
  ])('encodes %j as %s', (value, encoded) => {
    expect(encodeSegment('--database-id', value)).toBe(encoded);
  });

  it.each(['', '.', '..', 'a\nb', 'a\x00', 'a\x7f', 'a\x9b', '\ud800'])('refuses %j', (value) => {
    expect(() => encodeSegment('--database-id', value)).toThrow(/^--database-id /);
    expect(() => encodeSegment('--database-id', value)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

it('encodes names and values of a query', () => {
  expect(
    encodeQuery([
      ['queries[0]', '{"method":"limit","values":[1]}'],
      ['search', 'a b&c'],
    ]),
  ).toBe('queries%5B0%5D=%7B%22method%22%3A%22limit%22%2C%22values%22%3A%5B1%5D%7D&search=a%20b%26c');
});

it.each([
  [[], 'http://h/v1/databases'],
  [[['a', '1']], 'http://h/v1/databases?a=1'],
] as [ApiRequest['query'], string][])('builds a URL with the query %j', (query, url) => {
  const request = { method: 'GET', path: '/databases', query, repeatable: true, secrets: [] };
  expect(requestUrl('http://h/v1', request)).toBe(url);
});
