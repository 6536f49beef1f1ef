import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { keepCompiled } from './cli/compile-cache.ts';
import type { Context, OutputStream } from './context.ts';
import { ExitCode } from './errors.ts';
import { isPlain, SyncOutputStream, standardInput } from './lib/process/standard-streams.ts';
import { version } from './version.ts';

/** The context of the real process: the only place that touches its globals. */
function processContext(signal: AbortSignal): Context {
  return {
    // Node makes its stdin when it is first asked for, which takes time.
    get stdin() {
      return standardInput();
    },
    stdout: standardOutput(1),
    stderr: standardOutput(2),
    env: process.env,
    cwd: process.cwd(),
    home: process.env.HOME ?? process.env.USERPROFILE ?? (homedir() || undefined),
    platform: process.platform,
    uid: process.geteuid?.(),
    program: [process.execPath, fileURLToPath(new URL('../bin/appwrite-cli.js', import.meta.url))],
    now: Date.now,
    sleep: (milliseconds) => sleep(milliseconds, signal),
    openTransport: async (settings) =>
      (await import('./http/transport/open-transport.ts')).openTransport(settings),
    signal,
  };
}

function standardOutput(descriptor: 1 | 2): OutputStream {
  if (isPlain(descriptor)) return new SyncOutputStream(descriptor);
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  // Who writes is told of an error; without a listener the event would end the process.
  return stream.on('error', () => {});
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/**
 * The first Ctrl-C lets the command put things in order; the second ends the process at once. Other signals beside it
 * are no impatience: `sandbox run` passes on what a terminal has sent to its child already.
 */
function interruptible(): AbortSignal {
  const controller = new AbortController();
  const seen = new Set<NodeJS.Signals>();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      // That a terminal is gone both the shell and the kernel say.
      if (seen.has(name) && name !== 'SIGHUP') {
        // Node waits for a name that is being looked up; a third Ctrl-C then finds nobody who would catch it.
        process.removeAllListeners(name);
        process.exit(ExitCode.interrupted);
      }
      seen.add(name);
      controller.abort(new DOMException(name, 'AbortError'));
    });
  }
  return controller.signal;
}

function versionWritten(error?: NodeJS.ErrnoException | null): void {
  if (!error || error.code === 'EPIPE') return;
  standardOutput(2).write(`error: stdout can't be written: ${error.message}\n`);
  process.exitCode = ExitCode.failure;
}

/** Ends the process as soon as all is written: a connection that was given up must not hold the shell. */
async function end(code: number, { stdout, stderr }: Context): Promise<void> {
  await Promise.all([stdout, stderr].map((stream) => new Promise((done) => stream.write('', done))));
  process.exit(code);
}

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V'))
  standardOutput(1).write(`${version}\n`, versionWritten);
else {
  // Should work ever be forgotten, so that Node ends for want of anything to do, that must not pass for success.
  process.exitCode = ExitCode.failure;
  const context = processContext(interruptible());
  keepCompiled(context);
  if (argv[0] === '__complete') {
    void import('./cli/completion/answer.ts').then(async ({ answer }) => {
      context.stdout.write(await answer(argv.slice(1), context));
      await end(ExitCode.done, context);
    });
  } else {
    // Not awaited: the other modules import this one's file, and would wait for it as it waits for them.
    void import('./cli/program.ts').then(async ({ run }) => end(await run(argv, context), context));
  }
}
