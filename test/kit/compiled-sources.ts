import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform, version } from 'esbuild';
import type { ParsedStack } from 'vitest';
import type { Plugin } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = join(root, 'src');
const cache = join(root, 'node_modules', '.cache', 'compiled-sources', version);
/** Programs that run functions: shipped as they are. */
const runners = join('functions', 'runners');

/**
 * Compiles `src` before the tests and lets them import the results, which Node loads itself. Vite would transform every
 * source for each run, and load it into each worker by its own module runner. Where Vite's graph of modules is needed,
 * in watch mode and for `vitest related`, it is off.
 */
export function compiledSources(): Plugin {
  let compiled: ReadonlyMap<string, string> = new Map();
  return {
    name: 'compiled-sources',
    enforce: 'pre',
    async configureVitest({ vitest: { config } }) {
      if (!config.watch && !config.related && !config.changed) compiled = await compileAll();
    },
    resolveId(id, importer) {
      return compiled.get(id.startsWith('.') && importer ? resolve(dirname(importer), id) : join(root, id));
    },
  };
}

/** Points a frame of a stack to the source instead of the compiled file. */
export function frameInSource(_error: unknown, frame: ParsedStack): void {
  if (!frame.file.startsWith(cache)) return;
  const inlined = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(
    readFileSync(frame.file, 'utf8'),
  );
  const map = new SourceMap(JSON.parse(Buffer.from(inlined![1]!, 'base64').toString()));
  const entry = map.findEntry(frame.line - 1, frame.column - 1);
  if (!('originalSource' in entry)) return;
  frame.file = entry.originalSource;
  frame.line = entry.originalLine + 1;
  frame.column = entry.originalColumn + 1;
}

/**
 * Compiles the sources that have changed, and copies the files that other programs run; returns the compiled file of every
 * source.
 */
async function compileAll(): Promise<Map<string, string>> {
  cpSync(join(sources, runners), join(cache, runners), { recursive: true });
  const names = readdirSync(sources, { recursive: true, encoding: 'utf8' });
  const files = names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name): [string, string] => [join(sources, name), join(cache, name.replace(/\.ts$/, '.mjs'))]);
  await Promise.all(files.map(([source, target]) => compile(source, target)));
  return new Map(files);
}

async function compile(source: string, target: string): Promise<void> {
  const { atime, mtime } = statSync(source);
  if (statSync(target, { throwIfNoEntry: false })?.mtime.getTime() === mtime.getTime()) return;
  const { code } = await transform(readFileSync(source, 'utf8'), {
    loader: 'ts',
    format: 'esm',
    target: 'node20',
    sourcefile: source,
    sourcemap: 'inline',
    sourcesContent: false,
  });
  const draft = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(draft, code.replace(/\b(from |import |import\()"(\.[^"\n]*)\.ts"/g, '$1"$2.mjs"'));
  // Equal times mean that the compiled file is current.
  utimesSync(draft, atime, mtime);
  // Another run of the tests may load the file at this moment.
  renameSync(draft, target);
}
