import { createHash } from 'node:crypto';
import {
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
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform, version } from 'esbuild';
import type { ParsedStack } from 'vitest';
import type { Plugin } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Compiled files have absolute paths of their sources, which are wrong after the repository has moved. */
const place = createHash('sha256').update(root).digest('hex').slice(0, 8);
const tests = join(root, 'test');
const cache = join(root, 'node_modules', '.cache', 'compiled-sources', `${version}-${place}`);

/**
 * Compiles `src` and `test` before the tests and lets Node load the results itself. Vite would transform every file for
 * each run, and load it into each worker by its own module runner. Where Vite's graph of modules is needed, in watch mode
 * and for `vitest related`, it is off, and for `vitest run FILE:LINE`, which looks for that line in stacks.
 */
export function compiledSources(): Plugin {
  let compiled: ReadonlyMap<string, string> = new Map();
  return {
    name: 'compiled-sources',
    enforce: 'pre',
    async configureVitest({ vitest: { config }, project }) {
      if (config.watch || config.related || config.changed || config.includeTaskLocation) return;
      compiled = await compileAll();
      const { moduleGraph } = project.vite.environments.ssr!;
      project.config.onStackTrace = (_error, frame) => {
        pointToSource(frame);
        // Vitest quotes the line of an error in files that Vite has transformed only.
        if (frame.file.startsWith(tests))
          moduleGraph.createFileOnlyEntry(frame.file).transformResult = { code: '', map: null };
      };
    },
    resolveId(id, importer) {
      return (
        compiled.get(id.startsWith('.') && importer ? resolve(dirname(importer), id) : id) ??
        compiled.get(join(root, id))
      );
    },
  };
}

/** Points a frame of a stack to the source instead of the compiled file. */
function pointToSource(frame: ParsedStack): void {
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

/** Compiles the files that have changed; returns the compiled file of every one. */
async function compileAll(): Promise<Map<string, string>> {
  const files = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
      .map((name): [string, string] => [
        join(root, folder, name),
        join(cache, folder, name.replace(/\.ts$/, '.mjs')),
      ]),
  );
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
    // They find files by their own path.
    define: {
      'import.meta.url': JSON.stringify(pathToFileURL(source).href),
      'import.meta.dirname': JSON.stringify(dirname(source)),
    },
  });
  const draft = `${target}.${process.pid}`;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(draft, withCompiledImports(code, source));
  // Equal times mean that the compiled file is current.
  utimesSync(draft, atime, mtime);
  // Another run of the tests may load the file at this moment.
  renameSync(draft, target);
}

/** Lets a compiled file import other compiled ones, and those that are not compiled, as `scripts/*.mjs`, by their URL. */
const withCompiledImports = (code: string, source: string) =>
  code.replace(/\b(from |import |import\()"(\.[^"\n]*)\.(ts|mjs)"/g, (_, keyword, path, suffix) => {
    const url = pathToFileURL(join(dirname(source), `${path}.mjs`));
    return `${keyword}"${suffix === 'ts' ? `${path}.mjs` : url}"`;
  });
