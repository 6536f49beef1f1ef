import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { RequestOptions, TestSandbox } from '../../client.ts';
import { signIn } from '../../sign-in.ts';
import { createFunction, deploy, runningSandbox } from './deploy.ts';

/** Answers as the path of the request asks. */
const code = `
let calls = 0;
module.exports = async ({ req, res, log, error }) => {
  log('a line');
  error('a complaint');
  if (req.path === '/never') return new Promise(() => {});
  if (req.path === '/missing') return res.send('no', 404);
  if (req.path === '/bytes') return res.send(Buffer.from([0xff, 0xfe]), 200, { 'content-type': 'image/x' });
  if (req.path === '/crash') process.exit(3);
  if (req.path === '/env') return res.json(process.env);
  return res.json({ calls: ++calls, ...req });
};
`;

let at: TestSandbox;
let user: RequestOptions;
beforeAll(async () => {
  at = await runningSandbox({ syncLimitMs: 20_000 });
  await deploy(at, 'fn', { 'main.js': code }, { execute: ['users'] });
  user = await signIn(at, 'ada');
});
afterAll(() => at.sandbox.close());

const executions = '/functions/fn/executions';
const execute = (body: object = {}, options: RequestOptions = {}) =>
  at.request('POST', executions, { body, ...options });
const finished = (id: string) =>
  vi.waitFor(async () => {
    const { json } = await at.request('GET', `${executions}/${id}`);
    expect(['completed', 'failed']).toContain(json.status);
    return json;
  }, 10_000);

it('story 28: answers a synchronous execution with the body', async () => {
  const headers = { 'Content-Type': 'text/plain', 'X-Other': 'kept' };
  const { status, json } = await execute({ method: 'PUT', path: '/a?b=%20c', body: 'hello', headers });
  expect({ status, json }).toMatchObject({
    status: 201,
    json: {
      $permissions: [],
      functionId: 'fn',
      trigger: 'http',
      status: 'completed',
      requestMethod: 'PUT',
      requestPath: '/a?b=%20c',
      requestHeaders: [{ name: 'Content-Type', value: 'text/plain' }],
      responseStatusCode: 200,
      logs: 'a line',
      errors: 'a complaint',
    },
  });
  expect(json.duration).toBeGreaterThan(0);
  expect(json.responseHeaders).toContainEqual({
    name: 'content-type',
    value: 'application/json; charset=utf-8',
  });
  const seen = JSON.parse(json.responseBody);
  expect(seen).toMatchObject({ method: 'PUT', path: '/a', query: { b: '%20c' }, bodyRaw: 'hello' });
  expect(seen.headers).toMatchObject({
    'content-type': 'text/plain',
    'x-other': 'kept',
    'x-appwrite-trigger': 'http',
    'x-appwrite-user-id': '',
    'x-appwrite-user-jwt': '',
  });
  const stored = (await at.request('GET', `${executions}/${json.$id}`)).json;
  expect(stored).toMatchObject({ status: 'completed', responseBody: '', logs: 'a line' });
  expect(stored.responseHeaders.map(({ name }: { name: string }) => name).sort()).toEqual([
    'content-length',
    'content-type',
  ]);
});

it.each([
  ['an unknown function', 'nope', {}, 404, 'function_not_found'],
  ['a user without a role', 'fn', { guest: true }, 401, 'user_unauthorized'],
  ['no code', 'bare', {}, 404, 'deployment_not_found'],
  ['a disabled function, for a user', 'off', { guest: true }, 404, 'function_not_found'],
  ['a disabled function, for a key', 'off', {}, 404, 'deployment_not_found'],
])('story 28: refuses %s', async (_, id, options, status, type) => {
  await createFunction(at, 'bare');
  await createFunction(at, 'off', { enabled: false });
  const answer = await at.request('POST', `/functions/${id}/executions`, { body: {}, ...options });
  expect(answer).toMatchObject({ status, json: { type } });
});

it('story 30: answers an asynchronous execution first, and stores its result without the body', async () => {
  const { status, json } = await execute({ async: true });
  expect({ status, json }).toMatchObject({
    status: 202,
    json: { status: 'waiting', responseStatusCode: 0, responseBody: '' },
  });
  const stored = await finished(json.$id);
  expect(stored).toMatchObject({ status: 'completed', responseStatusCode: 200, responseBody: '' });
  expect(stored.responseHeaders).toHaveLength(2);
});

it('story 31: hides logs from users, who see their own executions only', async () => {
  const own = (await execute({ path: '/missing' }, user)).json;
  expect(own).toMatchObject({ $permissions: ['read("user:ada")'], logs: '', errors: '', responseBody: 'no' });
  const others = (await execute()).json.$id;
  const listed = (await at.request('GET', executions, user)).json;
  expect(listed).toMatchObject({ total: 1, executions: [{ $id: own.$id, logs: '', errors: '' }] });
  expect((await at.request('GET', `${executions}/${own.$id}`, user)).json.logs).toBe('');
  expect((await at.request('GET', `${executions}/${own.$id}`)).json.logs).toBe('a line');
  const refused = await at.request('GET', `${executions}/${others}`, user);
  expect(refused).toMatchObject({ status: 404, json: { type: 'execution_not_found' } });
});

