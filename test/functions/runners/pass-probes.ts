import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionEnvironment, parseRuntime } from '../../../src/functions/runtime/environment.ts';
import { findInterpreter } from '../../../src/functions/runtime/interpreters.ts';
import { startFunction } from '../../../src/functions/runtime/start.ts';
import type { FunctionAnswer, FunctionProcess } from '../../../src/functions/runtime/types.ts';
import { probeFacts } from '../runtime/kit.ts';
import { type Probe, probes } from './probes.ts';

/**
 * Tests that a function of a language answers as on a server.
 * @param runtime such as `node-20.0`
 * @param entrypoint in `fixtures/LANGUAGE`, with all handlers of the probes
 * @param missing reason why the language can't run here
 */
export function passesProbes(runtime: string, entrypoint: string, missing?: string): void {
  const { language } = parseRuntime(runtime)!;
  const story = language === 'node' ? 1 : 42;
  const title = `story ${story}: the probes on ${runtime}${missing === undefined ? '' : ` (skipped: ${missing})`}`;
  describe.skipIf(missing !== undefined)(title, () => {
    let process: FunctionProcess;
    beforeAll(async () => {
      process = await startFixture(runtime, entrypoint);
    });
    afterAll(() => process?.stop(0));

    const able = probes.filter(({ only }) => only?.includes(language) ?? true);
    it.each(able.map((probe) => [titleOf(probe), probe] as const))('%s', async (_, probe) => {
      expectAnswer(await call(process, probe), probe.expected);
    });
  });
}

/** Starts the function of a language that has the handlers. */
async function startFixture(id: string, entrypoint: string): Promise<FunctionProcess> {
  const facts = probeFacts(id, entrypoint);
  const { runtime } = facts;
  const { env, platform } = process;
  const folder = fileURLToPath(new URL(`fixtures/${runtime.language}`, import.meta.url));
  return startFunction({
    runtime,
    code: { folder, entrypoint },
    interpreter: await findInterpreter(runtime, { env, platform }),
    env: functionEnvironment(facts, { project: {}, function: {} }, env),
  });
}

function call(process: FunctionProcess, { handler, request = {}, timeoutSeconds = 15 }: Probe) {
  const { method = 'GET', target = '/', headers = {}, body = '' } = request;
  return process.call(
    {
      method,
      target,
      headers: { host: 'shop.test', ...headers, 'x-probe': handler },
      body: Buffer.from(body),
    },
    timeoutSeconds,
  );
}

function expectAnswer(
  answer: FunctionAnswer,
  { status, headers = {}, body, json, logs = '', errors = '' }: Probe['expected'],
) {
  // Together, so that a failure shows the errors that explain a wrong status.
  expect({ status: answer.status, logs: answer.logs, errors: answer.errors }).toEqual({
    status,
    logs: matching(logs),
    errors: matching(errors),
  });
  for (const [name, value] of Object.entries(headers)) expect(answer.headers[name] ?? null).toBe(value);
  if (body !== undefined) expect(answer.body).toEqual(Buffer.from(body));
  if (json !== undefined) expect(JSON.parse(answer.body.toString())).toMatchObject(json);
  const ofProtocol = Object.keys(answer.headers).filter((name) => name.startsWith('x-open-runtimes-'));
  expect(ofProtocol).toEqual([]);
}

const matching = (pattern: RegExp | '') => (pattern === '' ? '' : expect.stringMatching(pattern));

/** All probes are story 1; some are a story of their own. */
const titleOf = ({ title }: Probe) => (title.startsWith('story') ? title : `story 1: ${title}`);
