import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '../../../../src/sandbox/sandbox.ts';
import { temporaryFolder } from '../../../kit/program.ts';
import { type TestSandbox, testServer } from '../../client.ts';
import { createFunction, deploy, runningSandbox } from '../../services/functions/deploy.ts';
import { executionsOf, seenBy, spyCode } from '../spy.ts';

const start = Date.parse('2026-01-30T10:00:30Z');
const standing: SandboxOptions = { clock: 'manual', now: () => start };

const tick = async (at: TestSandbox, body: object) =>
  (await at.request('POST', '/sandbox/tick', { body })).json as {
    now: string;
    until: string;
    executions: { functionId: string; trigger: string; status: string; $createdAt: string }[];
  };

const deploySpy = (at: TestSandbox, id: string, schedule: string, settings: object = {}) =>
  deploy(at, id, { 'main.js': spyCode }, { schedule, ...settings });

/** Times at which executions were made, to the minute. */
const minutes = (executions: readonly { $createdAt: string }[]) =>
  executions.map(({ $createdAt }) => $createdAt.slice(0, 16));

describe('schedules in a tick', () => {
  let at: TestSandbox;
  beforeAll(async () => {
    at = await runningSandbox({}, standing);
    await deploySpy(at, 'often', '*/5 * * * *');
  });
  afterAll(() => at.sandbox.close());

  it('story 35: runs */5 * * * * twelve times in an hour, each at its minute', async () => {
    const { now, executions } = await tick(at, { duration: '1h' });
    expect(now).toBe('2026-01-30T11:00:30.000+00:00');
    const due = Array.from({ length: 12 }, (_, index) =>
      new Date(start + (index + 1) * 300_000).toISOString(),
    );
    expect(minutes(executions)).toEqual(due.map((time) => time.slice(0, 16)));
    expect(executions[0]!.$createdAt).toMatch(/^2026-01-30T10:05:00/);
    expect(await executionsOf(at, 'often')).toHaveLength(12);
  });

  it('calls the function as a server does', async () => {
    await tick(at, { duration: '5m' });
    const seen = (await seenBy(at, 'often')).at(-1);
    expect(seen).toEqual({ event: '', userId: '', trigger: 'schedule', body: '' });
  });

  it('runs several functions in the order of their times, and none without a schedule or a live deployment', async () => {
    await deploySpy(at, 'hourly', '@hourly');
    await deploySpy(at, 'never', '');
    await createFunction(at, 'codeless', { schedule: '* * * * *' });
    const { executions } = await tick(at, { until: '2026-01-30T12:00:00Z' });
    expect(
      executions
        .slice(-2)
        .map(({ functionId }) => functionId)
        .sort(),
    ).toEqual(['hourly', 'often']);
    expect(executions.filter(({ functionId }) => functionId === 'hourly')).toHaveLength(1);
    expect(new Set(executions.map(({ functionId }) => functionId))).toEqual(new Set(['often', 'hourly']));
  });

  it('waits for the events that a run raises, and lists their runs too', async () => {
    await deploySpy(at, 'after', '', { events: ['functions.hourly.executions.*.update'] });
    const { executions } = await tick(at, { until: '2026-01-30T13:00:00Z' });
    expect(executions.filter(({ functionId }) => functionId === 'after')).toMatchObject([
      { trigger: 'event', status: 'completed', $createdAt: expect.stringMatching(/^2026-01-30T13:00:00/) },
    ]);
  });

  it('stops between two minutes when its real time is over, and goes on when it is asked again', async () => {
    await at.request('DELETE', '/functions/often');
    const until = '2026-01-31T13:00:00.000+00:00';
    const slices = [];
    for (let now = ''; now !== until; ) {
      const slice = await tick(at, { until, maxSeconds: 1 });
      slices.push(...slice.executions);
      now = slice.now;
    }
    expect(slices.filter(({ functionId }) => functionId === 'hourly')).toHaveLength(24);
  });

  it('runs a month of a daily schedule', async () => {
    await at.request('DELETE', '/functions/hourly');
    await deploySpy(at, 'daily', '@daily');
    expect((await tick(at, { duration: '28d' })).executions).toHaveLength(28);
  });

  it.each([
    ['a duration that is none', { duration: 'soon' }],
    ['a time back', { duration: '-1h' }],
    ['more than a year', { duration: '367d' }],
    ['no duration', {}],
    ['a time that is none', { until: 'tomorrow' }],
    ['a time more than a year away', { until: '2099-01-01' }],
  ])('refuses %s', async (_, body) => {
    expect(await at.request('POST', '/sandbox/tick', { body })).toMatchObject({
      status: 400,
      json: { type: 'general_argument_invalid' },
    });
  });
});

