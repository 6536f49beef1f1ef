import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../../src/sandbox/sandbox.ts';

const frontEnd = 'http://localhost:3000';
const host = '127.0.0.1:4040';

let closed: Sandbox;
let open: Sandbox;
let network: Sandbox;
beforeAll(async () => {
  closed = await createSandbox();
  open = await createSandbox({ cors: [frontEnd] });
  network = await createSandbox({ anyHost: true });
});
afterAll(() => Promise.all([closed.close(), open.close(), network.close()]));

const send = (sandbox: Sandbox, headers: Record<string, string>, method = 'GET', target = '/v1/databases') =>
  sandbox.handle({
    method,
    target,
    headers: {
      host,
      'x-appwrite-project': sandbox.project,
      'x-appwrite-key': sandbox.apiKey,
      ...headers,
    },
  });

describe('a sandbox without --cors', () => {
  it.each<Record<string, string>>([
    {},
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'same-origin' },
    { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' },
  ])('answers %j', async (headers) => {
    expect((await send(closed, headers)).status).toBe(200);
  });

  it.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: frontEnd, 'sec-fetch-site': 'same-site' },
    { origin: 'http://127.0.0.1:4041', 'sec-fetch-site': 'same-site' },
    { origin: `https://${host}` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', referer: `${frontEnd}/` },
    { 'sec-fetch-site': 'unheard-of' },
    { origin: `http://${host}`, 'sec-fetch-site': 'cross-site' },
  ])('refuses %j before it looks for a route', async (headers) => {
    for (const [method, target] of [
      ['GET', '/v1/databases'],
      ['POST', '/v1/account'],
      ['OPTIONS', '/v1/account'],
      ['PUT', '/nowhere'],
    ] as const) {
      const { status, body, headers: answered } = await send(closed, headers, method, target);
      expect({ status, ...JSON.parse(`${body}`) }).toMatchObject({
        status: 403,
        type: 'general_unknown_origin',
      });
      expect(answered).not.toHaveProperty('access-control-allow-origin');
    }
  });
});

describe('a sandbox with --cors', () => {
  it.each<[string, Record<string, string>]>([
    ['a request', { origin: frontEnd, 'sec-fetch-site': 'cross-site' }],
    ['a picture', { referer: `${frontEnd}/shop`, 'sec-fetch-site': 'same-site' }],
  ])('answers %s of that origin, and lets it read the answer', async (_, headers) => {
    expect(await send(open, headers)).toMatchObject({
      status: 200,
      headers: { 'access-control-allow-origin': frontEnd, 'access-control-allow-credentials': 'true' },
    });
  });

  it('lets that origin read errors', async () => {
    expect(await send(open, { origin: frontEnd }, 'GET', '/v1/nowhere')).toMatchObject({
      status: 404,
      headers: { 'access-control-allow-origin': frontEnd },
    });
  });

  it('answers the preflight request', async () => {
    const answer = await send(open, { origin: frontEnd }, 'OPTIONS', '/v1/databases');
    expect(answer).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': frontEnd,
        'access-control-allow-methods': expect.stringContaining('PATCH'),
        'access-control-allow-headers': expect.stringContaining('X-Appwrite-Project'),
      },
    });
  });

  it.each<Record<string, string>>([
    { origin: 'http://localhost:3001' },
    { origin: 'https://localhost:3000' },
    { referer: 'http://localhost:3001/', 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
  ])('refuses %j', async (headers) => {
    expect((await send(open, headers)).status).toBe(403);
  });

  it('believes no Referer of a request that changes something', async () => {
    const headers = { referer: `${frontEnd}/`, 'sec-fetch-site': 'same-site' };
    expect((await send(open, headers, 'POST')).status).toBe(403);
  });
});

it('takes no origin for its own under a name that anyone could have resolve to it', async () => {
  const name = { host: 'evil.example:4040', origin: 'http://evil.example:4040' };
  expect((await send(network, name)).status).toBe(403);
  expect((await send(network, { host: name.host, 'sec-fetch-site': 'same-origin' })).status).toBe(403);
  expect((await send(network, { host: name.host })).status).toBe(200);
  const address = { host: '192.168.0.7:4040', origin: 'http://192.168.0.7:4040' };
  expect((await send(network, address)).status).toBe(200);
});
