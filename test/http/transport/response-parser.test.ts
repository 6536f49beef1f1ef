import { describe, expect, it } from 'vitest';
import { readAsOurs } from './response-readers.ts';

const lines = (...text: string[]) => text.join('\r\n');
const empty = lines('HTTP/1.1 204 No Content', '', '');

/** Response, and what is read of it. */
const valid: [name: string, response: string, read: Record<string, unknown>][] = [
  [
    'a body of a length',
    lines('HTTP/1.1 200 OK', 'Content-Type: text/plain', 'Content-Length: 4', '', 'pong'),
    {
      status: 200,
      statusText: 'OK',
      headers: { 'content-type': 'text/plain', 'content-length': '4' },
      body: 'pong',
      keptOpenSeconds: Number.POSITIVE_INFINITY,
    },
  ],
  ['an empty body', lines('HTTP/1.1 200 OK', 'Content-Length: 0', '', ''), { body: '' }],
  ['no reason', lines('HTTP/1.1 404', 'Content-Length: 0', '', ''), { status: 404, statusText: '' }],
  ['an empty reason', lines('HTTP/1.1 404 ', 'Content-Length: 0', '', ''), { status: 404, statusText: '' }],
  ['no content, whatever its length', lines('HTTP/1.1 204 No', 'Content-Length: 9', '', ''), { body: '' }],
  ['an unchanged file', lines('HTTP/1.1 304 Not Modified', 'Content-Length: 9', '', ''), { body: '' }],
  [
    'a body that ends with the connection',
    lines('HTTP/1.1 200 OK', '', 'as long as it takes'),
    { body: 'as long as it takes', keptOpenSeconds: 0 },
  ],
  [
    'chunks, with extensions and a trailer',
    lines(
      ...['HTTP/1.1 200 OK', 'Transfer-Encoding: Chunked', '', '5;name="value"', 'first'],
      ...['00A', '-and-other', '0', 'Digest: x', '', ''],
    ),
    { body: 'first-and-other', keptOpenSeconds: Number.POSITIVE_INFINITY },
  ],
  [
    'interim responses before the real one',
    lines('HTTP/1.1 100 Continue', '', 'HTTP/1.1 103 Early Hints', 'Link: </a>', '', empty),
    { status: 204, headers: {} },
  ],
  [
    'names in any case, and space around values',
    lines('HTTP/1.1 204 No', 'X-One:1', 'x-TWO: \t 2 2 \t', 'X-Empty:', '', ''),
    { headers: { 'x-one': '1', 'x-two': '2 2', 'x-empty': '' } },
  ],
  [
    'repeated headers',
    lines(
      ...['HTTP/1.1 204 No', 'Set-Cookie: a=1', 'Set-Cookie: b=2', 'Vary: one', 'Vary: two'],
      ...['Location: /first', 'Location: /second', '', ''],
    ),
    { headers: { 'set-cookie': ['a=1', 'b=2'], vary: 'one, two', location: '/first' } },
  ],
  [
    'names of members of objects',
    lines('HTTP/1.1 204 No', '__proto__: x', 'constructor: y', '', ''),
    { headers: Object.fromEntries([['constructor', 'y']]), prototype: 'x' },
  ],
  ['bytes beyond ASCII', lines('HTTP/1.1 200 Stra\xdfe', 'X: \xe9', '', ''), { statusText: 'Stra\xdfe' }],
  [
    'a connection to be closed',
    lines('HTTP/1.1 204 No', 'Connection: x, Close', '', ''),
    { keptOpenSeconds: 0 },
  ],
  ['a server of HTTP/1.0', lines('HTTP/1.0 204 No', '', ''), { keptOpenSeconds: 0 }],
  [
    'one that keeps the connection open',
    lines('HTTP/1.0 204 No', 'Connection: Keep-Alive', '', ''),
    { keptOpenSeconds: Number.POSITIVE_INFINITY },
  ],
  [
    'one that says for how long',
    lines('HTTP/1.1 204 No', 'Keep-Alive: timeout=5, max=9', '', ''),
    { keptOpenSeconds: 4 },
  ],
  [
    'one that says for no time',
    lines('HTTP/1.1 204 No', 'Keep-Alive: timeout=0', '', ''),
    { keptOpenSeconds: 0 },
  ],
];

