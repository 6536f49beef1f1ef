import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { newOwner, type Owner, refusal } from '../console/kit.ts';

let at: TestSandbox;
let owner: Owner;
beforeAll(async () => {
  at = await testSandbox();
  owner = await newOwner(at);
});
afterAll(() => at.sandbox.close());

const path = '/proxy/rules';
const create = (body: object) => at.request('POST', path, { body });

it('gives a function a domain, until it is deleted', async () => {
  await at.request('POST', '/functions', { body: { functionId: 'fn', name: 'Fn', runtime: 'node-18.0' } });
  expect((await at.request('GET', path)).json).toMatchObject({
    total: 1,
    rules: [
      {
        domain: expect.stringMatching(/^\w+\.functions\.localhost$/),
        resourceType: 'function',
        resourceId: 'fn',
        status: 'verified',
        renewAt: '',
      },
    ],
  });
  await at.request('DELETE', '/functions/fn');
  expect((await at.request('GET', path)).json).toEqual({ total: 0, rules: [] });
});

it('answers under a domain of the API, and under no other name', async () => {
  const visit = async (host: string) =>
    (await at.sandbox.handle({ method: 'GET', target: '/v1/health/version', headers: { host } })).status;
  expect(await visit('own.example.com')).toBe(403);
  const { json } = await create({ domain: 'Own.example.com', resourceType: 'api' });
  expect([await visit('own.example.com:8080'), await visit('other.example.com')]).toEqual([200, 403]);
  await at.request('DELETE', `${path}/${json.$id}`);
  expect(await visit('own.example.com')).toBe(403);
});

it('adds, filters and removes domains', async () => {
  const { status, json } = await create({ domain: 'api.shop.example.com', resourceType: 'api' });
  expect(status).toBe(201);
  expect(json).toMatchObject({ domain: 'api.shop.example.com', resourceId: '', status: 'created' });
  const query = { method: 'equal', attribute: 'domain', values: ['api.shop.example.com'] };
  expect((await at.list(path, query)).json).toEqual({ total: 1, rules: [json] });
  expect(await at.request('GET', `${path}?search=shop`)).toMatchObject(refusal(400, 'general_query_invalid'));
  const one = `${path}/${json.$id}`;
  expect(await at.request('PATCH', `${one}/verification`)).toMatchObject(
    refusal(500, 'general_server_error'),
  );
  expect((await at.request('DELETE', one)).status).toBe(204);
  expect(await at.request('GET', one)).toMatchObject(refusal(404, 'rule_not_found'));
});

it.each([
  ['its own name', { domain: 'localhost', resourceType: 'api' }, 400, 'general_argument_invalid'],
  ['no function', { domain: 'x.org', resourceType: 'function' }, 404, 'function_not_found'],
  [
    'an unknown function',
    { domain: 'x.org', resourceType: 'function', resourceId: 'nope' },
    404,
    'rule_resource_not_found',
  ],
])('refuses %s', async (_, body, status, type) => {
  expect(await create(body)).toMatchObject(refusal(status, type));
});

it('refuses a domain that another project has, until that is deleted', async () => {
  await owner.request('POST', '/projects', { projectId: 'other', name: 'Other', teamId: 'acme' });
  const rule = { domain: 'taken.example.com', resourceType: 'api' };
  expect((await owner.onProject('other')('POST', path, rule)).status).toBe(201);
  expect(await create(rule)).toMatchObject(refusal(409, 'rule_already_exists'));
  await owner.request('DELETE', '/projects/other');
  expect((await create(rule)).status).toBe(201);
});
