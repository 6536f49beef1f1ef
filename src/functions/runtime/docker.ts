/** Functions in the official images of their runtimes, for languages that no interpreter here can run. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { usageError } from '../../errors.ts';
import { makeFolders } from '../../lib/files/folders.ts';
import { type BuildCommands, type BuildOutcome, followBuild } from './build-commands.ts';
import type { Variables } from './environment.ts';
import { InterpreterMissing, type Machine, onPath } from './interpreters.ts';
import type { Launch } from './languages.ts';
import { ProcessGroup } from './process-group.ts';
import { ownRunner } from './runners.ts';
import type { Interpreter, Protocol, Runtime } from './types.ts';

/** A program with its arguments and its whole environment. */
export interface Command {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: Variables;
}

/** Commands that start a runtime in its image, as a server of 1.5 has them. */
const startCommands: Readonly<Record<string, string>> = {
  node: 'node src/server.js',
  php: 'php src/server.php',
  ruby: 'bundle exec puma -b tcp://0.0.0.0:3000 -e production',
  python: 'python3 src/server.py',
  'python-ml': 'python3 src/server.py',
  deno: 'denon start',
  bun: 'bun src/server.ts',
  dart: 'src/function/server',
  dotnet: 'dotnet src/function/DotNetRuntime.dll',
  java: 'java -jar src/function/java-runtime-1.0.0.jar',
  kotlin: 'java -jar src/function/kotlin-runtime-1.0.0.jar',
  swift: 'src/function/Runtime serve --env production --hostname 0.0.0.0 --port 3000',
  cpp: 'src/function/cpp_runtime',
};

/** Languages whose image runs the files as they are; for others each change needs a build. */
const interpreted: ReadonlySet<string> = new Set([
  ...['node', 'php', 'ruby', 'python', 'python-ml', 'deno', 'bun'],
]);

export const isCompiled = ({ language }: Runtime): boolean => !interpreted.has(language);

/** Variables that docker itself reads. */
const ofDocker =
  /^(PATH|HOME|USERPROFILE|APPDATA|LOCALAPPDATA|SystemRoot|XDG_RUNTIME_DIR|DOCKER_\w+|https?_proxy|no_proxy)$/i;

/**
 * Ends everything in a container when its stdin closes, as it does when the docker on this side ends, even if it is killed.
 * The main process loses its stdin, as on a server.
 */
const endWithStdin = `exec 3<&0 </dev/null
(cat <&3 >/dev/null; kill -KILL -1) &
exec 3<&-
`;

const buildScript = `${endWithStdin}mkdir -p /mnt/code && cp -R /mnt/source/. /mnt/code/ && helpers/build.sh "$1" && cp /mnt/code/code.tar.gz /mnt/result/code.tar.gz`;

/** Puts the files of now over those of the last build. */
const startScript = `${endWithStdin}mkdir -p /mnt/code /tmp/code && tar -xzf /tmp/code.tar.gz -C /tmp/code && cp -R /mnt/source/. /tmp/code/ && tar -czf /mnt/code/code.tar.gz -C /tmp/code . && rm -rf /tmp/code && exec helpers/start.sh "$1"`;

const startCompiledScript = `${endWithStdin}mkdir -p /mnt/code && cp /tmp/code.tar.gz /mnt/code/code.tar.gz && exec helpers/start.sh "$1"`;

