import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox({ now: () => Date.parse('2024-01-31T10:00:00.900Z') });
});
afterAll(() => at.sandbox.close());

const get = async (path: string) => (await at.request('GET', path)).json;

it('reports the server and its parts as healthy', async () => {
  expect(await get('/health')).toEqual({ name: 'http', ping: 0, status: 'pass' });
  expect(await get('/health/db')).toMatchObject({ total: 2, statuses: [{ status: 'pass' }, {}] });
  expect(await get('/health/queue')).toMatchObject({ total: 1, statuses: [{ name: 'Queue (queue)' }] });
  expect(await get('/health/storage')).toMatchObject({ name: '', status: 'pass' });
  expect(await get('/health/anti-virus')).toEqual({ version: '', status: 'disabled' });
});

it('compares its clock with itself', async () => {
  expect(await get('/health/time')).toEqual({ remoteTime: 1706695200, localTime: 1706695200, diff: 0 });
});

it('shows the version to all callers except keys', async () => {
  expect((await at.request('GET', '/health/version', { guest: true })).json).toEqual({ version: '1.5.7' });
  const withKey = await at.request('GET', '/health/version');
  expect(withKey).toMatchObject({ status: 401, json: { type: 'general_unauthorized_scope' } });
  expect(withKey.json.message).toContain('missing scope (public)');
});

it.each(['builds', 'databases', 'usage-dump', 'failed/v1-audits', 'failed/webhooksv1'])(
  'reports the queue %s as empty',
  async (queue) => {
    expect(await get(`/health/queue/${queue}?threshold=1`)).toEqual({ size: 0 });
    const exceeded = await at.request('GET', `/health/queue/${queue}?threshold=0`);
    expect(exceeded).toMatchObject({ status: 503, json: { type: 'health_queue_size_exceeded' } });
  },
);

it.each(['v1-nope', 'v1-webhooks', 'v1-stats-usage'])('refuses the unknown queue %s', async (name) => {
  const unknown = await at.request('GET', `/health/queue/failed/${name}`);
  expect(unknown).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
});

it('refuses the certificate of another host', async () => {
  expect((await at.request('GET', '/health/certificate?domain=example.com')).status).toBe(501);
});
