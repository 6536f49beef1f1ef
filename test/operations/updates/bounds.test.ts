import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { envFor } from '../../kit/env.ts';
import { runLine } from '../../kit/in-process.ts';
import { sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { jsonResponse, memoryTransport } from '../../kit/transport.ts';
import { type TestSandbox, testSandbox } from '../../sandbox/client.ts';
import { TestCollection } from '../../sandbox/services/databases/kit.ts';

let at: TestSandbox;
let limits: TestCollection;
/** Method and body of each request of a line. */
let sent: string[];
beforeAll(async () => {
  at = await testSandbox();
  limits = await TestCollection.create(at, 'limits');
  await limits.attributes(
    ['integer', { key: 'amount', min: 0, max: 10 }],
    ['integer', { key: 'any' }],
    ['integer', { key: 'high', min: 5, max: Number.MAX_SAFE_INTEGER }],
    ['float', { key: 'share', min: 0.25, max: 2.75 }],
    ['float', { key: 'whole', min: 0, max: 10 }],
  );
});
beforeEach(() => {
  sent = [];
});
afterAll(() => at.sandbox.close());

function update(kind: string, key: string, ...words: readonly string[]) {
  const { send, close } = sandboxTransport(at.sandbox);
  return runLine(['databases', `update-${kind}-attribute`, 'db', 'limits', key, ...words, '--json'], {
    env: sandboxEnv(at.sandbox),
    transport: {
      close,
      send(request) {
        const body = request.body === undefined ? '' : String(request.body);
        sent.push(`${request.method} ${/"max":([^,}]*)/.exec(body)?.[1] ?? ''}`.trim());
        return send(request);
      },
    },
  });
}

let made = 0;
const isTaken = async (data: object) => (await limits.create(`d${made++}`, data)).status === 201;

describe('an update with the same bounds', () => {
  it.each([
    ['an integer', 'integer', 'amount', ['--min', '0', '--max', '10'], { amount: 55 }, '11'],
    ['a float', 'float', 'share', ['--min', '0.25', '--max', '2.75'], { share: 55 }, '3.75'],
  ])('puts the range check of %s back, and says so', async (_, kind, key, bounds, outside, aside) => {
    const ran = await update(kind, key, ...bounds, '--no-required', '--default', '1');
    expect(ran).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`--max was ${aside} for a moment`),
    });
    expect(sent).toEqual(['GET', `PATCH ${aside}`, `PATCH ${bounds[3]}`]);
    expect(JSON.parse(ran.stdout)).toMatchObject({ key, default: 1, max: Number(bounds[3]) });
    expect(await isTaken(outside)).toBe(false);
    expect(await isTaken({ [key]: 2 })).toBe(true);
  });

  it('sends one request for a float whose bounds are whole: its range stays checked', async () => {
    await update('float', 'whole', '--min', '0', '--max', '10', '--no-required', '--no-default');
    expect(sent).toEqual(['GET', 'PATCH 10']);
    expect(await isTaken({ whole: 55 })).toBe(false);
  });

  it('sends one request for an integer that takes every number', async () => {
    const all = ['--min', '-9223372036854775808', '--max', '9223372036854775807'];
    const ran = await update('integer', 'any', ...all, '--no-required', '--no-default');
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(sent).toEqual(['GET', 'PATCH 9223372036854775807']);
  });

  it('keeps the digits of a bound beside it', async () => {
    const bounds = ['--min', '5', '--max', '9007199254740991'];
    await update('integer', 'high', ...bounds, '--no-required', '--no-default');
    expect(sent.slice(1)).toEqual(['PATCH 9007199254740992', 'PATCH 9007199254740991']);
  });
});

describe('an update on a scripted server', () => {
  const line = 'update-integer-attribute db limits amount --min 0 --max 10 --no-required --no-default'.split(
    ' ',
  );
  const amount = (max: number) => jsonResponse({ key: 'amount', min: 0, max });
  const refusal = (status: number) => jsonResponse({ message: 'No.', code: status, type: 'general' }, status);
  const env = envFor('http://127.0.0.1:9/v1');

  it('moves a bound if the key may not read the attribute', async () => {
    const transport = memoryTransport(({ method }) => (method === 'GET' ? refusal(401) : amount(10)));
    const ran = await runLine(['databases', ...line], { env, transport });
    expect(ran.code).toBe(0);
    expect(transport.hits.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'PATCH']);
  });

  it.each([
    ['as it is if it cannot be moved', '"max":11', /^error: No\. /],
    [
      'aside, and says so, if it cannot be moved back',
      '"max":10',
      /was changed, but its --max may be 11 now: No\./,
    ],
  ])('leaves a bound %s', async (_, refused, message) => {
    const transport = memoryTransport(({ body }) =>
      `${body}`.includes(refused) ? refusal(400) : amount(10),
    );
    const ran = await runLine(['databases', ...line], { env, transport });
    expect(ran).toMatchObject({ code: 5, stdout: '', stderr: expect.stringMatching(message) });
  });

  it('moves the bound back after Ctrl-C', async () => {
    const stop = new AbortController();
    const transport = memoryTransport(({ body }) => {
      if (`${body}`.includes('"max":11')) stop.abort();
      return amount(10);
    });
    await runLine(['databases', ...line], { env, transport, signal: stop.signal });
    expect(`${transport.hits.at(-1)?.body}`).toContain('"max":10');
    expect(transport.hits).toHaveLength(3);
  });
});

it('sends one request if a bound changes', async () => {
  const ran = await update('integer', 'amount', '--min', '0', '--max', '20', '--no-required', '--no-default');
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(sent).toEqual(['GET', 'PATCH 20']);
});

it('refuses a default outside of the bounds, which the server would take', async () => {
  const bounds = ['--min', '0', '--max', '10'];
  const ran = await update('integer', 'amount', ...bounds, '--no-required', '--default', '99');
  expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('--default 99 is outside') });
  expect(sent).toEqual([]);
});

it('sends nothing if there is no such attribute', async () => {
  const bounds = ['--min', '0', '--max', '10'];
  const ran = await update('integer', 'none', ...bounds, '--no-required', '--no-default');
  expect(ran).toMatchObject({ code: 4, stderr: expect.stringContaining('nothing was changed') });
  expect(sent).toEqual(['GET']);
});
