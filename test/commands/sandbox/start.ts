import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { run } from '../../../src/cli/program.ts';
import { type RunResult, testContext } from '../../kit/in-process.ts';

interface StartOptions {
  readonly terminal?: boolean;
  readonly env?: Record<string, string>;
  /** Runs while the sandbox does. */
  readonly use?: (endpoint: string) => Promise<unknown>;
}

/** Starts a sandbox, and cancels it after it has printed its address and has been used. */
export async function startSandboxLine(
  argv: readonly string[],
  { terminal = false, env = {}, use }: StartOptions = {},
): Promise<RunResult> {
  const stdout = new PassThrough();
  const stderr: PassThrough & { isTTY?: boolean } = new PassThrough();
  if (terminal) stderr.isTTY = true;
  const leave = new AbortController();
  stdout.once('data', async (printed) => {
    try {
      await use?.(/http[^\s"]*/.exec(`${printed}`)![0]);
    } finally {
      leave.abort();
    }
  });
  const printed = Promise.all([text(stdout), text(stderr)]);
  const context = testContext({ signal: leave.signal, env }, stdout, stderr);
  const code = await run(['sandbox', 'start', ...argv], context);
  stdout.end();
  stderr.end();
  const [out, err] = await printed;
  return { stdout: out, stderr: err, code };
}
