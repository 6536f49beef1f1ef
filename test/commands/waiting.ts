import { keepConsoleLogin } from '../kit/console-login.ts';
import { type LineOptions, type RunResult, runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';
import { type MemoryResponse, memoryTransport } from '../kit/transport.ts';

/** A line that has run to its end, and `METHOD path` of each request. */
export interface Waited extends RunResult {
  readonly requests: readonly string[];
}

/**
 * Runs a line with a console login, on a clock that only waiting moves.
 * @param respond answers a request, given as `METHOD path`
 */
export async function runWaiting(
  argv: readonly string[],
  respond: (request: string) => MemoryResponse,
  options: LineOptions = {},
): Promise<Waited> {
  const env = keepConsoleLogin(temporaryFolder(), 'http://127.0.0.1:9/v1', 'shop');
  const transport = memoryTransport(({ method, url }) => respond(`${method} ${url.replace('/v1', '')}`));
  let now = Date.parse('2026-11-28T07:30:00Z');
  const clock = {
    now: () => now,
    async sleep(delayMs: number) {
      now += delayMs;
    },
  };
  const ran = await runLine(argv, { transport, clock, ...options, env: { ...env, NO_COLOR: '1' } });
  return { ...ran, requests: transport.hits.map(({ method, url }) => `${method} ${url.replace('/v1', '')}`) };
}
