import { fileURLToPath } from 'node:url';
import { openCodeCache } from './cli/code-cache.ts';
import { asksForHelp } from './cli/help/asks-for-help.ts';
import type { Context, OutputStream } from './context.ts';
import { ExitCode } from './errors.ts';
import { isDecoded } from './lib/files/names.ts';
import { exactArguments } from './lib/process/arguments.ts';
import { currentFolder } from './lib/process/current-folder.ts';
import { isPlain, SyncOutputStream, standardInput } from './lib/process/standard-streams.ts';
import { handleStopSignals, type StopSignals } from './lib/process/stop-signals.ts';
import { terminalSignals } from './lib/process/terminal-signals.ts';
import type { Loader } from './loader.ts';
import { version } from './version.ts';

/** Builds the context of the real process. Nothing else touches the process's globals. */
function processContext(signals: StopSignals, program: Context['program'] | undefined): Context {
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
    sleep: (delayMs) => sleep(delayMs, signals.signal),
    openTransport: async (settings) =>
      (await import('./http/transport/open-transport.ts')).openTransport(settings),
    terminalSignals,
    blocking: signals.withoutHandlers,
    get signal() {
      return signals.signal;
    },
  };
}

const installedProgram = (): Context['program'] => [
  process.execPath,
  fileURLToPath(new URL('../bin/appwrite-cli.js', import.meta.url)),
];

function homeFolder(): string | undefined {
  const folder = process.env.HOME ?? process.env.USERPROFILE ?? process.getBuiltinModule('node:os').homedir();
  return folder !== '' && isDecoded(folder) ? folder : undefined;
}

function standardOutput(descriptor: 1 | 2): OutputStream {
  if (isPlain(descriptor)) return new SyncOutputStream(descriptor);
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  // Write callbacks report errors; this listener keeps an unhandled 'error' event from crashing the process.
  return stream.on('error', () => {});
}

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

function reportVersionError(error?: NodeJS.ErrnoException | null): void {
  if (!error || error.code === 'EPIPE') return;
  standardOutput(2).write(`error: stdout can't be written: ${error.message}\n`);
  process.exitCode = ExitCode.failure;
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

/** This file in the bundle. */
const mainFile = 'main.cjs';

/**
 * Lets the loader use stored code.
 * @returns stores the code of this process, if that makes the next start faster
 */
function useStoredCode(loader: Loader, context: Context): () => Promise<void> {
  const stored = openCodeCache(context, loader.loaded.get(mainFile)?.source.stamp ?? '');
  loader.cache = stored;
  return async () => {
    // Not this file, which has to run first, and not the next one, which is seldom loaded.
    const loaded = new Map([...loader.loaded].filter(([name]) => name !== mainFile));
    if (!stored?.isStale(loaded, context.now()) || context.signal.aborted) return;
    (await import('./cli/save-code.ts')).saveCode(stored, loaded);
  };
}

/**
 * Runs the command line of this process, and ends it. A function, since in the bundle other files import this one, also for
 * programs that only use the library.
 * @param program its command line; by default that of the installed package
 * @param loader of this file, which is to use code that an earlier process has compiled
 */
export function start(program?: Context['program'], loader?: Loader): void {
  const argv = exactArguments(process.argv.slice(2));
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    standardOutput(1).write(`${version}\n`, reportVersionError);
    return;
  }
  // Fail by default: if an unawaited promise lets the event loop drain, the exit code must not be 0.
  process.exitCode = ExitCode.failure;
  const context = processContext(handleStopSignals(process.env), program);
  const storeCode = loader ? useStoredCode(loader, context) : () => {};
  if (argv[0] === '__complete') {
    void import('./cli/completion/answer.ts').then(async ({ answer }) => {
      context.stdout.write(await answer(argv.slice(1), context));
      await exitWhenWritten(ExitCode.done, context, storeCode);
    });
  } else {
    void runLine(argv, context, loader?.folder).then((code) => exitWhenWritten(code, context, storeCode));
  }
}

/** @param folder of the files of the bundle, one of which has the pages of help */
async function runLine(
  argv: readonly string[],
  context: Context,
  folder: string | undefined,
): Promise<number> {
  if (folder !== undefined && asksForHelp(argv)) {
    const { showStoredPage } = await import('./cli/help/stored-pages.ts');
    try {
      if (await showStoredPage(argv, `${folder}/help-pages`, context)) return ExitCode.done;
    } catch (error) {
      return (await import('./cli/program.ts')).reportError(error, argv, context);
    }
  }
  return (await import('./cli/program.ts')).run(argv, context);
}
