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

const path = '/project/variables';

it('creates, changes and deletes variables of all functions', async () => {
  const send = owner.onProject();
  await at.request('POST', '/functions', { body: { functionId: 'fn', name: 'Fn', runtime: 'node-18.0' } });
  const created = await send('POST', path, { key: 'K', value: 'v' });
  expect(created).toMatchObject({
    status: 201,
    json: { key: 'K', value: 'v', resourceType: 'project', resourceId: '' },
  });
  expect((await at.request('GET', '/functions/fn')).json).toMatchObject({ live: false, vars: [] });
  expect((await send('GET', path)).json).toEqual({ total: 1, variables: [created.json] });
  expect(await send('POST', path, { key: 'K', value: '2' })).toMatchObject(
    refusal(409, 'variable_already_exists'),
  );
  const one = `${path}/${created.json.$id}`;
  expect((await send('PUT', one, { key: 'K2' })).json).toMatchObject({ key: 'K2', value: 'v' });
  expect((await send('DELETE', one)).status).toBe(204);
  expect(await send('GET', one)).toMatchObject(refusal(404, 'variable_not_found'));
});

it('is not for keys', async () => {
  expect(await at.request('GET', path)).toMatchObject(refusal(401, 'general_unauthorized_scope'));
});
