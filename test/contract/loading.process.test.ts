import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Chunk } from '../../scripts/bundle.mjs';
import { bundledPackages } from '../../scripts/licenses.mjs';
import { envFor } from '../kit/env.ts';
import { json, startFaults } from '../kit/faults.ts';
import { builtChunks, launcher, runCommand, temporaryFolder } from '../kit/program.ts';

/** Files and modules that a process has loaded by its end. */
interface Loaded {
  /** Names of files. */
  readonly files: readonly string[];
  /** Modules of Node that have a public name. */
  readonly builtins: readonly string[];
}

const hook = `const fs = require('node:fs');
const opened = [];
const { openSync } = fs;
fs.openSync = (path, ...rest) => {
  if (/[\\\\/](bin|dist)[\\\\/][^\\\\/]+$/.test(path)) opened.push(path);
  return openSync(path, ...rest);
};
process.on('exit', () => {
  const builtins = process.moduleLoadList
    .filter((name) => name.startsWith('NativeModule '))
    .map((name) => name.slice('NativeModule '.length))
    .filter((name) => !name.startsWith('internal/'));
  const loaded = JSON.stringify({ files: [...Object.keys(require.cache), ...opened], builtins });
  fs.writeFileSync(process.env.LOADED, loaded);
});`;

/** @param folder of the files of this measurement */
async function loadedBy(
  argv: readonly string[],
  env: Record<string, string> = {},
  folder = temporaryFolder(),
): Promise<Loaded> {
  const hookFile = join(folder, 'hook.cjs');
  const loadedFile = join(folder, 'loaded.json');
  writeFileSync(hookFile, hook);
  const result = await runCommand(process.execPath, ['--require', hookFile, ...argv], {
    env: { ...env, LOADED: loadedFile },
    cwd: folder,
  });
  expect(result.code, result.stderr).toBe(0);
  const { files, builtins } = JSON.parse(readFileSync(loadedFile, 'utf8')) as Loaded;
  return { files: files.filter((file) => file !== hookFile).map((file) => basename(file)), builtins };
}

const launch = ['appwrite-cli.js', 'boot.cjs'];
const start = [...launch, 'main.cjs', 'rolldown-runtime.cjs'];

/** Node's connections, and their dependencies. */
const nodeNet = ['diagnostics_channel', 'net', 'stream', 'stream/promises', 'string_decoder'];

const always = ['vm'];

/** Lines, the files that each loads, and the modules of Node it may load beyond those of every process. */
const lines: [line: string, files: readonly string[], builtins: readonly string[]][] = [
  ['--version', launch, always],
  ['--help', [...start, 'help-page.cjs', 'help-pages'], always],
  ['databases list --help', [...start, 'help-page.cjs', 'help-pages'], always],
  [
    'databases list',
    [...start, 'core.cjs', 'help-page.cjs', 'databases.cjs', 'send.cjs', 'connection.cjs'],
    [...always, ...nodeNet],
  ],
  [
    '__complete --database-id = databases get',
    [...start, 'answer.cjs', 'help-page.cjs', 'core.cjs', 'connection.cjs', 'databases.cjs'],
    [...always, ...nodeNet],
  ],
];

describe('a command', () => {
  it.each(lines)('loads only what it needs: %s', async (line, files, builtins) => {
    await using server = await startFaults(json({ total: 0, databases: [] }));
    const floor = await loadedBy(['-e', '0']);
    const loaded = await loadedBy([launcher, ...line.split(' ')], envFor(server.endpoint));
    expect(loaded.files).toEqual(files);
    const more = loaded.builtins.filter((name) => !floor.builtins.includes(name));
    expect(more.filter((name) => !builtins.includes(name))).toEqual([]);
  });
});