describe('a response', () => {
  it.each(valid)('can have %s', (_name, response, read) => {
    for (const size of [1, 2, 3, 7, response.length])
      expect(readAsOurs(Buffer.from(response, 'latin1'), size)).toMatchObject(read);
  });

  const head = (...headers: string[]) => lines('HTTP/1.1 200 OK', ...headers, '', '');
  const invalid: [name: string, response: string, reason: string][] = [
    ['another protocol', '220 smtp.example.com ESMTP ready\r\n', 'it does not begin with HTTP/1.'],
    ['another version', lines('HTTP/2 200 OK', '', ''), 'it does not begin with HTTP/1.'],
    ['a later minor version', lines('HTTP/1.2 200 OK', '', ''), 'its first line is malformed'],
    ['no status', lines('HTTP/1.1 OK', '', ''), 'its first line is malformed'],
    [
      'a control character in the reason',
      lines('HTTP/1.1 200 \x1b[1m', '', ''),
      'its first line is malformed',
    ],
    ['a change of the protocol', lines('HTTP/1.1 101 Go', '', ''), 'the server changes the protocol'],
    ['a header without a colon', head('Content-Length 4'), 'a header is malformed'],
    ['a header without a name', head(': 4'), 'a header is malformed'],
    ['space before the colon', head('Content-Length : 4'), 'a header is malformed'],
    ['a folded header', head('X-One: 1', ' 2'), 'a header is malformed'],
    ['a line feed alone', head('X-One: 1\nContent-Length: 4'), 'a header is malformed'],
    ['a carriage return alone', head('X-One: 1\rContent-Length: 4'), 'a header is malformed'],
    ['a NUL', head('X-One: \0'), 'a header is malformed'],
    ['two lengths', head('Content-Length: 4', 'Content-Length: 5'), 'its Content-Length is malformed'],
    ['a negative length', head('Content-Length: -1'), 'its Content-Length is malformed'],
    [
      'a length beyond exact numbers',
      head('Content-Length: 9007199254740993'),
      'its Content-Length is malformed',
    ],
    [
      'chunks and a length',
      head('Content-Length: 4', 'Transfer-Encoding: chunked'),
      'it is both chunked and of a fixed length',
    ],
    ['an unknown encoding', head('Transfer-Encoding: gzip, chunked'), 'its transfer encoding is unknown'],
    [
      'a size that is no number',
      `${head('Transfer-Encoding: chunked')}x\r\n`,
      'the size of a chunk is malformed',
    ],
    ['a signed size', `${head('Transfer-Encoding: chunked')}+4\r\n`, 'the size of a chunk is malformed'],
    [
      'a size beyond exact numbers',
      `${head('Transfer-Encoding: chunked')}${'f'.repeat(13)}\r\n`,
      'the size of a chunk is malformed',
    ],
    ['a longer chunk', `${head('Transfer-Encoding: chunked')}1\r\nab\r\n`, 'a chunk is longer than its size'],
    ['endless headers', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}`, 'its headers are longer than 64 KiB'],
    [
      'endless interim responses',
      'HTTP/1.1 100 Continue\r\n\r\n'.repeat(3000),
      'its headers are longer than 64 KiB',
    ],
    [
      'an endless trailer',
      `${head('Transfer-Encoding: chunked')}0\r\n${'X: y\r\n'.repeat(12_000)}`,
      'its headers are longer than 64 KiB',
    ],
  ];
  it.each(invalid)("can't have %s", (_name, response, reason) => {
    for (const size of [1000, response.length])
      expect(readAsOurs(Buffer.from(response, 'latin1'), size)).toBe(reason);
  });

  it('to HEAD has no body', () => {
    const response = Buffer.from(head('Content-Length: 4'));
    expect(readAsOurs(response, 5, 'HEAD')).toMatchObject({ status: 200, body: '', following: 0 });
  });

  it.each([
    ['in its first line', 'HTTP/1.'],
    ['in its headers', 'HTTP/1.1 200 OK\r\nContent-'],
    ['in its body', `${head('Content-Length: 4')}pon`],
    ['in a chunk', `${head('Transfer-Encoding: chunked')}4\r\npo`],
    ['before the last chunk', `${head('Transfer-Encoding: chunked')}4\r\npong\r\n`],
    ['in its trailer', `${head('Transfer-Encoding: chunked')}0\r\n`],
  ])('can be cut off %s', (_name, response) => {
    expect(readAsOurs(Buffer.from(response), 3)).toBe('cut off');
  });

  it('tells how many bytes follow it', () => {
    const response = Buffer.from(`${empty}HTTP/1.1 408 Request Time-out\r\n\r\n`);
    expect(readAsOurs(response, response.length)).toMatchObject({
      following: response.length - empty.length,
    });
  });
});
