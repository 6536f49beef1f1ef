import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HttpRequest } from '../../../../src/sandbox/core/http/handle.ts';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { newOwner } from '../console/kit.ts';
import { createFunction, deploy, runningSandbox } from './deploy.ts';

const code = `
module.exports = async ({ req, res }) =>
  req.path === '/page'
    ? res.send('<p>hello</p>', 203, { 'content-type': 'text/html', 'set-cookie': 'a=b', 'x-own': '1' })
    : req.path === '/bytes'
      ? res.send(Buffer.from([0xff, 0xfe]), 200, { 'content-type': 'image/x' })
      : res.json({ ...req });
`;

let at: TestSandbox;
beforeAll(async () => {
  at = await runningSandbox();
  await deploy(at, 'Web_1', { 'main.js': code });
  await createFunction(at, 'bare');
  await createFunction(at, 'off', { enabled: false });
});
afterAll(() => at.sandbox.close());

const host = 'web_1.functions.localhost:8080';
async function visit(request: Partial<HttpRequest> = {}, on: TestSandbox = at) {
  const { status, headers, body } = await on.sandbox.handle({
    method: 'GET',
    target: '/',
    headers: { host },
    ...request,
  });
  return { status, headers, body: body as Buffer | undefined };
}
const json = ({ body }: { body: Buffer | undefined }) => JSON.parse(`${body}`);

it("sends the function's own status, headers and body", async () => {
  const { status, headers, body } = await visit({ target: '/page' });
  expect({ status, body: `${body}` }).toEqual({ status: 203, body: '<p>hello</p>' });
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'set-cookie': 'a=b',
    'x-own': '1',
    'content-length': 12,
  });
  expect([...(await visit({ target: '/bytes' })).body!]).toEqual([0xff, 0xfe]);
});

it('gives the function the request as it is, of a page of any origin', async () => {
  const headers = {
    host,
    origin: 'https://shop.example',
    'sec-fetch-site': 'cross-site',
    'x-custom': 'Kept',
    cookie: 'a=b; c="d"',
    'user-agent': 'browser',
  };
  const answer = await visit({ method: 'POST', target: '/a/b?q=%20', headers, body: Buffer.from('{"a"') });
  expect(json(answer)).toMatchObject({
    method: 'POST',
    path: '/a/b',
    queryString: 'q=%20',
    bodyRaw: '{"a"',
    headers: {
      ...headers,
      'x-appwrite-trigger': 'http',
      'x-appwrite-user-id': '',
      'x-appwrite-user-jwt': '',
    },
  });
  expect(json(await visit({ method: 'OPTIONS' })).method).toBe('OPTIONS');
});

it('stores an execution for a visit, without a user', async () => {
  await visit({ target: '/page?from=here', headers: { host, 'user-agent': 'browser' } });
  const newest = { method: 'orderDesc', attribute: '' };
  const { executions } = (await at.list('/functions/Web_1/executions', newest)).json;
  expect(executions[0]).toMatchObject({
    $permissions: [],
    trigger: 'http',
    status: 'completed',
    requestMethod: 'GET',
    requestPath: '/page?from=here',
    requestHeaders: [{ name: 'host', value: host }],
    responseStatusCode: 203,
    responseBody: '',
  });
});

it.each([
  ['a function that is switched off', 'off', 404, 'function_not_found'],
  ['a function without code', 'bare', 404, 'deployment_not_found'],
  ['a domain of no function', 'nope', 401, 'general_access_forbidden'],
])('refuses %s', async (_, id, status, type) => {
  const answer = await visit({ headers: { host: `${id}.functions.localhost` } });
  expect({ status: answer.status, json: json(answer) }).toMatchObject({ status, json: { type } });
});

it('story 36: refuses a visit unless any or guests may run the function', async () => {
  const settings = { name: 'Web', execute: ['users'], entrypoint: 'main.js' };
  await at.request('PUT', '/functions/Web_1', { body: settings });
  const refused = await visit();
  expect({ status: refused.status, json: json(refused) }).toMatchObject({
    status: 401,
    json: { type: 'user_unauthorized' },
  });
  await at.request('PUT', '/functions/Web_1', { body: { ...settings, execute: ['guests'] } });
  expect((await visit({ target: '/page' })).status).toBe(203);
});

it('answers on the domain of a rule, and on no other that is not this machine', async () => {
  const rule = { domain: 'Shop.example', resourceType: 'function', resourceId: 'Web_1' };
  const send = (await newOwner(at)).onProject();
  expect((await send('POST', '/proxy/rules', rule)).status).toBe(201);
  expect((await visit({ target: '/page', headers: { host: 'shop.example:80' } })).status).toBe(203);
  const { domain } = (await send('GET', '/proxy/rules')).json.rules[0];
  expect((await visit({ target: '/page', headers: { host: domain } })).status).toBe(203);
  for (const other of ['evil.example', 'shop.example.evil.example'])
    expect((await visit({ headers: { host: other } })).status).toBe(403);
});

it('knows no domains of functions if it runs no code', async () => {
  const plain = await testSandbox();
  await createFunction(plain, 'web_1');
  expect((await visit({}, plain)).status).toBe(403);
  await plain.sandbox.close();
});
