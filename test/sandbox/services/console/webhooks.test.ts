import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { newOwner, type Owner, refusal } from './kit.ts';

let at: TestSandbox;
let owner: Owner;
beforeAll(async () => {
  at = await testSandbox();
  owner = await newOwner(at);
});
afterAll(() => at.sandbox.close());

const path = '/projects/sandbox/webhooks';
const hook = { name: 'Hook', events: ['users.*'], url: 'https://example.com/hook', security: true };

it('creates, changes and deletes webhooks', async () => {
  const created = await owner.request('POST', path, { ...hook, httpUser: 'u', httpPass: 'S3cret' });
  expect(created).toMatchObject({
    status: 201,
    json: { ...hook, enabled: true, httpUser: 'u', httpPass: 'S3cret', logs: '', attempts: 0 },
  });
  const { $id, signatureKey } = created.json;
  expect(signatureKey).toMatch(/^[0-9a-f]{128}$/);
  expect((await owner.request('GET', path)).json).toEqual({ total: 1, webhooks: [created.json] });
  expect((await owner.request('GET', '/projects/sandbox')).json.webhooks).toEqual([created.json]);

  const one = `${path}/${$id}`;
  const changed = await owner.request('PUT', one, { ...hook, name: 'Hook 2', enabled: false });
  expect(changed.json).toMatchObject({ name: 'Hook 2', enabled: false, httpUser: '', signatureKey });
  const renewed = await owner.request('PATCH', `${one}/signature`);
  expect(renewed.json).toMatchObject({ name: 'Hook 2', enabled: false });
  expect(renewed.json.signatureKey).not.toBe(signatureKey);

  expect((await owner.request('DELETE', one)).status).toBe(204);
  expect(await owner.request('GET', one)).toMatchObject(refusal(404, 'webhook_not_found'));
});

it.each([
  ['an event that is none', { events: ['nope'] }],
  ['another scheme', { url: 'ftp://example.com' }],
  ['a host of this machine', { url: 'https://localhost/hook' }],
  ['no choice about certificates', { security: undefined }],
])('refuses %s', async (_, change) => {
  expect(await owner.request('POST', path, { ...hook, ...change })).toMatchObject(
    refusal(400, 'general_argument_invalid'),
  );
});