export interface DockerOptions extends Machine {
  readonly protocol?: Protocol | undefined;
  /** Receives the progress of a download. */
  readonly onOutput?: ((text: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds docker and the official image of a runtime, and gets the image if it is not on this machine. The result stands for an
 * interpreter in `buildCode` and `startFunction`; the environment for these must hold the variables of the function only.
 * @throws InterpreterMissing exit 2 if there is no docker, if it does not work, or if it can't get the image
 */
export async function findDocker(
  runtime: Runtime,
  { protocol = 'v3', onOutput, signal, ...machine }: DockerOptions,
): Promise<Interpreter> {
  if (protocol !== 'v3') throw usageError('--docker: it runs functions with --protocol v3 only');
  const start = startCommands[runtime.language];
  if (start === undefined)
    throw usageError(
      `--docker: there is no image for ${runtime.id}, only for ${Object.keys(startCommands).join(', ')}`,
    );
  const path = await onPath('docker', machine);
  if (path === undefined)
    throw new InterpreterMissing(
      'there is no docker: none of the folders in PATH has it',
      'install Docker from https://docs.docker.com/get-docker, or leave out --docker',
    );
  const env = Object.fromEntries(
    Object.entries(machine.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && ofDocker.test(entry[0]),
    ),
  );
  const name = `openruntimes/${runtime.language}:v3-${runtime.version}`;
  const ask = (...args: string[]) => askDocker(path, args, { env, onOutput, signal });
  const server = await ask('version', '--format', '{{.Server.Version}}');
  if (!server.isDone)
    throw new InterpreterMissing(
      `docker can't run containers: ${lastLineOf(server.output)}`,
      'start Docker, or leave out --docker',
    );
  if (!(await ask('image', 'inspect', '--format', '{{.Id}}', name)).isDone) {
    const pulled = await ask('pull', name);
    if (!pulled.isDone)
      throw new InterpreterMissing(
        `docker can't get the image ${name} of ${runtime.id}: ${lastLineOf(pulled.output)}`,
        'the runtimes of a server are listed by appwrite-cli functions list-runtimes',
      );
  }
  return { path, version: runtime.version, image: { name, env, start } };
}

/** @returns the path of the archive that a build in a container leaves, beside the folder of its code */
export const archiveOf = (folder: string): string => join(`${folder}.image`, 'code.tar.gz');

/**
 * Builds code in the image of its runtime, as a server does, and writes the archive that the image starts from.
 * @param interpreter of `findDocker`
 * @throws the reason of `signal`
 */
export function buildInDocker(options: BuildCommands): Promise<BuildOutcome> {
  const { folder, commands, env, platform, interpreter } = options;
  const image = interpreter.image!;
  const results = dirname(archiveOf(folder));
  makeFolders(results);
  const args = [
    ...['run', '--rm', '--init', '--interactive', '--name', containerName()],
    ...mount(folder, '/mnt/source', 'readonly'),
    ...mount(results, '/mnt/result'),
    ...variablesByName(env),
    ...[image.name, 'sh', '-c', buildScript, 'sh', commands],
  ];
  const start = () => {
    const group = new ProcessGroup(interpreter.path, args, {
      platform,
      cwd: folder,
      env: { ...image.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    group.child.stdin!.on('error', () => {});
    return group;
  };
  return followBuild(start, options);
}

/**
 * Returns the command that runs a function in its image. Its port is one of the loopback interface that docker chooses.
 * @param env variables of the function, which docker takes from its own environment
 */
export function dockerCommand(
  runtime: Runtime,
  { folder, interpreter, env }: Pick<Launch, 'folder' | 'interpreter'> & { env: Variables },
): Command {
  const image = interpreter.image!;
  const name = containerName();
  const args = [
    ...['run', '--rm', '--init', '--interactive', '--name', name, '--publish', '127.0.0.1::3000'],
    ...mount(folder, '/mnt/source', 'readonly'),
    ...mount(archiveOf(folder), '/tmp/code.tar.gz', 'readonly'),
    ...variablesByName(env),
    ...[image.name, 'sh', '-c', isCompiled(runtime) ? startCompiledScript : startScript, 'sh', image.start],
  ];
  return {
    path: process.execPath,
    args: [...ownRunner('docker.cjs'), interpreter.path, name, ...args],
    env: { ...image.env, ...env },
  };
}

const containerName = () => `appwrite-cli-${randomBytes(6).toString('hex')}`;

/** Values of `--mount` are CSV: a path may hold a comma. */
const mount = (source: string, target: string, ...options: string[]) => [
  '--mount',
  ['type=bind', `"source=${source.replaceAll('"', '""')}"`, `target=${target}`, ...options].join(','),
];

/** @throws CliError exit 2 for a variable that docker would take for its own */
function variablesByName(variables: Variables): string[] {
  const names = Object.keys(variables);
  const own = names.find((name) => ofDocker.test(name));
  if (own !== undefined)
    throw usageError(
      `--docker: the function's variable ${own} can't be given to it: docker itself reads that`,
    );
  return names.flatMap((name) => ['--env', name]);
}

interface Asked {
  readonly isDone: boolean;
  readonly output: string;
}

function askDocker(
  path: string,
  args: readonly string[],
  { env, onOutput, signal }: Pick<DockerOptions, 'env' | 'onOutput' | 'signal'>,
): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const child = execFile(path, args, { env: { ...env }, signal }, (error, stdout, stderr) => {
      if (signal?.aborted) reject(signal.reason);
      else resolve({ isDone: error === null, output: stderr.trim() === '' ? stdout : stderr });
    });
    (child.stdout as Readable).on('data', (text: string) => onOutput?.(text));
  });
}

const lastLineOf = (text: string) => text.trim().split('\n').at(-1) || 'it gives no reason';
