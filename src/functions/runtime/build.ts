/** Builds of a function's code, kept until what they depend on changes. */
import { createHash } from 'node:crypto';
import { chmod, copyFile, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolders } from '../../lib/files/folders.ts';
import { type FolderWords, listContents } from '../pack/contents.ts';
import { type Leaf, type Tree, treeOf } from '../pack/tree.ts';
import { type BuildCommands, type BuildOutcome, runBuildCommands } from './build-commands.ts';
import { archiveOf, buildInDocker, isCompiled } from './docker.ts';
import { languageOf } from './languages.ts';
import { useOwnEnvironment } from './python-packages.ts';
import { runnerFolder } from './runners.ts';
import type { BuiltCode } from './types.ts';

export interface BuildOptions extends Omit<BuildCommands, 'folder'> {
  /** Absolute path of the function's code. */
  readonly source: string;
  /** Exclusions beside those of .gitignore, as for packing. */
  readonly ignore?: readonly string[];
  readonly words: FolderWords;
  /** Absolute path of a folder for builds; a build is a folder in it. */
  readonly builds: string;
  /** Relative to the code, with slashes. */
  readonly entrypoint: string;
}

export interface BuildResult extends BuildOutcome {
  readonly code: BuiltCode;
  /** True if the commands did not run, since nothing that they depend on has changed. */
  readonly isFromCache: boolean;
}

/** Names of the files from which package managers install: a change of one needs a build. */
const dependencyFiles: ReadonlySet<string> = new Set([
  ...['package.json', 'package-lock.json', 'npm-shrinkwrap.json', '.npmrc'],
  ...['yarn.lock', '.yarnrc.yml', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'bun.lockb', 'bun.lock'],
  ...['deno.json', 'deno.jsonc', 'deno.lock', 'import_map.json'],
  ...['requirements.txt', 'Pipfile', 'Pipfile.lock', 'pyproject.toml', 'poetry.lock', 'uv.lock', 'setup.py'],
  ...['composer.json', 'composer.lock', 'Gemfile', 'Gemfile.lock', 'pubspec.yaml', 'pubspec.lock'],
]);

/** @param path relative to the code, with slashes */
export const isDependencyFile = (path: string): boolean => dependencyFiles.has(basename(path));

/** Builds before this one that are kept: a process may still run the last. */
const keptBuilds = 1;

/**
 * Makes the code of a function ready to run: copies it by the rules of packing, and runs its build commands. If a build for
 * the same commands, dependency files and version of the interpreter exists, only files that have changed are copied into it.
 * Commands that make the entry point itself, such as a compiler, run again after each change.
 * @throws CliError exit 2 if the source can't be read
 */
export async function buildCode(options: BuildOptions): Promise<BuildResult> {
  const { source, ignore = [], words, builds, entrypoint, commands } = options;
  const tree = await treeOf(await listContents(source, ignore, words));
  const name = nameOf(tree, options);
  const folder = join(builds, name);
  const record = `${folder}.json`;
  const before = await readRecord(record);
  // Without a record it is the rest of a first build that failed or was interrupted.
  if (before === undefined) await rm(folder, { recursive: true, force: true });
  makeFolders(folder);
  const hasChanged = await copyChanges(source, folder, tree, before?.files ?? new Map());
  if (commands.trim() === '' && languageOf(options.runtime.language) === languageOf('python'))
    await useOwnEnvironment(source, folder);
  const { image } = options.interpreter;
  const makesEntrypoint = !tree.has(entrypoint) || (image !== undefined && isCompiled(options.runtime));
  // An image starts from what a build in it has made, with or without commands.
  const hasCommands = commands.trim() !== '' || image !== undefined;
  const needsCommands = hasCommands && (!before?.isBuilt || (makesEntrypoint && hasChanged));
  const code = { folder, entrypoint };
  if (needsCommands) {
    // After a compiler's error what was installed stays, also for a process that still runs.
    if (before) await writeRecord(record, { files: tree, isBuilt: false });
    const run = image === undefined ? runBuildCommands : buildInDocker;
    const outcome = await run({ ...options, folder });
    if (!outcome.isReady) return { ...outcome, code, isFromCache: false };
    await writeRecord(record, { files: tree, isBuilt: true });
    await removeOld(builds, name);
    return { ...outcome, code, isFromCache: false };
  }
  if (hasChanged || before === undefined) await writeRecord(record, { files: tree, isBuilt: true });
  return { isReady: true, log: '', code, isFromCache: true };
}

