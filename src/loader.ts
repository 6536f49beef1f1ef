import { isAscii } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { Script } from 'node:vm';

/** The text of a file of the bundle, and where it comes from. */
export interface Source {
  /** A function of what CommonJS code finds: `exports`, `require`, `module` and `__filename`. */
  readonly text: string;
  /** The path that the file's code sees as its own, and that stack traces name. */
  readonly filename: string;
  /** Changes with the file: compiled code is only used for the text that it was compiled from. */
  readonly stamp: string;
}

/** Compiled code of files. */
export interface CodeCache {
  /** Returns intact code that V8 made of this source; undefined if there is none. */
  codeOf(name: string, source: Source): Buffer | undefined;
}

/** A file that has run. */
export interface LoadedFile {
  readonly source: Source;
  readonly script: Script;
}

/** Runs the files of the bundle, in place of Node's `require`. */
export interface Loader {
  /** Returns the exports of a file, such as `core.cjs`, which runs when they are asked for first. */
  load(name: string): unknown;
  /** Absolute path of the folder of the files; undefined if they are inside an executable. */
  readonly folder: string | undefined;
  /** The files that have run, by name. */
  readonly loaded: ReadonlyMap<string, LoadedFile>;
  /** Used for the files that are loaded from now on. */
  cache: CodeCache | undefined;
}

export interface LoaderOptions {
  readonly read: (name: string) => Source;
  /** Loads modules of Node, and packages. */
  readonly require: (id: string) => unknown;
  readonly cache?: CodeCache;
  readonly folder?: string;
}

/**
 * Creates a loader of CommonJS files that import each other as `./name.cjs`. Node's own can't run compiled code
 * before version 22.8.
 */
export function createLoader({ read, require, cache, folder }: LoaderOptions): Loader {
  const modules = new Map<string, { exports: unknown }>();
  const loaded = new Map<string, LoadedFile>();
  const loader: Loader = { load, folder, loaded, cache };
  return loader;

  function load(name: string): unknown {
    const known = modules.get(name);
    if (known) return known.exports;
    const source = read(name);
    const module = { exports: {} };
    modules.set(name, module);
    const script = compile(source, loader.cache?.codeOf(name, source));
    loaded.set(name, { source, script });
    run(script)(module.exports, requireFrom, module, source.filename);
    return module.exports;
  }

  function requireFrom(id: string): unknown {
    return id.startsWith('./') ? load(id.slice(2)) : require(id);
  }
}

type ModuleFunction = (
  exports: unknown,
  require: (id: string) => unknown,
  module: { exports: unknown },
  filename: string,
) => void;

function compile({ text, filename }: Source, cachedData: Buffer | undefined): Script {
  return new Script(text, { filename, ...(cachedData && { cachedData }) });
}

const run = (script: Script) => script.runInThisContext() as ModuleFunction;

/**
 * Creates a loader of the files in a folder.
 * @param folder absolute
 * @param require as of the program's first file
 */
export function createFolderLoader(folder: string, require: (id: string) => unknown): Loader {
  return createLoader({ read: (name) => readSource(`${folder}/${name}`), require, folder });
}

/** Stamp of a file of the bundle. */
export const stampOf = ({ size, ctimeMs }: Stats): string => `${size}-${ctimeMs}`;

const head = '(function (exports, require, module, __filename) {';
const tail = '\n})';

/** Reads a file into the middle of what surrounds it: joining the texts would copy the longest string of a start. */
function readSource(filename: string): Source {
  const file = openSync(filename, 'r');
  try {
    const stats = fstatSync(file);
    const { size } = stats;
    const bytes = Buffer.allocUnsafeSlow(head.length + size + tail.length);
    bytes.write(head, 'latin1');
    bytes.write(tail, head.length + size, 'latin1');
    if (readSync(file, bytes, head.length, size, 0) < size) throw new Error(`${filename} has been cut`);
    // The bundle is ASCII but for the comments of some packages, and this takes half of the memory of UTF-8.
    const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
    return { filename, text, stamp: stampOf(stats) };
  } finally {
    closeSync(file);
  }
}
