import { describe, expect, it } from 'vitest';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { runLine } from '../../kit/in-process.ts';
import { cheapHashing } from '../../kit/password-hashing.ts';
import { sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { jsonResponse, memoryTransport } from '../../kit/transport.ts';
import { deploy, runningSandbox } from '../../sandbox/services/functions/deploy.ts';

const now = () => Date.parse('2026-01-30T10:00:30Z');

/** Lines against a sandbox whose clock stands still. */
async function standingSandbox() {
  const sandbox = await createSandbox({ clock: 'manual', now, passwordHashing: cheapHashing });
  const options = { env: sandboxEnv(sandbox), transport: sandboxTransport(sandbox) };
  return { sandbox, line: (...argv: string[]) => runLine(argv, options) };
}

describe('sandbox tick', () => {
  it('moves the clock, and says where it is', async () => {
    const { line } = await standingSandbox();
    expect(await line('sandbox', 'tick', '1h30m')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'The clock is at 2026-01-30 11:30:30 UTC: no function ran.\n',
    });
    const { stdout } = await line('sandbox', 'tick', '0s', '--json');
    expect(JSON.parse(stdout)).toEqual({ now: '2026-01-30T11:30:30.000+00:00', executions: [] });
  });

  it('lists the executions that it has caused, and counts those that failed', async () => {
    const at = await runningSandbox({}, { clock: 'manual', now });
    const code = 'module.exports = ({ res }) => res.send("", 500);';
    await deploy(at, 'late', { 'main.js': code }, { schedule: '@hourly' });
    const options = { env: sandboxEnv(at.sandbox), transport: sandboxTransport(at.sandbox) };
    const ran = await runLine(['sandbox', 'tick', '2h'], options);
    expect(ran.stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['FUNCTION ID', 'TRIGGER', 'STATUS', 'RESPONSE STATUS CODE', 'CREATED AT'],
      ['late', 'schedule', 'failed', '500', expect.stringContaining('2026-01-30T11:00:00')],
      ['late', 'schedule', 'failed', '500', expect.stringContaining('2026-01-30T12:00:00')],
      [''],
    ]);
    expect(ran.stderr).toBe('The clock is at 2026-01-30 12:00:30 UTC: 2 executions, 2 of them failed.\n');
    await at.sandbox.close();
  });

  it('lets keys and sessions expire', async () => {
    const { sandbox, line } = await standingSandbox();
    const headers = {
      'x-appwrite-project': sandbox.project,
      'content-type': 'application/json',
      host: '127.0.0.1',
    };
    const send = async (method: string, path: string, body: object, more: Record<string, string> = {}) => {
      const target = `/v1/account${path}`;
      const bytes = Buffer.from(JSON.stringify(body));
      return sandbox.handle({ method, target, headers: { ...headers, ...more }, body: bytes });
    };
    const login = { email: 'ada@example.com', password: 'correct horse' };
    await send('POST', '', { userId: 'ada', ...login });
    const { headers: answered } = await send('POST', '/sessions/email', login);
    const cookie = [answered['set-cookie']].flat().at(0)!.toString().split(';')[0]!;
    expect(await send('GET', '', {}, { cookie })).toMatchObject({ status: 200 });
    await line('sandbox', 'tick', '366d');
    expect(await send('GET', '', {}, { cookie })).toMatchObject({ status: 401 });
  });

  it.each([
    ['-1h', '"-1h" is no duration'],
    ['soon', '"soon" is no duration'],
    ['1m1h', '"1m1h" is no duration'],
    ['367d', '"367d" is more than 366 days'],
  ])('refuses %s, and sends nothing', async (duration, message) => {
    const ran = await runLine(['sandbox', 'tick', '--', duration]);
    expect(ran).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`error: ${message}\nhint: write 90s`),
    });
  });

  it.each([
    ['nothing', [null]],
    ['no times', [{ executions: [] }]],
    ['a time that is none', [{ now: 'soon', until: 'later', executions: [] }]],
    ['no executions', [{ now: '2026-01-30T10:00:00Z', until: '2026-01-30T10:00:00Z' }]],
    [
      'a clock that does not move',
      Array(2).fill({ now: '2026-01-30T10:00:00Z', until: '2026-01-30T11:00:00Z', executions: [] }),
    ],
  ])('does not believe a server that answers %s', async (_, answers: readonly unknown[]) => {
    let count = 0;
    const transport = memoryTransport(() => jsonResponse(answers[count++]));
    const env = { APPWRITE_ENDPOINT: 'http://127.0.0.1/v1', APPWRITE_PROJECT_ID: 'p', APPWRITE_API_KEY: 'k' };
    expect(await runLine(['sandbox', 'tick', '1h'], { env, transport })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('the answer of the server is not that of a sandbox'),
    });
    expect(count).toBe(answers.length);
  });

  it('refuses a server that is no sandbox', async () => {
    const body = { message: 'Route not found', code: 404, type: 'general_route_not_found', version: '1.5.7' };
    const env = {
      APPWRITE_ENDPOINT: 'https://example.com/v1',
      APPWRITE_PROJECT_ID: 'p',
      APPWRITE_API_KEY: 'k',
    };
    const transport = memoryTransport(() => jsonResponse(body, 404));
    const ran = await runLine(['sandbox', 'tick', '1h'], { env, transport });
    expect(ran).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(
        'error: https://example.com/v1 is no sandbox of this version: only the clock of a sandbox can be moved\n',
      ),
    });
  });
});
