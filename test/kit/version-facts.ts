import { expect } from 'vitest';
import type { ApiVersion } from '../../src/api/versions.ts';
import { envFor } from './env.ts';
import { runLine } from './in-process.ts';
import { jsonResponse, type MemoryResponse, memoryTransport } from './transport.ts';

/** Words of a fact about servers, the version that is spoken, and the line that meets it. */
export type Fact = [fact: string, version: ApiVersion, line: string, ...Observation];

/** Answer of the server, the requests that it gets, the exit code, and parts of the output. */
type Observation = [
  answer: MemoryResponse,
  sent: readonly string[],
  code: number,
  ...says: (string | RegExp)[],
];

/** A refusal of a server, 1.8.1 unless another is given. */
export const refusal = (status: number, type: string, message: string, version = '1.8.1') =>
  jsonResponse({ message, code: status, type, version }, status);

/**
 * Runs the line of a fact against its answer, and compares what is sent and said. A `'` in the line holds words
 * together.
 */
export async function checkFact(...[, version, line, answer, sent, code, ...says]: Fact): Promise<void> {
  const transport = memoryTransport(() => answer);
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
  const result = await runLine([...words, '--api-version', version, '--no-input'], {
    env: envFor('http://localhost/v1'),
    transport,
    clock: { now: Date.now, sleep: async () => {} },
  });
  const requests = transport.hits.map(({ method, url, body }) =>
    `${method} ${decodeURIComponent(url).replace('/v1', '')} ${body}`.trim(),
  );
  const output = result.stdout + result.stderr;
  expect({ requests, code: result.code }, output).toEqual({ requests: sent, code });
  for (const text of says) expect(output).toMatch(text);
}
