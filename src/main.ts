import { fileURLToPath } from 'node:url';
import type { StoredCode } from './cli/code-cache.ts';
import { recentAnswer } from './cli/completion/recent.ts';
import { asksForHelp } from './cli/help/asks-for-help.ts';
import type { Context } from './context.ts';
import { ExitCode } from './errors.ts';
import { once } from './lib/once.ts';
import { exactArguments } from './lib/process/arguments.ts';
import { currentFolder } from './lib/process/current-folder.ts';
import { homeFolder } from './lib/process/home-folder.ts';
import { asksForVersion, printVersion } from './lib/process/print-version.ts';
import { standardInput, standardOutput } from './lib/process/standard-streams.ts';
import { handleStopSignals, type StopSignals } from './lib/process/stop-signals.ts';
import { terminalSignals } from './lib/process/terminal-signals.ts';
import type { Loader } from './loader.ts';

/** Builds the context of the real process. Nothing else touches the process's globals. */
function processContext(signals: () => StopSignals, program: Context['program'] | undefined): Context {
  return {
    // A getter, since creating process.stdin takes time and few commands read it.
    get stdin() {
      return standardInput();
    },
    stdout: standardOutput(1),
    stderr: standardOutput(2),
    env: process.env,
    // A getter, since the folder may have been deleted, which only commands that use it are to report.
    get cwd() {
      return currentFolder(process.cwd);
    },
    home: homeFolder(),
    platform: process.platform,
    uid: process.geteuid?.(),
    get program() {
      return program ?? installedProgram();
    },
    now: Date.now,
    utcOffsetMinutes: (atMs) => -new Date(atMs).getTimezoneOffset(),
    sleep: (delayMs) => sleep(delayMs, signals().signal),
    openTransport: async (settings) =>
      (await import('./http/transport/open-transport.ts')).openTransport(settings),
    terminalSignals,
    blocking: (work) => signals().withoutHandlers(work),
    get signal() {
      return signals().signal;
    },
  };
}

const installedProgram = (): Context['program'] => [
  process.execPath,
  fileURLToPath(new URL('../bin/appwrite-cli.js', import.meta.url)),
];

function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, delayMs);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** Exits when all output is written, without waiting for connections that are still open. */
async function exitWhenWritten(
  code: number,
  { stdout, stderr }: Context,
  beforeExit: () => unknown,
): Promise<void> {
  await Promise.all([stdout, stderr].map((stream) => new Promise((done) => stream.write('', done))));
  await beforeExit();
  process.exit(code);
}

/** The launcher's part in a start, of the package as well as of the standalone executable. */
export interface Launch {
  /** Command line that starts this program; by default that of the installed package. */
  readonly program?: Context['program'];
  /** The loader of this file, unless it reads files from inside an executable. */
  readonly loader?: Loader;
  /** The compiled code that the loader uses, if there may be any. */
  readonly code?: StoredCode | undefined;
}

/** Stores the code of this process, if that makes the next start faster. */
async function storeCode({ loader, code }: Launch, context: Context): Promise<void> {
  if (!loader || !code?.isStale(loader.loaded, context.now()) || context.signal.aborted) return;
  // Not the next file, which is seldom loaded.
  const loaded = new Map(loader.loaded);
  (await import('./cli/save-code.ts')).saveCode(code, loaded);
}

/**
 * Runs the command line of this process, and ends it. A function, since in the bundle other files import this one, also for
 * programs that only use the library.
 */
export function start(launch: Launch): void {
  const argv = exactArguments(process.argv.slice(2));
  if (asksForVersion(argv)) {
    printVersion();
    return;
  }
  // Fail by default: if an unawaited promise lets the event loop drain, the exit code must not be 0.
  process.exitCode = ExitCode.failure;
  // Handled from their first use: a recent answer has nothing to stop.
  const signals = once(() => handleStopSignals(process.env));
  const context = processContext(signals, launch.program);
  const done =
    argv[0] === '__complete' ? complete(argv.slice(1), context) : runLine(argv, context, launch, signals);
  void done.then((code) => exitWhenWritten(code, context, () => storeCode(launch, context)));
}

/** Answers a shell that completes a line. */
async function complete(argv: readonly string[], context: Context): Promise<number> {
  const answered =
    recentAnswer(argv, context) ?? (await (await import('./cli/completion/answer.ts')).answer(argv, context));
  context.stdout.write(answered);
  return ExitCode.done;
}

/** @param handleSignals called before anything is done that a signal would have to stop */
async function runLine(
  argv: readonly string[],
  context: Context,
  { loader }: Launch,
  handleSignals: () => unknown,
): Promise<number> {
  // The pages are in a file of the bundle.
  if (loader?.folder !== undefined && asksForHelp(argv)) {
    const { showStoredPage } = await import('./cli/help/stored-pages.ts');
    try {
      if (await showStoredPage(argv, `${loader.folder}/help-pages`, context)) return ExitCode.done;
    } catch (error) {
      return (await import('./cli/program.ts')).reportError(error, argv, context);
    }
  }
  handleSignals();
  return (await import('./cli/program.ts')).run(argv, context);
}
