/** Packages of a function in Python: those that its build installs, or those of the user's own virtual environment. */
import { existsSync } from 'node:fs';
import { lstat, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../lib/files/fs-error.ts';
import { ProcessGroup } from './process-group.ts';
import type { Interpreter } from './types.ts';

/** Not `.venv`: the user's own may have been packed with the code, and refers to its first place. */
const environmentName = '.appwrite-venv';
const ownNames = ['.venv', 'venv'];

export interface PythonBuild {
  /** Absolute path of the code. */
  readonly folder: string;
  readonly interpreter: Interpreter;
  readonly env: Readonly<Record<string, string>>;
  readonly platform: NodeJS.Platform;
  readonly signal?: AbortSignal | undefined;
}

/** Returns the path of the Python that sees the packages of a function, if it has any. */
export function pythonIn(folder: string, platform: NodeJS.Platform): string | undefined {
  const path = join(programsIn(folder, platform), platform === 'win32' ? 'python.exe' : 'python');
  return existsSync(path) ? path : undefined;
}

const programsIn = (folder: string, platform: NodeJS.Platform) =>
  join(folder, environmentName, platform === 'win32' ? 'Scripts' : 'bin');

/**
 * Makes a virtual environment, so that `pip install` in a build does not change the user's Python.
 * @returns the environment of the build's commands, or the reason why there is none
 */
export async function makeEnvironment(
  build: PythonBuild,
): Promise<{ readonly env: PythonBuild['env'] } | { readonly failure: string }> {
  const { folder, env, platform } = build;
  const path = join(folder, environmentName);
  // A link to the user's own would have the packages installed there.
  await rm(path, { recursive: true, force: true });
  const withPip = await runPython(build, ['-m', 'venv', path]);
  if (withPip !== undefined) await rm(path, { recursive: true, force: true });
  // Debian leaves pip out of the module venv. The pip on PATH can install into another environment.
  const failure =
    withPip === undefined ? undefined : await runPython(build, ['-m', 'venv', '--without-pip', path]);
  if (failure !== undefined) return { failure };
  const separator = platform === 'win32' ? ';' : ':';
  const { PYTHONHOME: _, ...rest } = env;
  return {
    env: {
      ...rest,
      VIRTUAL_ENV: path,
      PATH: [programsIn(folder, platform), env.PATH ?? ''].join(separator),
      PIP_DISABLE_PIP_VERSION_CHECK: '1',
      ...(withPip !== undefined && { PIP_PYTHON: pythonIn(folder, platform)! }),
    },
  };
}

/** Lets a function without a build use the virtual environment beside its code, if the user has one. */
export async function useOwnEnvironment(source: string, folder: string): Promise<void> {
  const own = ownNames.map((name) => join(source, name)).find((path) => existsSync(join(path, 'pyvenv.cfg')));
  const path = join(folder, environmentName);
  if (own === undefined || (await exists(path))) return;
  await symlink(own, path, 'junction');
}

const exists = (path: string) =>
  lstat(path).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    },
  );

/** @returns undefined if it succeeds, else the reason */
async function runPython(
  { folder, interpreter, env, platform, signal }: PythonBuild,
  args: readonly string[],
): Promise<string | undefined> {
  const group = new ProcessGroup(interpreter.path, args, {
    platform,
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [group.child.stdout, group.child.stderr])
    stream!.on('data', (bytes: Buffer) => {
      output += bytes.toString();
    });
  const { code, error } = await group.endedUnless(signal);
  return code === 0 ? undefined : output.trim() || (error?.message ?? `exit code ${code}`);
}
