import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { isStandalone } from '../../lib/process/standalone.ts';
import { type Language, languageOf, runnableLanguages } from './languages.ts';
import type { Interpreter, Runtime } from './types.ts';

/** The machine on which an interpreter is looked for. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

const maxVersionMs = 10_000;

/** Thrown if no interpreter of a language is found. */
export class InterpreterMissing extends CliError {
  constructor(message: string, hint: string) {
    super(ExitCode.usage, message, { hint });
  }
}

/**
 * Finds the interpreter that runs functions of a runtime: of those on PATH, the one of the asked version, else the first. For
 * Node.js, the one that runs this process serves if PATH has none; that inside the standalone executable does not, since it runs
 * nothing else.
 * @param override path of the interpreter to use
 * @throws InterpreterMissing exit 2 that names the programs, the places and the way to get one
 */
export async function findInterpreter(
  runtime: Runtime,
  { env, platform, override }: Machine & { readonly override?: string | undefined },
): Promise<Interpreter> {
  const language = languageOf(runtime.language);
  if (!language)
    throw new InterpreterMissing(
      `${runtime.id} can't run here: there is no runner for ${runtime.language}, only for ${runnableLanguages.join(', ')}`,
      'run it in its official image with --docker',
    );
  if (override !== undefined) return chosen(override, language, runtime, env);
  const programs = language.programs(runtime.version);
  const found = await onPathUntil(programs, language, { env, platform }, runtime);
  const self: Interpreter[] =
    runtime.language === 'node' && !isStandalone
      ? [{ path: process.execPath, version: process.versions.node }]
      : [];
  const best = [...found, ...self];
  const interpreter = best.find(({ version }) => isAsked(runtime, language, version)) ?? best[0];
  if (interpreter) return interpreter;
  throw new InterpreterMissing(
    `no interpreter for ${runtime.id}: none of the folders in PATH has ${programs.join(' or ')}`,
    `${language.installation}, name one with --interpreter PATH, or use --docker`,
  );
}

/** Returns one line with both versions if a function may behave differently on a server; else undefined. */
export function versionWarning(runtime: Runtime, interpreter: Interpreter): string | undefined {
  const language = languageOf(runtime.language);
  if (!language || isAsked(runtime, language, interpreter.version)) return undefined;
  return `${runtime.id} is asked for, but ${interpreter.path} is version ${interpreter.version}: on a server the function may behave differently`;
}

const isAsked = ({ version }: Runtime, { comparedParts }: Language, found: string) =>
  partsOf(version, comparedParts) === partsOf(found, comparedParts);

const partsOf = (version: string, count: number) => version.split('.').slice(0, count).join('.');

async function chosen(path: string, language: Language, runtime: Runtime, env: Machine['env']) {
  const version = await versionOf(path, language, env);
  if (version === undefined)
    throw usageError(
      `--interpreter: ${path} is no interpreter for ${runtime.id}: it does not tell its version`,
      `give the path of ${language.programs(runtime.version).join(' or ')}`,
    );
  return { path, version };
}

/**
 * Returns the first working interpreter on PATH for each name, up to one of the asked version. A manager of versions may have
 * put a broken one there.
 */
async function onPathUntil(
  programs: readonly string[],
  language: Language,
  machine: Machine,
  runtime: Runtime,
) {
  const found: Interpreter[] = [];
  for (const program of programs) {
    for (const path of pathsOf(program, machine)) {
      const version = (await isProgram(path)) ? await versionOf(path, language, machine.env) : undefined;
      if (version === undefined) continue;
      found.push({ path, version });
      if (isAsked(runtime, language, version)) return found;
      break;
    }
  }
  return found;
}

/** @returns the absolute path of a program, as a shell would find it */
export async function onPath(program: string, machine: Machine): Promise<string | undefined> {
  for (const path of pathsOf(program, machine)) if (await isProgram(path)) return path;
  return undefined;
}

/** Returns the absolute paths that a shell would try for a program. */
function pathsOf(program: string, { env, platform }: Machine): string[] {
  const isWindows = platform === 'win32';
  const folders = (env.PATH ?? env.Path ?? '').split(isWindows ? ';' : ':');
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, isWindows ? `${program}.exe` : program));
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** Asks a program for its version; undefined if it can't be run, or answers something else. */
async function versionOf(path: string, language: Language, env: Machine['env']): Promise<string | undefined> {
  if (await isThisProgram(path)) return process.versions.node;
  return new Promise((resolve) => {
    execFile(path, ['--version'], { env: { ...env }, timeout: maxVersionMs }, (error, stdout) =>
      resolve(error ? undefined : language.version.exec(stdout)?.[1]),
    );
  });
}

const isThisProgram = async (path: string) =>
  !isStandalone && (await realpath(path).catch(() => path)) === (await realpath(process.execPath));