it('story 32: takes an answer of 400 or more as a failure', async () => {
  const { status, json } = await execute({ path: '/missing' });
  expect({ status, json }).toMatchObject({
    status: 201,
    json: { status: 'failed', responseStatusCode: 404, responseBody: 'no' },
  });
});

it('fails an execution whose path has no slash, since the executor adds it to an address', async () => {
  const { status, json } = await execute({ path: 'a/b' });
  expect({ status, json }).toMatchObject({
    status: 201,
    json: { status: 'failed', responseStatusCode: 500, requestPath: 'a/b', logs: '' },
  });
  expect(json.errors).toContain('a path begins with a slash');
  expect((await execute({ path: '?a=b' })).json).toMatchObject({ status: 'completed' });
});

it('story 33: stores nothing for a function without logging', async () => {
  await deploy(at, 'quiet', { 'main.js': code }, { logging: false });
  const { json } = await at.request('POST', '/functions/quiet/executions', { body: {} });
  expect(json).toMatchObject({ status: 'completed', logs: 'a line' });
  const later = await at.request('POST', '/functions/quiet/executions', { body: { async: true } });
  expect(later.status).toBe(202);
  expect((await at.request('GET', '/functions/quiet/executions')).json.total).toBe(0);
});

it('story 37: gives the code a JWT of a caller with a session, and none of other callers', async () => {
  const seenBy = async (options: RequestOptions) =>
    JSON.parse((await execute({}, options)).json.responseBody).headers;
  const bySession = await seenBy(user);
  expect(bySession['x-appwrite-user-id']).toBe('ada');
  const jwt = { guest: true, headers: { 'x-appwrite-jwt': bySession['x-appwrite-user-jwt'] } };
  expect((await at.request('GET', '/account', jwt)).json.$id).toBe('ada');
  const claims = JSON.parse(
    Buffer.from(bySession['x-appwrite-user-jwt'].split('.')[1], 'base64url').toString(),
  );
  expect(claims.exp * 1000 - Date.now()).toBeLessThanOrEqual(900_000);
  expect(await seenBy(jwt)).toMatchObject({ 'x-appwrite-user-id': 'ada', 'x-appwrite-user-jwt': '' });
  expect(await seenBy({})).toMatchObject({ 'x-appwrite-user-id': '', 'x-appwrite-user-jwt': '' });
});

it('story 38: answers a body that is not UTF-8 as base64, and says so in a header', async () => {
  const { responseBody, responseHeaders } = (await execute({ path: '/bytes' })).json;
  expect(responseBody).toBe('//4=');
  expect(responseHeaders).toContainEqual({ name: 'x-open-runtimes-encoding', value: 'base64' });
});

it('fails an execution whose process ends, and starts another for the next', async () => {
  const { status, json } = await execute({ path: '/crash' });
  expect({ status, json }).toMatchObject({
    status: 201,
    json: { status: 'failed', responseStatusCode: 500 },
  });
  expect(json.errors).not.toBe('');
  expect((await execute()).json.status).toBe('completed');
});

it('keeps a process, which does not get the variables that are set meanwhile', async () => {
  const count = async () => JSON.parse((await execute()).json.responseBody).calls;
  const first = await count();
  await at.request('POST', '/functions/fn/variables', { body: { key: 'LATE', value: '1' } });
  expect((await at.request('GET', '/functions/fn')).json.live).toBe(false);
  expect(await count()).toBe(first + 1);
  const env = async () => JSON.parse((await execute({ path: '/env' })).json.responseBody);
  expect(await env()).not.toHaveProperty('LATE');
  await execute({ path: '/crash' });
  expect(await env()).toHaveProperty('LATE', '1');
});

it.each([
  ['false', 'completed', 200],
  ['true', 'waiting', 0],
])('answers GraphQL with async: %s', async (async, status, responseStatusCode) => {
  const query = `mutation {
    functionsCreateExecution(functionId: "fn", async: ${async}, headers: { a: "b" }) {
      _id status responseStatusCode responseHeaders { name }
    }
  }`;
  const { json } = await at.request('POST', '/graphql', { body: { query } });
  expect(json).toMatchObject({ data: { functionsCreateExecution: { status, responseStatusCode } } });
});

it('lists executions by query and search', async () => {
  const failed = { method: 'equal', attribute: 'status', values: ['failed'] };
  const { json } = await at.list(executions, failed);
  expect(json.total).toBeGreaterThan(0);
  expect(json.executions.every(({ status }: { status: string }) => status === 'failed')).toBe(true);
  const { $id } = json.executions[0];
  const found = (await at.request('GET', `${executions}?search=${$id}`)).json;
  expect(found).toMatchObject({ total: 1, executions: [{ $id }] });
});

it('story 29: cuts a synchronous execution off, and stores it as failed', async () => {
  const hasty = await runningSandbox({ syncLimitMs: 30 });
  await deploy(hasty, 'fn', { 'main.js': code });
  const answer = await hasty.request('POST', executions, { body: { path: '/never' } });
  expect(answer).toMatchObject({ status: 408, json: { type: 'function_synchronous_timeout' } });
  const stored = (await hasty.request('GET', executions)).json;
  expect(stored).toMatchObject({ total: 1, executions: [{ status: 'failed', responseStatusCode: 500 }] });
  await hasty.sandbox.close();
});
