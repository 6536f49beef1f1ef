import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { languageOf } from './languages.ts';
import { ProcessGroup } from './process-group.ts';
import { makeEnvironment } from './python-packages.ts';
import type { Interpreter, Runtime } from './types.ts';

/** A server of 1.5 keeps so much of a build's output. */
const maxLogLength = 1_000_000;
/** Time that a server of 1.5 gives to a build. */
const maxBuildSeconds = 900;

export interface BuildCommands {
  /** Absolute path of the code, in which the commands run. */
  readonly folder: string;
  /** For the shell. */
  readonly commands: string;
  readonly runtime: Runtime;
  readonly interpreter: Interpreter;
  /** The whole environment of the commands, made by `functionEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
  readonly platform: NodeJS.Platform;
  /** `maxBuildSeconds` by default. */
  readonly maxSeconds?: number | undefined;
  /** Receives the output as it comes, stdout and stderr. */
  readonly onOutput?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface BuildOutcome {
  readonly isReady: boolean;
  /** Output of the commands, and the reason if they failed; at most 1,000,000 characters of it. */
  readonly log: string;
}

/**
 * Runs the build commands of a function by `sh -c`; on Windows by the shell that comes with Git, else by cmd.
 * @throws the reason of `signal`, once all processes of the build are ended
 */
export async function runBuildCommands(options: BuildCommands): Promise<BuildOutcome> {
  const { folder, commands, runtime, platform, signal } = options;
  signal?.throwIfAborted();
  const isPython = languageOf(runtime.language) === languageOf('python');
  const prepared = isPython ? await makeEnvironment(options) : { env: options.env };
  if ('failure' in prepared) {
    const log = `No virtual environment could be made for ${runtime.id}: ${prepared.failure}\n`;
    options.onOutput?.(log);
    return { isReady: false, log };
  }
  const { env } = prepared;
  const shell = await shellOf(platform, env);
  const start = () =>
    new ProcessGroup(shell.path, shell.argumentsFor(commands), {
      platform,
      windowsVerbatimArguments: shell.isCmd,
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return followBuild(start, options, shell.warning);
}

/**
 * Follows the processes of a build until they end.
 * @param warning to begin the log with
 * @throws the reason of `signal`, once all processes of the build are ended
 */
export async function followBuild(
  start: () => ProcessGroup,
  {
    maxSeconds = maxBuildSeconds,
    onOutput,
    signal,
  }: Pick<BuildCommands, 'maxSeconds' | 'onOutput' | 'signal'>,
  warning?: string,
): Promise<BuildOutcome> {
  signal?.throwIfAborted();
  let log = '';
  const add = (text: string) => {
    log += text.slice(0, maxLogLength - log.length);
    onOutput?.(text);
  };
  if (warning !== undefined) add(`${warning}\n`);
  const group = start();
  for (const stream of [group.child.stdout, group.child.stderr]) forwardText(stream as Readable, add);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    group.kill('SIGKILL');
  }, maxSeconds * 1000);
  const {
    code,
    signal: killedBy,
    error,
  } = await group.endedUnless(signal).finally(() => clearTimeout(timer));
  if (code === 0) return { isReady: true, log };
  const reason = isLate
    ? `The build took longer than ${maxSeconds} s.`
    : error !== undefined
      ? `The build can't start: ${error.message}`
      : `The build failed: its commands ended with ${killedBy ?? `exit code ${code}`}.`;
  add(`${log === '' || log.endsWith('\n') ? '' : '\n'}${reason}\n`);
  return { isReady: false, log };
}

interface Shell {
  readonly path: string;
  /** True for the shell of Windows, which parses the line of its arguments itself. */
  readonly isCmd: boolean;
  argumentsFor(commands: string): string[];
  readonly warning?: string;
}

const posixShell = (path: string): Shell => ({
  path,
  isCmd: false,
  argumentsFor: (commands) => ['-c', commands],
});

async function shellOf(platform: NodeJS.Platform, env: Readonly<Record<string, string>>): Promise<Shell> {
  if (platform !== 'win32') return posixShell('/bin/sh');
  const folders = [
    ...(env.PATH ?? env.Path ?? '').split(';'),
    ...['C:\\Program Files\\Git\\bin', 'C:\\Program Files (x86)\\Git\\bin'],
  ];
  for (const folder of folders) {
    const path = join(folder, 'sh.exe');
    if (folder !== '' && (await exists(path))) return posixShell(path);
  }
  return {
    path: env.ComSpec ?? 'cmd.exe',
    isCmd: true,
    argumentsFor: (commands) => ['/d', '/s', '/c', `"${commands}"`],
    warning:
      'Warning: there is no sh, which runs the commands on a server. Install Git to have one. Using cmd.',
  };
}

const exists = (path: string) =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );

function forwardText(stream: Readable, onText: (text: string) => void): void {
  const decoder = new StringDecoder('utf8');
  stream.on('data', (bytes: Buffer) => onText(decoder.write(bytes)));
}
