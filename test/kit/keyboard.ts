import { PassThrough } from 'node:stream';
import { vi } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { type LineOptions, testContext } from './in-process.ts';

/** A command line that runs in this process, at a simulated terminal with a user who types. */
export interface TypedLine {
  /** Types once a text is shown: input before a question is discarded, as at a real terminal. */
  type(after: string, keys: string): Promise<void>;
  /** Everything that stderr has been sent. */
  screen(): string;
  /** Waits for the end of the line. */
  ended: Promise<{ readonly code: number; readonly stdout: string }>;
}

const maxWaitMs = 20_000;

/** Runs a command line at a simulated terminal. Nothing waits in it: its clock skips every delay. */
export function typeLine(
  argv: readonly string[],
  { columns = 80, stdoutIsTerminal = true, ...options }: LineOptions & { stdoutIsTerminal?: boolean } = {},
): TypedLine {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  // Like the real stderr, it can't be ended: the library ends its output after each question.
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns, end: () => stderr });
  const stdout = Object.assign(new PassThrough(), { isTTY: stdoutIsTerminal, columns });
  const shown = { stdout: '', stderr: '' };
  stdout.on('data', (chunk) => {
    shown.stdout += chunk;
  });
  stderr.on('data', (chunk) => {
    shown.stderr += chunk;
  });
  const clock = { now: Date.now, sleep: async () => {} };
  const context = { ...testContext({ clock, ...options }, stdout, stderr), stdin };
  return {
    async type(after, keys) {
      await vi.waitUntil(() => shown.stderr.includes(after), { timeout: maxWaitMs, interval: 5 });
      stdin.write(keys);
    },
    screen: () => shown.stderr,
    ended: run(argv, context).then((code) => ({ code, stdout: shown.stdout })),
  };
}
