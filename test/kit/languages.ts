/** Runs generated code by the compilers and interpreters of its language: many files in one process, since each costs. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A generated file, and code that runs after it, in its scope. */
export interface Sample {
  readonly source: string;
  readonly code?: string;
}

const runs = (program: string, ...args: readonly string[]) => spawnSync(program, args).status === 0;

const unless = (isThere: boolean, name: string) => (isThere ? '' : ` (skipped: ${name} is not installed)`);

interface Input {
  readonly args: readonly string[];
  readonly input?: string;
  readonly cwd?: string;
}

/** @throws Error with the messages of a program that fails */
export function outputOf(program: string, { args, input, cwd }: Input): string {
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, {
    ...(input !== undefined && { input }),
    ...(cwd !== undefined && { cwd }),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0)
    throw new Error(`${program}: ${error ?? signal ?? status}\n${stderr}${stdout.slice(-4000)}`);
  return stdout;
}

/** Returns the reason why tests that need a program are skipped; undefined if it is there. */
export const missing = (program: string, ...args: readonly string[]): string | undefined =>
  runs(program, ...(args.length > 0 ? args : ['--version'])) ? undefined : `${program} is not installed`;

// --- Python ---------------------------------------------------------------------------------------------------------

/** Returns the interpreter itself, if it can import the modules: `python3` may be a script that looks for one. */
function pythonWith(imports: string): string | undefined {
  const code = `import sys; ${imports}; print(sys.executable)`;
  const found = ['python3', '/usr/bin/python3'].map((python) =>
    spawnSync(python, ['-c', code], { encoding: 'utf8' }),
  );
  return found.find(({ status }) => status === 0)?.stdout.trim();
}

/** Path of a Python with pydantic 2. Debian 12 has pydantic 1, which has other classes; another Python of the machine may have version 2. */
export const pydanticPython = pythonWith('import pydantic; assert pydantic.VERSION.startswith("2.")');
const python = pydanticPython ?? pythonWith('import typing_extensions');

export const hasPython = python !== undefined;
export const needsPython = unless(hasPython, 'Python with typing_extensions');
export const hasPydantic = pydanticPython !== undefined;
export const needsPydantic = unless(hasPydantic, 'pydantic 2');

const pythonHarness = `
import json, sys, types, warnings
warnings.simplefilter("error")
results = []
for at, sample in enumerate(json.load(sys.stdin)):
    module = types.ModuleType(f"sample_{at}")
    sys.modules[module.__name__] = module
    for part in ("source", "code"):
        exec(compile(sample.get(part, ""), f"{part} of {module.__name__}", "exec"), module.__dict__)
    results.append(module.__dict__.get("result"))
json.dump(results, sys.stdout)
`;

/**
 * Runs modules of Python. A warning is an error.
 * @returns the variable `result` of each, null if its code sets none
 */
export const runPython = (samples: readonly Sample[]): readonly unknown[] =>
  JSON.parse(outputOf(python!, { args: ['-c', pythonHarness], input: JSON.stringify(samples) }));

// --- PHP ------------------------------------------------------------------------------------------------------------

export const hasPhp = runs('php', '--version');
export const needsPhp = unless(hasPhp, 'php');

const phpHarness = `
error_reporting(E_ALL);
ini_set('display_errors', 'stderr');
set_error_handler(static function (int $level, string $message, string $file, int $line): never {
    throw new ErrorException($message, 0, $level, $file, $line);
});
$results = [];
foreach (json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR) as $sample) {
    eval(substr($sample['source'], strlen('<?php')));
    $results[] = eval($sample['code']);
}
echo json_encode($results, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
`;

/**
 * Runs files of PHP, each in a namespace of its own. A notice is an error.
 * @returns what the code of each returns
 */
export function runPhp(samples: readonly Sample[]): readonly unknown[] {
  const apart = samples.map(({ source, code = '' }, at) => ({
    source: source.replace('namespace AppwriteSchema;', `namespace Sample${at};`),
    code: `declare(strict_types=1); namespace Sample${at}; ${code}`,
  }));
  return JSON.parse(outputOf('php', { args: ['-n', '-r', phpHarness], input: JSON.stringify(apart) }));
}

// --- Go -------------------------------------------------------------------------------------------------------------

export const hasGo = runs('go', 'version');
export const needsGo = unless(hasGo, 'go');

/** Members of the file in which the code of a sample runs. */
const goSupport = `package appwrite

import "encoding/json"

func read(text string, into any) {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		panic(err)
	}
}

func write(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func Result() any {
`;

/**
 * Checks the form (`gofmt`) of packages of Go, checks them by `go vet`, and runs them.
 * @returns what the code of each returns
 */
export function runGo(samples: readonly Sample[]): readonly unknown[] {
  const folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-go-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  try {
    write('go.mod', 'module samples\n\ngo 1.18\n');
    samples.forEach(({ source, code = 'return nil' }, at) => {
      write(`sample${at}/appwrite.go`, source);
      write(`sample${at}/code.go`, `${goSupport}${code}\n}\n`);
    });
    const imports = samples.map((_, at) => `\tsample${at} "samples/sample${at}"\n`).join('');
    const results = samples.map((_, at) => `sample${at}.Result()`).join(', ');
    write(
      'main.go',
      `package main\n\nimport (\n\t"encoding/json"\n\t"os"\n\n${imports})\n\nfunc main() {\n\tif err := json.NewEncoder(os.Stdout).Encode([]any{${results}}); err != nil {\n\t\tpanic(err)\n\t}\n}\n`,
    );
    const sources = samples.map((_, at) => `sample${at}/appwrite.go`);
    const differences = outputOf('gofmt', { args: ['-d', ...sources], cwd: folder });
    if (differences !== '') throw new Error(`gofmt would write:\n${differences}`);
    outputOf('go', { args: ['vet', './...'], cwd: folder });
    return JSON.parse(outputOf('go', { args: ['run', '.'], cwd: folder }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// --- Batches --------------------------------------------------------------------------------------------------------

/** Runs all samples when the result of the first is asked for. */
export function batch<Name extends string>(
  run: (samples: readonly Sample[]) => readonly unknown[],
  samples: Readonly<Record<Name, Sample>>,
): (name: Name) => unknown {
  let outcome: { readonly results: readonly unknown[] } | { readonly error: unknown } | undefined;
  const attempt = () => {
    try {
      return { results: run(Object.values(samples)) };
    } catch (error) {
      return { error };
    }
  };
  return (name) => {
    outcome ??= attempt();
    if ('error' in outcome) throw outcome.error;
    return outcome.results[Object.keys(samples).indexOf(name)];
  };
}
