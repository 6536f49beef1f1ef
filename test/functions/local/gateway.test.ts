import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  closeServer,
  createGateway,
  type GatewayExchange,
  listenOnLoopback,
  placeOf,
} from '../../../src/functions/local/gateway.ts';
import type { FunctionAnswer, FunctionRequest } from '../../../src/functions/runtime/types.ts';

describe('placeOf', () => {
  it.each<[string, string, string[], string]>([
    ['127.0.0.1:3000', '/a?b=%20', ['one'], 'one /a?b=%20'],
    ['localhost', '/one/a', ['one'], 'one /one/a'],
    ['[::1]:3000', '/', ['one'], 'one /'],
    ['localhost', '/one/a?x', ['one', 'two'], 'one /a?x'],
    ['localhost', '/two', ['one', 'two'], 'two /'],
    ['localhost', '/two?x=1', ['one', 'two'], 'two /?x=1'],
    ['localhost', '/t%77o/', ['one', 'two'], 'two /'],
    ['localhost', '/three', ['one', 'two'], '404'],
    ['localhost', '/%zz', ['one', 'two'], '404'],
    ['two.localhost:3000', '/two/a', ['one', 'two'], 'two /two/a'],
    ['TWO.localhost', '/', ['one', 'Two'], 'Two /'],
    // Names of the network may resolve to any address, and that to this machine.
    ['evil.example:3000', '/', ['one'], '403'],
    ['three.localhost', '/', ['one'], '403'],
    ['127.0.0.1.evil.example', '/', ['one'], '403'],
    ['10.0.0.1', '/', ['one'], '403'],
    ['', '/', ['one'], '403'],
  ])('finds %s%s among %j: %s', (host, target, ids, expected) => {
    const place = placeOf(host, target, ids);
    expect('status' in place ? `${place.status}` : `${place.functionId} ${place.target}`).toBe(expected);
  });
});

describe('createGateway', () => {
  let answer: Partial<FunctionAnswer> = {};
  let received: FunctionRequest | undefined;
  const exchanges: GatewayExchange[] = [];
  const server = createGateway({
    functions: new Map([
      [
        'one',
        async (request) => {
          received = request;
          const empty = {
            status: 200,
            headers: {},
            body: Buffer.alloc(0),
            logs: '',
            errors: '',
            durationMs: 1,
          };
          return { ...empty, ...answer };
        },
      ],
    ]),
    caller: async () => ({ userId: 'ada', jwt: 'j.w.t' }),
    now: () => 1000,
    observe: (exchange) => exchanges.push(exchange),
  });
  let port: number;
  beforeAll(async () => {
    port = await listenOnLoopback(server, 0);
  });
  afterAll(() => closeServer(server));

  function send(path: string, options: http.RequestOptions = {}, body = '') {
    return new Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }>(
      (resolve, reject) => {
        const request = http.request(
          { host: '127.0.0.1', port, path, agent: false, ...options },
          (response) => {
            let text = '';
            response.setEncoding('latin1');
            response.on('data', (part) => {
              text += part;
            });
            response.on('end', () =>
              resolve({ status: response.statusCode!, headers: response.headers, text }),
            );
          },
        );
        request.on('error', reject);
        request.end(body);
      },
    );
  }

  it('gives a function the request, with the headers of a domain and without those of the connection', async () => {
    answer = {};
    const headers = { 'X-Mixed': 'a', Cookie: 'a=1; b=2', te: 'trailers', 'x-appwrite-trigger': 'event' };
    await send('/a%20b?x=1&x=2', { method: 'PUT', headers }, 'body');
    expect(received).toEqual({
      method: 'PUT',
      target: '/a%20b?x=1&x=2',
      body: Buffer.from('body'),
      headers: {
        host: `127.0.0.1:${port}`,
        'x-mixed': 'a',
        cookie: 'a=1; b=2',
        'content-length': '4',
        'x-appwrite-trigger': 'http',
        'x-appwrite-user-id': 'ada',
        'x-appwrite-user-jwt': 'j.w.t',
        'x-appwrite-country-code': '',
        'x-appwrite-continent-code': '',
        'x-appwrite-continent-eu': 'false',
      },
    });
    expect(exchanges.at(-1)).toEqual({
      ...{ functionId: 'one', method: 'PUT', target: '/a%20b?x=1&x=2' },
      ...{ status: 200, startedAt: 1000, durationMs: 0 },
    });
  });

  it('answers with status, headers and bytes of the function', async () => {
    const headers = {
      'content-type': 'image/png',
      'x-own': '1',
      'content-length': '99',
      connection: 'upgrade',
    };
    answer = { status: 418, headers, body: Buffer.from([0, 255]) };
    const { status, headers: got, text } = await send('/');
    expect({ status, type: got['content-type'], own: got['x-own'], length: got['content-length'] }).toEqual({
      ...{ status: 418, type: 'image/png', own: '1', length: '2' },
    });
    expect(text).toBe('\u0000\u00ff');
  });

  it.each([
    [100, 500],
    [999, 999],
  ])('answers the status %i as %i', async (status, expected) => {
    answer = { status };
    expect((await send('/')).status).toBe(expected);
  });

  it('refuses names of the network before the function is called', async () => {
    received = undefined;
    const { status, text } = await send('/', { headers: { host: 'evil.example' } });
    expect({ status, text, received }).toEqual({
      ...{ status: 403, text: 'evil.example is not a name of this machine\n', received: undefined },
    });
  });
});

it('takes the next port if the first ones are taken, and refuses a taken port that is named', async () => {
  const [one, other, third] = [http.createServer(), http.createServer(), http.createServer()];
  const first = await listenOnLoopback(one);
  const second = await listenOnLoopback(other);
  expect(first).toBeGreaterThanOrEqual(3000);
  expect(second).toBeGreaterThan(first);
  await expect(listenOnLoopback(third, first)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await Promise.all([one, other].map(closeServer));
});