it('loads one file more to store its compiled code, and none to use it', async () => {
  await using server = await startFaults(json({ total: 0, databases: [] }));
  const env = { ...envFor(server.endpoint), HOME: temporaryFolder(), NODE_DISABLE_COMPILE_CACHE: '' };
  const [line, files] = lines.find(([text]) => text === 'databases list')!;
  const load = () => loadedBy([launcher, ...line.split(' ')], env);
  const [first, second] = [await load(), await load()];
  expect(first.files).toEqual([...files, 'save-code.cjs']);
  expect(second.files).toEqual(files);
  const more = second.builtins.filter((name) => !first.builtins.includes(name));
  expect(more).toEqual([]);
});

it('loads nothing more to answer TAB again in the same line', async () => {
  await using server = await startFaults(json({ total: 1, databases: [{ $id: 'shop' }] }));
  const env = { ...envFor(server.endpoint), HOME: temporaryFolder() };
  const argv = [launcher, '__complete', 'database-id', '=', 'databases', 'get'];
  // The current folder and the environment must be the same.
  const folder = temporaryFolder();
  await loadedBy(argv, env, folder);
  expect((await loadedBy(argv, env, folder)).files).toEqual(start);
  expect(server.hits).toHaveLength(1);
});

/** Folders and files of src that a chunk may contain modules of, and its packages. */
const contents: [chunk: string, parts: readonly string[], packages: readonly string[]][] = [
  [
    'boot.cjs',
    [
      'boot.ts',
      'cli/code-cache.ts',
      'context.ts',
      'errors.ts',
      'lib/files/folders.ts',
      'lib/files/fs-error.ts',
      'lib/files/names.ts',
      'lib/files/private-folder.ts',
      'lib/process',
      'lib/text/trim.ts',
      'loader.ts',
      'profile',
      'version.ts',
    ],
    [],
  ],
  [
    'main.cjs',
    [
      'cli/completion/recent.ts',
      'cli/help/asks-for-help.ts',
      'context.ts',
      'errors.ts',
      'lib/files/folders.ts',
      'lib/files/fs-error.ts',
      'lib/files/names.ts',
      'lib/files/private-folder.ts',
      'lib/once.ts',
      'lib/process',
      'main.ts',
      'lib/text/trim.ts',
      'profile',
      'version.ts',
    ],
    [],
  ],
  [
    'core.cjs',
    [
      'api',
      'bulk/flags.ts',
      'bulk/rows/row.ts',
      'operations',
      'cli/registry.ts',
      'cli/extras.ts',
      'context.ts',
      'cli',
      'core',
      'lib',
      'output',
      'profile',
      'cli/program.ts',
    ],
    [],
  ],
  [
    'help-page.cjs',
    [
      'api/server-version.ts',
      'api/versions.ts',
      'cli/help',
      'context.ts',
      'core',
      'lib',
      'output',
      'profile',
    ],
    [],
  ],
  ['send.cjs', ['api', 'operations', 'core', 'http', 'lib', 'output', 'profile'], []],
  ['connection.cjs', ['http', 'lib', 'profile'], []],
  ['help.cjs', ['cli', 'operations', 'core', 'lib/text'], ['commander']],
  [
    'databases.cjs',
    [
      'api/databases',
      'api/databases.ts',
      'bulk/documents/flags.ts',
      'bulk/documents/kind.ts',
      'commands/databases',
      'commands/project-file/flags.ts',
    ],
    [],
  ],
];

describe('a chunk', () => {
  let chunks: Chunk[];
  beforeAll(() => {
    chunks = builtChunks();
  });

  it.each(contents)('contains only what belongs together: %s', (name, parts, packages) => {
    const modules = chunks.find(({ fileName }) => fileName === name)?.moduleIds ?? [];
    const own = modules.flatMap((module) => /^src[\\/](.+\.ts)$/.exec(module)?.[1] ?? []);
    const paths = own.map((path) => path.replaceAll('\\', '/'));
    expect(paths.filter((path) => !parts.some((part) => `${path}/`.startsWith(`${part}/`)))).toEqual([]);
    expect(paths).not.toEqual([]);
    expect(bundledPackages(modules).map((found) => found.name)).toEqual(packages);
  });
});
