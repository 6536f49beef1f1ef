import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wordsOfFunction } from '../../../src/functions/pack/contents.ts';
import { type BuildOptions, buildCode, isDependencyFile } from '../../../src/functions/runtime/build.ts';
import { runBuildCommands } from '../../../src/functions/runtime/build-commands.ts';
import { isRunning } from '../../../src/lib/process/identity.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-build-'));
  mkdirSync(join(folder, 'code'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const platform = process.platform;
const env = { PATH: process.env.PATH!, GREETING: 'hello' };
const runtime = { id: 'node-20.0', language: 'node', version: '20.0' };
const interpreter = { path: process.execPath, version: process.versions.node };

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, 'code', path)), { recursive: true });
  writeFileSync(join(folder, 'code', path), content);
}

const build = (options: Partial<BuildOptions> = {}) =>
  buildCode({
    source: join(folder, 'code'),
    words: wordsOfFunction('greet'),
    builds: join(folder, 'builds'),
    entrypoint: 'main.js',
    runtime: { id: 'node-20.0', language: 'node', version: '20.0' },
    interpreter: { path: '/usr/bin/node', version: '20.20.2' },
    commands: 'echo run >> runs; cp package.json installed',
    env,
    platform,
    ...options,
  });

const read = (built: string, path: string) => readFileSync(join(built, path), 'utf8');

describe('buildCode', () => {
  beforeEach(() => {
    write('main.js', '1');
    write('lib/old.js', 'old');
    write('.env', 'SECRET=1');
    write('package.json', '{}');
  });

  it('names the function and its "ignore" for something that it can not copy', async () => {
    symlinkSync('/etc/passwd', join(folder, 'code/out'));
    await expect(build()).rejects.toMatchObject({
      exitCode: 2,
      message: 'function greet: out is a symbolic link out of the folder, to /etc/passwd',
      hint: 'add "/out" to "ignore" of the function',
    });
  });

  it('copies by the rules of packing and runs the commands in the copy', async () => {
    const { isReady, isFromCache, code } = await build();
    expect({ isReady, isFromCache }).toEqual({ isReady: true, isFromCache: false });
    expect(readdirSync(code.folder).sort()).toEqual(['installed', 'lib', 'main.js', 'package.json', 'runs']);
    expect(readdirSync(join(folder, 'code')).sort()).toEqual(['.env', 'lib', 'main.js', 'package.json']);
  });

  it('copies changed files into a build, without its commands: story 15', async () => {
    const first = await build();
    write('main.js', '2');
    write('lib/new.js', 'new');
    rmSync(join(folder, 'code/lib/old.js'));
    const second = await build();
    expect(second).toMatchObject({ isFromCache: true, code: first.code });
    expect(read(second.code.folder, 'main.js')).toBe('2');
    expect(readdirSync(join(second.code.folder, 'lib'))).toEqual(['new.js']);
    expect(read(second.code.folder, 'runs')).toBe('run\n');
  });

  it.each<[string, () => Partial<BuildOptions>]>([
    [
      'a dependency file',
      () => {
        write('package.json', '{"a":1}');
        return {};
      },
    ],
    ['the commands', () => ({ commands: 'echo run >> runs' })],
    ['the version of the interpreter', () => ({ interpreter: { path: 'node', version: '22.1.0' } })],
  ])('builds again after a change of %s', async (_, change) => {
    const first = await build();
    const second = await build(change());
    expect(second.isFromCache).toBe(false);
    expect(read(second.code.folder, 'runs')).toBe('run\n');
    expect(second.code.folder).not.toBe(first.code.folder);
  });

  it('runs commands that make the entry point again after any change', async () => {
    const compiled = { entrypoint: 'out.js', commands: 'cat main.js > out.js' };
    await build(compiled);
    expect((await build(compiled)).isFromCache).toBe(true);
    write('main.js', '2');
    const { code, isFromCache } = await build(compiled);
    expect({ isFromCache, out: read(code.folder, 'out.js') }).toEqual({ isFromCache: false, out: '2' });
  });

  it('keeps what is installed when a compiler fails, and runs it again after the next change', async () => {
    const commands = 'test -e installed || echo once >> installed; grep -v wrong main.js > out.js';
    const compiled = { entrypoint: 'out.js', commands };
    await build(compiled);
    write('main.js', 'wrong');
    expect((await build(compiled)).isReady).toBe(false);
    expect((await build(compiled)).isReady).toBe(false);
    write('main.js', '3');
    const { isReady, code } = await build(compiled);
    expect({ isReady, out: read(code.folder, 'out.js') }).toEqual({ isReady: true, out: '3\n' });
    expect(read(code.folder, 'installed')).toBe('once\n');
  });

  it('repeats a build that failed, and keeps the last one that did not', async () => {
    const first = await build();
    const failing = await build({ commands: 'echo broken >&2; exit 3' });
    expect(failing).toMatchObject({
      isReady: false,
      log: 'broken\nThe build failed: its commands ended with exit code 3.\n',
    });
    expect((await build({ commands: 'echo broken >&2; exit 3' })).isReady).toBe(false);
    expect(await build()).toMatchObject({ isFromCache: true, code: first.code });
  });

  it('keeps two builds', async () => {
    for (const number of [1, 2, 3, 4]) await build({ commands: `echo ${number}` });
    expect(readdirSync(join(folder, 'builds')).filter((name) => !name.endsWith('.json'))).toHaveLength(2);
  });
});

describe('runBuildCommands', () => {
  const run = (commands: string, options: object = {}) =>
    runBuildCommands({
      ...{ folder: join(folder, 'code'), commands, env, platform, runtime, interpreter },
      ...options,
    });

  it('gives the commands their environment, and the output as it comes', async () => {
    const parts: string[] = [];
    const outcome = await run('echo $GREETING; echo none$HOME', {
      onOutput: (text: string) => parts.push(text),
    });
    expect(outcome).toEqual({ isReady: true, log: 'hello\nnone\n' });
    expect(parts.join('')).toBe(outcome.log);
  });

  it('keeps 1,000,000 characters of the output', async () => {
    const { log } = await run('head -c 1500000 /dev/zero | tr "\\0" x');
    expect(log).toHaveLength(1_000_000);
  });

  it('ends a build with all its processes when its time is over', async () => {
    const { isReady, log } = await run('sleep 600 & echo $!; wait', { maxSeconds: 0.3 });
    const [pid, reason] = log.split('\n');
    expect({ isReady, reason }).toEqual({ isReady: false, reason: 'The build took longer than 0.3 s.' });
    expect(isRunning({ pid: Number(pid) })).toBe(false);
  });

  it('ends a build that is cancelled', async () => {
    const controller = new AbortController();
    let pid = 0;
    const onOutput = (text: string) => {
      pid = Number(text);
      controller.abort(new Error('cancelled'));
    };
    await expect(run('sleep 600 & echo $!; wait', { onOutput, signal: controller.signal })).rejects.toThrow(
      'cancelled',
    );
    expect(isRunning({ pid })).toBe(false);
  });
});

it.each([
  ['package.json', true],
  ['packages/a/package.json', true],
  ['requirements.txt', true],
  ['src/main.js', false],
])('tells if %s needs a build: %s', (path, expected) => {
  expect(isDependencyFile(path)).toBe(expected);
});
