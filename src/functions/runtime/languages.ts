/** The languages that run here: a line for each, and a file in `runners`. */
import { pythonIn } from './python-packages.ts';
import type { Interpreter, Protocol, Runtime } from './types.ts';

/** Facts from which the command line of a function's process is made. */
export interface Launch {
  readonly runtime: Runtime;
  readonly interpreter: Interpreter;
  /** Absolute path of the runner. */
  readonly runner: string;
  readonly protocol: Protocol;
  /** Absolute path of the code. */
  readonly folder: string;
  /** Address and port for a debugger. */
  readonly inspect: string | undefined;
}

export interface Language {
  /** File in `runners`. */
  readonly runner: string;
  /** Names of the program, the best first. */
  programs(version: string): readonly string[];
  /** Finds the version in what the program writes for `--version`. */
  readonly version: RegExp;
  /** Number of parts of a version in which languages change incompatibly: 1 for 18, 2 for 3.12. */
  readonly comparedParts: 1 | 2;
  /** Options of the interpreter. */
  options?(launch: Launch): readonly string[];
  /** Finds an interpreter that the code has itself, with its packages. */
  interpreterIn?(folder: string, platform: NodeJS.Platform): string | undefined;
  /** Undefined if no debugger can attach to it from outside. */
  readonly debugger?: Debugger;
  /** Says how to get it. */
  readonly installation: string;
}

export interface Debugger {
  /** @param address and port to listen at */
  options(address: string): readonly string[];
  /** Package that the interpreter needs for it. */
  readonly needs?: {
    readonly name: string;
    /** Arguments with which the interpreter succeeds if it has the package. */
    readonly check: readonly string[];
    /** Arguments with which the interpreter installs it. */
    readonly installation: string;
  };
}

const languages: Readonly<Record<string, Language>> = {
  node: {
    runner: 'node.cjs',
    programs: () => ['node'],
    version: /^v(\d+\.\d+\.\d+)/,
    comparedParts: 1,
    options: ({ runtime, interpreter }) => modulesAsOf(runtime.version, interpreter.version),
    debugger: { options: (address) => [`--inspect=${address}`] },
    installation: 'install Node.js from https://nodejs.org',
  },
  python: {
    runner: 'python.py',
    programs: (version) => [`python${version}`, 'python3', 'python'],
    version: /^Python (\d+\.\d+\.\d+)/,
    comparedParts: 2,
    interpreterIn: pythonIn,
    debugger: {
      options: (address) => ['-Xfrozen_modules=off', '-m', 'debugpy', '--listen', address],
      needs: { name: 'debugpy', check: ['-c', 'import debugpy'], installation: '-m pip install debugpy' },
    },
    installation: 'install Python 3.8 or newer from https://www.python.org or your system',
  },
  php: {
    runner: 'php.php',
    programs: (version) => [`php${version}`, 'php'],
    version: /^PHP (\d+\.\d+\.\d+)/,
    comparedParts: 2,
    installation: 'install PHP 8 from https://www.php.net or your system, as in apt install php-cli',
  },
  ruby: {
    runner: 'ruby.rb',
    programs: (version) => [`ruby${version}`, 'ruby'],
    version: /^ruby (\d+\.\d+\.\d+)/,
    comparedParts: 2,
    installation: 'install Ruby 3 from https://www.ruby-lang.org or your system',
  },
  bun: {
    runner: 'node.cjs',
    programs: () => ['bun'],
    version: /^(\d+\.\d+\.\d+)/,
    comparedParts: 1,
    debugger: { options: (address) => [`--inspect=${address}`] },
    installation: 'install Bun from https://bun.sh',
  },
  deno: {
    runner: 'node.cjs',
    programs: () => ['deno'],
    version: /^deno (\d+\.\d+\.\d+)/,
    comparedParts: 1,
    // On a server, too, it has all permissions.
    options: () => ['run', '--allow-all', '--no-prompt', '--quiet'],
    debugger: { options: (address) => [`--inspect=${address}`] },
    installation: 'install Deno 2 from https://deno.com',
  },
};

/** @param language of a runtime; `python-ml` is Python */
export const languageOf = (language: string): Language | undefined => languages[language.replace(/-ml$/, '')];

/** Names of all languages that run here. */
export const runnableLanguages: readonly string[] = Object.keys(languages);

/** Returns the path of the program that runs a function. */
export const programOf = (
  language: Language,
  { interpreter, folder }: Pick<Launch, 'interpreter' | 'folder'>,
): string => language.interpreterIn?.(folder, process.platform) ?? interpreter.path;

/** Returns the arguments of the interpreter that run a function. */
export function argumentsOf(language: Language, launch: Launch): readonly string[] {
  const { runner, protocol, folder, inspect } = launch;
  const ofDebugger = inspect === undefined ? [] : (language.debugger?.options(inspect) ?? []);
  return [...(language.options?.(launch) ?? []), ...ofDebugger, runner, protocol, folder];
}

/**
 * Node 20.19 and later load ECMAScript modules by `require`, and recognise them without `"type": "module"`. On a server
 * with an earlier version that fails, so it has to fail here too.
 */
function modulesAsOf(asked: string, found: string): readonly string[] {
  const [major = 0, minor = 0] = found.split('.').map(Number);
  const isLenient = major >= 22 || (major === 20 && minor >= 19);
  const isStrict = Number.parseInt(asked, 10) < 22;
  return isLenient && isStrict ? ['--no-experimental-require-module', '--no-experimental-detect-module'] : [];
}
