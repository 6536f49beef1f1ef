import http from 'node:http';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestServer, testServer } from '../client.ts';

let at: TestServer;
const reported: unknown[] = [];
beforeAll(async () => {
  at = await testServer({ report: (error) => reported.push(error) });
});
afterAll(() => at.sandbox.close());

const refusal = (status: number, type: string) => ({
  status,
  json: { code: status, type, version: '1.5.7' },
});

describe('who may ask', () => {
  test.each([
    ['no key', { guest: true }, 'User (role: guests) missing scope (databases.read)'],
    ['an unknown key', { headers: { 'x-appwrite-key': 'nope' } }, 'User (role: guests) missing scope'],
    ['no project', { headers: { 'x-appwrite-project': '' } }, 'User (role: guests) missing scope'],
  ])('%s is a guest', async (_, options, message) => {
    const answer = await at.request('GET', '/databases', options);
    expect(answer).toMatchObject(refusal(401, 'general_unauthorized_scope'));
    expect(answer.json.message).toContain(message);
  });

  test('an unknown project is not found', async () => {
    const answer = await at.request('GET', '/databases', { headers: { 'x-appwrite-project': 'missing' } });
    expect(answer).toMatchObject(refusal(404, 'project_not_found'));
  });

  test('a key is no account', async () => {
    const answer = await at.request('GET', '/account');
    expect(answer.json.message).toBe(
      'app.sandbox@service.127.0.0.1 (role: applications) missing scope (account)',
    );
  });

  test('the scope is checked before the parameters', async () => {
    expect((await at.request('POST', '/databases', { guest: true, body: {} })).status).toBe(401);
  });
});

describe('what is asked', () => {
  test('an unknown route', async () => {
    expect(await at.request('GET', '/nope')).toMatchObject(refusal(404, 'general_route_not_found'));
  });

  test('a known path with another method', async () => {
    expect(await at.request('PATCH', '/databases')).toMatchObject(refusal(404, 'general_route_not_found'));
  });

  test.each([
    ['broken JSON', '{bad json'],
    ['a list', '[1]'],
    ['JSON nested too deep', `{"databaseId":"a","name":${'['.repeat(5000)}${']'.repeat(5000)}}`],
    ['nothing', ''],
  ])('%s is read as an empty body', async (_, body) => {
    const answer = await at.request('POST', '/databases', { body });
    expect(answer).toMatchObject(refusal(400, 'general_argument_invalid'));
    expect(answer.json.message).toContain('databaseId');
  });

  test('a body is no body without its content type', async () => {
    const answer = await at.request('POST', '/databases', {
      headers: { 'content-type': 'text/plain' },
      body: '{"databaseId":"a","name":"A"}',
    });
    expect(answer.json.message).toContain('databaseId');
  });

  test('a body over 12 MiB is refused without a word', async () => {
    const answer = await at.request('POST', '/databases', { body: Buffer.alloc(12 * 1024 * 1024 + 1, 32) });
    expect(answer).toMatchObject({ status: 413, text: '' });
  });

  test('queries may be numbered or not', async () => {
    const limit = encodeURIComponent('{"method":"limit","values":[1]}');
    for (const name of ['queries[]', 'queries[0]', encodeURIComponent('queries[0]')]) {
      expect((await at.request('GET', `/databases?${name}=${limit}`)).status).toBe(200);
    }
  });
});

describe('hostile requests', () => {
  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const { port } = new URL(at.sandbox.endpoint);
      const socket = net.connect(Number(port), '127.0.0.1', () => socket.end(text));
      let answer = '';
      socket.on('data', (data) => {
        answer += data;
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  const get = (target: string, host = '127.0.0.1', more = '') =>
    raw(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${more}\r\n`);

  test.each([
    ['a foreign host', '/v1/databases', 'evil.example', 403],
    ['a host that only begins well', '/v1/databases', '127.0.0.1.evil.example', 403],
    ['no host', '/v1/databases', '', 400],
    ['localhost', '/v1/databases', 'localhost:80', 401],
    ['IPv6 loopback', '/v1/databases', '[::1]:80', 401],
    ['a path that is no percent-encoding', '/v1/databases/%zz', 'localhost', 401],
    ['a path outside', '/v1/../../etc/passwd', 'localhost', 404],
    ['an absolute target', 'http://evil.example/v1/databases', 'localhost', 404],
    [
      'a query that names __proto__',
      '/v1/databases?__proto__[x]=1&constructor[prototype][y]=2',
      'localhost',
      401,
    ],
    ['a query of brackets', `/v1/databases?a${'[b]'.repeat(1000)}=1`, 'localhost', 401],
  ])('%s', async (_, target, host, status) => {
    expect(await get(target, host)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  test.each([
    ['no JSON in a cookie', 'Cookie: a_session_sandbox=%%%;;=;a_session_sandbox_legacy=e30=\r\n'],
    ['fallback cookies that are no JSON', 'X-Fallback-Cookies: [\r\n'],
    ['fallback cookies that are null', 'X-Fallback-Cookies: null\r\n'],
    ['an empty project', 'X-Appwrite-Project: \r\n'],
  ])('%s', async (_, header) => {
    expect(await get('/v1/databases', 'localhost', header)).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('something that is no HTTP', async () => {
    expect(await raw('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('a form that is none', async () => {
    const answer = await at.request('POST', '/storage/buckets/b/files', {
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: 'garbage',
    });
    expect(answer.json.message).toContain('fileId');
  });

  test('a body that is cut off', async () => {
    const { port } = new URL(at.sandbox.endpoint);
    await new Promise<void>((resolve) => {
      const request = http.request({
        port,
        method: 'POST',
        path: '/v1/databases',
        headers: { 'content-length': 100 },
      });
      request.on('error', () => resolve());
      request.write('{', () => request.destroy());
    });
    expect((await at.request('GET', '/databases')).status).toBe(200);
  });

  test('none of them was a surprise', () => expect(reported).toEqual([]));
});

describe('headers', () => {
  test('JSON has its slashes escaped, and an error is not to be cached', async () => {
    const answer = await at.request('GET', '/nope/a');
    expect(answer.text).toContain('\\/nope\\/a');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=UTF-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache, no-store, must-revalidate');
  });

  test('an empty answer calls itself HTML', async () => {
    await at.request('POST', '/databases', { body: { databaseId: 'gone', name: 'Gone' } });
    const answer = await at.request('DELETE', '/databases/gone');
    expect(answer).toMatchObject({ status: 204, text: '' });
    expect(answer.headers.get('content-type')).toBe('text/html');
  });
});