describe('schedules in real time', () => {
  it('runs a function at its minute, and once for all the minutes that a sleeping machine has missed', async () => {
    let skippedMs = 0;
    const now = () => Date.now() + skippedMs;
    const at = await runningSandbox({}, { now });
    await deploySpy(at, 'often', '* * * * *');
    // The tick has the sandbox wait for the minute that is near.
    skippedMs += 59_500 - (now() % 60_000);
    await tick(at, { duration: '0s' });
    const before = (await executionsOf(at, 'often')).length;
    skippedMs += 3_600_000;
    const total = async () => (await at.request('GET', '/functions/often/executions')).json.total;
    await expect.poll(total, { timeout: 10_000 }).toBeGreaterThan(before);
    await tick(at, { duration: '0s' });
    // One more if the minute itself has passed before the machine fell asleep, and not one for each of 60.
    expect((await total()) - before).toBeLessThanOrEqual(2);
    await at.sandbox.close();
  });
});

describe('schedules of a sandbox with data', () => {
  it('story 41: go on after a restart, at the time that the clock had', async () => {
    const dataDir = temporaryFolder();
    const before = await runningSandbox({}, { ...standing, dataDir });
    await deploySpy(before, 'hourly', '@hourly');
    await tick(before, { duration: '1d' });
    await before.sandbox.close();

    const after = await runningSandbox({}, { ...standing, dataDir });
    const { now, executions } = await tick(after, { duration: '1h' });
    expect([now, executions.length]).toEqual(['2026-01-31T11:00:30.000+00:00', 1]);
    expect(await executionsOf(after, 'hourly')).toHaveLength(25);
    await after.sandbox.close();
  });
});

it('refuses a tick by a function, whose end it would wait for', async () => {
  const code = `
    module.exports = async ({ res }) => {
      const headers = { 'content-type': 'application/json', 'x-appwrite-project': process.env.PROJECT, 'x-appwrite-key': process.env.KEY };
      const { status } = await fetch(process.env.ENDPOINT + '/sandbox/tick', { method: 'POST', headers, body: '{"duration":"1h"}' });
      return res.send(String(status));
    };`;
  const set = { ENDPOINT: 'endpoint', PROJECT: 'project', KEY: 'key' } as const;
  const at = await testServer({ functions: { env: { PATH: process.env.PATH }, set } });
  await deploy(at, 'hasty', { 'main.js': code });
  const { json } = await at.request('POST', '/functions/hasty/executions', { body: {} });
  expect(json.responseBody).toBe('409');
  await at.sandbox.close();
});

it('drops the runs that wait when everything is brought back to the start', async () => {
  const at = await runningSandbox();
  await deploySpy(at, 'spy', '', { events: ['teams.*'] });
  at.sandbox.markStart();
  for (const teamId of ['a', 'b', 'c'])
    await at.request('POST', '/teams', { body: { teamId, name: teamId } });
  await at.sandbox.reset();
  expect(await executionsOf(at, 'spy')).toEqual([]);
  await at.request('POST', '/teams', { body: { teamId: 'a', name: 'A' } });
  expect(await seenBy(at, 'spy')).toMatchObject([{ event: 'teams.a.create' }]);
  await at.sandbox.close();
});
