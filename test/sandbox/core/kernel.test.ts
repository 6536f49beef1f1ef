import http from 'node:http';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('authorisation', () => {
  it.each([
    ['no key', { guest: true }, 'User (role: guests) missing scope (databases.read)'],
    ['an unknown key', { headers: { 'x-appwrite-key': 'nope' } }, 'User (role: guests) missing scope'],
    ['no project', { headers: { 'x-appwrite-project': '' } }, 'User (role: guests) missing scope'],
  ])('treats %s as a guest', async (_, options, message) => {
    const answer = await at.request('GET', '/databases', options);
    expect(answer).toMatchObject(refusal(401, 'general_unauthorized_scope'));
    expect(answer.json.message).toContain(message);
  });

  it('refuses an unknown project', async () => {
    const answer = await at.request('GET', '/databases', { headers: { 'x-appwrite-project': 'missing' } });
    expect(answer).toMatchObject(refusal(404, 'project_not_found'));
  });

  it('refuses account operations with a key', async () => {
    const answer = await at.request('GET', '/account');
    expect(answer.json.message).toBe(
      'app.sandbox@service.127.0.0.1 (role: applications) missing scope (account)',
    );
  });

  it('checks the scope before the parameters', async () => {
    expect((await at.request('POST', '/databases', { guest: true, body: {} })).status).toBe(401);
  });
});

describe('request parsing', () => {
  it('refuses an unknown route', async () => {
    expect(await at.request('GET', '/nope')).toMatchObject(refusal(404, 'general_route_not_found'));
  });

  it('refuses a known path with another method', async () => {
    expect(await at.request('PATCH', '/databases')).toMatchObject(refusal(404, 'general_route_not_found'));
  });

  it.each([
    ['broken JSON', '{bad json'],
    ['a list', '[1]'],
    ['JSON nested too deep', `{"databaseId":"a","name":${'['.repeat(5000)}${']'.repeat(5000)}}`],
    ['nothing', ''],
  ])('reads %s as an empty body', async (_, body) => {
    const answer = await at.request('POST', '/databases', { body });
    expect(answer).toMatchObject(refusal(400, 'general_argument_invalid'));
    expect(answer.json.message).toContain('databaseId');
  });

  it('ignores a body without its content type', async () => {
    const answer = await at.request('POST', '/databases', {
      headers: { 'content-type': 'text/plain' },
      body: '{"databaseId":"a","name":"A"}',
    });
    expect(answer.json.message).toContain('databaseId');
  });

  it('refuses a body over 12 MiB with an empty answer', async () => {
    const answer = await at.request('POST', '/databases', { body: Buffer.alloc(12 * 1024 * 1024 + 1, 32) });
    expect(answer).toMatchObject({ status: 413, text: '' });
  });

  it('accepts queries with and without numbers', async () => {
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

  it.each([
    ['a foreign host', '/v1/databases', 'evil.example', 403],
    ['a host that only begins as loopback', '/v1/databases', '127.0.0.1.evil.example', 403],
    ['a name below localhost', '/v1/databases', 'evil.localhost', 403],
    ['the unspecified address', '/v1/databases', '0.0.0.0:80', 403],
    ['no host', '/v1/databases', '', 400],
    ['localhost', '/v1/databases', 'localhost:80', 401],
    ['IPv6 loopback', '/v1/databases', '[::1]:80', 401],
    ['a malformed percent-encoding', '/v1/databases/%zz', 'localhost', 401],
    ['a path outside', '/v1/../../etc/passwd', 'localhost', 404],
    ['an absolute target', 'http://evil.example/v1/databases', 'localhost', 404],
    [
      'a query that names __proto__',
      '/v1/databases?__proto__[x]=1&constructor[prototype][y]=2',
      'localhost',
      401,
    ],
    ['a query of brackets', `/v1/databases?a${'[b]'.repeat(1000)}=1`, 'localhost', 401],
  ])('answers %s', async (_, target, host, status) => {
    expect(await get(target, host)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it.each([
    ['a cookie that is not JSON', 'Cookie: a_session_sandbox=%%%;;=;a_session_sandbox_legacy=e30=\r\n'],
    ['fallback cookies that are not JSON', 'X-Fallback-Cookies: [\r\n'],
    ['fallback cookies that are null', 'X-Fallback-Cookies: null\r\n'],
    ['an empty project', 'X-Appwrite-Project: \r\n'],
  ])('answers a request with %s', async (_, header) => {
    expect(await get('/v1/databases', 'localhost', header)).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('refuses bytes that are not HTTP', async () => {
    expect(await raw('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('reads a malformed form as an empty one', async () => {
    const answer = await at.request('POST', '/storage/buckets/b/files', {
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: 'garbage',
    });
    expect(answer.json.message).toContain('fileId');
  });

  it('survives a truncated body', async () => {
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

  it('reports none of them as unexpected', () => expect(reported).toEqual([]));
});

describe('response headers', () => {
  it('escapes the slashes of JSON, and forbids caching of errors', async () => {
    const answer = await at.request('GET', '/nope/a');
    expect(answer.text).toContain('\\/nope\\/a');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=UTF-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache, no-store, must-revalidate');
  });

  it('declares an empty answer as HTML', async () => {
    await at.request('POST', '/databases', { body: { databaseId: 'gone', name: 'Gone' } });
    const answer = await at.request('DELETE', '/databases/gone');
    expect(answer).toMatchObject({ status: 204, text: '' });
    expect(answer.headers.get('content-type')).toBe('text/html');
  });
});

it.each(['127.1', 'localhost', '::ffff:127.0.0.1'])('checks the host if it listens on %s', async (host) => {
  const { sandbox } = await testServer({ host });
  try {
    const { port } = new URL(sandbox.endpoint);
    const status = await new Promise((resolve, reject) => {
      const options = { host, port, headers: { host: 'evil.example' } };
      http.get(options, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
    });
    expect(status).toBe(403);
  } finally {
    await sandbox.close();
  }
});
