import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** The packages and files that a file loads at once, without those it imports when they are needed. */
async function loadedBy(file: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [join(root, file)],
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    outdir: 'unwritten',
    write: false,
    metafile: true,
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const start = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === file)![0];
  const chunks = new Set([start]);
  for (const chunk of chunks) {
    for (const { path, kind } of metafile.outputs[chunk]?.imports ?? []) {
      if (kind === 'import-statement') chunks.add(path);
    }
  }
  const files = [...chunks].flatMap((chunk) => Object.keys(metafile.outputs[chunk]?.inputs ?? {}));
  return [...new Set(files.map((path) => /node_modules\/([^/]+)/.exec(path)?.[1] ?? path))];
}

describe('imports of a table or JSON result', () => {
  it.each([
    'src/output/output.ts',
    'src/output/write-result.ts',
    'src/output/render/table.ts',
    'src/output/render/json.ts',
    'src/output/render/csv.ts',
  ])('load no package for %s', async (file) => {
    const loaded = await loadedBy(file);
    expect(loaded).toContain(file);
    expect(loaded.filter((path) => !path.startsWith('src/'))).toEqual([]);
  });

  it('load no other renderer', async () => {
    const loaded = await loadedBy('src/output/write-result.ts');
    expect(loaded.filter((path) => path.startsWith('src/output/render/'))).toEqual([
      'src/output/render/renderers.ts',
    ]);
    expect(loaded).not.toContain('src/lib/files/atomic.ts');
    expect(loaded).not.toContain('src/output/filter.ts');
  });
});