/** Returns the name of a build: the same for all that need the same results of the commands. */
function nameOf(tree: Tree, { commands, runtime, interpreter, entrypoint }: BuildOptions): string {
  const dependencies = [...tree].filter(([path]) => isDependencyFile(path));
  const facts = JSON.stringify([commands, runtime.id, interpreter.version, entrypoint, dependencies]);
  return createHash('sha256').update(facts).digest('hex').slice(0, 16);
}

/** Copies what differs from the last copy, and removes what is gone; what the build has made stays. */
async function copyChanges(source: string, folder: string, now: Tree, before: Tree): Promise<boolean> {
  const gone = [...before.keys()].filter((path) => !now.has(path));
  const changed = [...now].filter(([path, leaf]) => !isSame(leaf, before.get(path)));
  for (const path of gone) await rm(join(folder, path), { force: true });
  for (const [path, leaf] of changed) {
    const target = join(folder, path);
    makeFolders(dirname(target));
    // Renamed at the end: a process that runs may load the file at this moment.
    const draft = `${target}.${process.pid}.tmp`;
    await rm(draft, { force: true });
    if (leaf.kind === 'link') await symlink(leaf.target, draft);
    else {
      await copyFile(join(source, path), draft);
      await chmod(draft, leaf.executable ? 0o755 : 0o644);
    }
    await rename(draft, target);
  }
  return gone.length + changed.length > 0;
}

const isSame = (leaf: Leaf, other: Leaf | undefined) => JSON.stringify(leaf) === JSON.stringify(other);

/** Stored beside a build. */
interface BuildRecord {
  /** Copied from the source. */
  readonly files: Tree;
  /** False if the commands that make the entry point have to run again. */
  readonly isBuilt: boolean;
}

/** @returns undefined if no build has succeeded in the folder */
async function readRecord(path: string): Promise<BuildRecord | undefined> {
  try {
    const { files, isBuilt } = JSON.parse(await readFile(path, 'utf8')) as {
      files: [string, Leaf][];
      isBuilt: boolean;
    };
    return { files: new Map(files), isBuilt };
  } catch {
    return undefined;
  }
}

async function writeRecord(path: string, { files, isBuilt }: BuildRecord): Promise<void> {
  await writeFile(`${path}.tmp`, JSON.stringify({ files: [...files], isBuilt }));
  await rename(`${path}.tmp`, path);
}

async function removeOld(builds: string, current: string): Promise<void> {
  const entries = await readdir(builds, { withFileTypes: true });
  const others = entries.filter(({ name }) => /^[0-9a-f]{16}$/.test(name) && name !== current);
  const newestFirst = await Promise.all(
    others.map(async ({ name }) => ({ name, at: await builtAt(join(builds, `${name}.json`)) })),
  );
  newestFirst.sort((one, other) => other.at - one.at);
  for (const { name } of newestFirst.slice(keptBuilds)) {
    await rm(join(builds, `${name}.json`), { force: true });
    await rm(join(builds, name), { recursive: true, force: true });
    for (const folder of [dirname(archiveOf(join(builds, name))), runnerFolder(join(builds, name))])
      await rm(folder, { recursive: true, force: true });
  }
}

/** @returns 0 for a build that is not complete */
const builtAt = (record: string) =>
  stat(record).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
