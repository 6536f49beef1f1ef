import { describe, expect, it } from 'vitest';
import { runLine } from '../../kit/in-process.ts';
import { jsonResponse, memoryTransport } from '../../kit/transport.ts';
import { validAnswer } from '../../kit/valid-answers.ts';

const env = {
  APPWRITE_ENDPOINT: 'http://127.0.0.1:9/v1',
  APPWRITE_PROJECT_ID: 'shop',
  APPWRITE_API_KEY: 'canary-key',
};

/** Runs a line against a server that answers with these states of the execution, the last one again and again. */
async function execute(flags: readonly string[], ...states: readonly (object | 404)[]) {
  const left = [...states];
  const transport = memoryTransport((hit) => {
    if (hit.method === 'POST')
      return validAnswer(hit, { $id: 'e1', functionId: 'hello', status: 'waiting', responseStatusCode: 0 });
    const state = left.length > 1 ? left.shift()! : left[0]!;
    if (state === 404) return jsonResponse({ message: 'none', code: 404, type: 'execution_not_found' }, 404);
    return validAnswer(hit, { $id: 'e1', functionId: 'hello', errors: '', ...(state as object) });
  });
  let now = 0;
  const clock = {
    now: () => now,
    async sleep(delayMs: number) {
      now += delayMs;
    },
  };
  const ran = await runLine(['functions', 'create-execution', 'hello', ...flags], { env, transport, clock });
  return {
    ...ran,
    requests: transport.hits.map(({ method, url, body }) => `${method} ${url} ${body}`.trim()),
  };
}

const look = 'GET /v1/functions/hello/executions/e1';
const completed = { status: 'completed', responseStatusCode: 200 };

describe('create-execution --wait', () => {
  it('starts an asynchronous execution and follows it', async () => {
    const { code, stdout, requests } = await execute(
      ['--wait', '--json'],
      { status: 'waiting' },
      { status: 'processing' },
      { ...completed, logs: 'Hello' },
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'completed', logs: 'Hello' });
    expect(requests).toEqual(['POST /v1/functions/hello/executions {"async":true}', look, look, look]);
  });

  it.each([
    ['completed', 200, 0],
    ['completed', 302, 0],
    ['completed', 404, 5],
    ['failed', 404, 5],
    ['failed', 500, 1],
    ['completed', 503, 1],
    ['failed', 0, 1],
  ])('ends for %s with %i with exit code %i', async (status, responseStatusCode, expected) => {
    const { code, stdout, stderr } = await execute(['--wait', '--json'], { status, responseStatusCode });
    expect(code).toBe(expected);
    expect(JSON.parse(stdout)).toMatchObject({ status, responseStatusCode });
    if (expected > 0) expect(JSON.parse(stderr).error.message).toMatch(`the execution e1 ended as ${status}`);
  });

  it('shows people the errors of the function', async () => {
    const { code, stderr } = await execute(['--wait'], {
      status: 'failed',
      responseStatusCode: 500,
      errors: 'TypeError: x\n    at /code/index.js:3',
    });
    expect(code).toBe(1);
    expect(stderr).toBe(
      'error: the execution e1 ended as failed: hello answered 500\nTypeError: x\n    at /code/index.js:3\n',
    );
  });

  it('says how to look again if it takes too long', async () => {
    const { code, stderr } = await execute(['--wait', '--wait-timeout', '5'], { status: 'processing' });
    expect(code).toBe(1);
    expect(stderr).toContain('error: e1 has not ended after 5 s');
    expect(stderr).toContain('appwrite-cli functions get-execution hello e1');
  });

  it('explains a function whose executions are not stored', async () => {
    const { code, stderr } = await execute(['--wait'], 404);
    expect(code).toBe(4);
    expect(stderr).toContain('the execution was started, but the server has no record of it');
  });

  it('refuses a synchronous execution', async () => {
    const { code, stderr, requests } = await execute(['--wait', '--no-async'], completed);
    expect([code, requests]).toEqual([2, []]);
    expect(stderr).toContain('--wait follows an asynchronous execution');
  });

  it('shows an asynchronous request in a dry run', async () => {
    const { stdout, requests } = await execute(['--wait', '--dry-run'], completed);
    expect(stdout).toContain('"async":true');
    expect(requests).toEqual([]);
  });
});

it('sends a plain line as it is', async () => {
  const { requests } = await execute([], completed);
  expect(requests).toEqual(['POST /v1/functions/hello/executions {}']);
});
