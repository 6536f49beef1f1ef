import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const src = fileURLToPath(new URL('../../src', import.meta.url));

/**
 * The folders and files of src from top to bottom, as ARCHITECTURE.md describes them. A module may import from its own
 * folder and from the lines below it: not from a higher line, and not from a neighbour on its own line.
 */
const layers: readonly (readonly string[])[] = [
  ['boot.ts'],
  ['main.ts'],
  ['cli', 'library'],
  ['commands'],
  ['backup'],
  ['project'],
  ['bulk', 'console'],
  ['operations'],
  ['core'],
  ['sandbox'],
  ['profile', 'output'],
  ['http'],
  ['functions'],
  ['schema'],
  ['api'],
  ['lib'],
  ['context.ts'],
  ['errors.ts', 'loader.ts', 'transport.ts', 'version.ts'],
];

const allowedImports: ReadonlyMap<string, readonly string[]> = new Map(
  layers.flatMap((layer, index) => {
    const lower = layers.slice(index + 1).flat();
    return layer.map((name) => [name, lower] as const);
  }),
);

const modules = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'));

/** Returns the modules that a module imports, by paths relative to src. */
function importsOf(module: string): string[] {
  const text = readFileSync(join(src, module), 'utf8');
  return [...text.matchAll(/(?:from |import\()'(\.{1,2}\/[^']+)'/g)].map(([, path]) =>
    join(dirname(module), path!).replaceAll('\\', '/'),
  );
}

const topLevelOf = (module: string) => module.split('/')[0]!;

it('lists every folder of src', () => {
  const present = new Set(modules.map(topLevelOf).filter((name) => !name.endsWith('.d.ts')));
  expect([...present].sort()).toEqual([...allowedImports.keys()].sort());
});

it.each([...allowedImports])('allows imports of %s from lower layers only', (name, lower) => {
  const forbidden = modules
    .filter((module) => topLevelOf(module) === name)
    .flatMap((module) =>
      importsOf(module)
        .filter((imported) => ![name, ...lower].includes(topLevelOf(imported)))
        .map((imported) => `${module} imports ${imported}`),
    );
  expect(forbidden).toEqual([]);
});

/** Folders with layers of their own, from top to bottom; `top` are the modules beside the folders. */
const innerLayers: Readonly<Record<string, readonly (readonly string[])[]>> = {
  sandbox: [['top'], ['services'], ['core']],
  project: [['schema'], ['push'], ['apply'], ['file', 'live'], ['plan'], ['diff', 'check'], ['model']],
};

it.each(Object.entries(innerLayers))('lets folders of %s import lower ones only', (parent, inner) => {
  const folderOf = (module: string) => (module.split('/')[2] === undefined ? 'top' : module.split('/')[1]!);
  const rankOf = (module: string) => inner.findIndex((layer) => layer.includes(folderOf(module)));
  const within = modules.filter((module) => topLevelOf(module) === parent);
  expect(within.filter((module) => rankOf(module) === -1)).toEqual([]);
  const forbidden = within.flatMap((module) =>
    importsOf(module)
      .filter((imported) => topLevelOf(imported) === parent && folderOf(imported) !== folderOf(module))
      .filter((imported) => rankOf(imported) <= rankOf(module))
      .map((imported) => `${module} imports ${imported}`),
  );
  expect(forbidden).toEqual([]);
});

it('keeps the parts of project that decide free of input and output', () => {
  const pure = ['model', 'diff', 'plan', 'check'].map((folder) => `project/${folder}/`);
  const allowed = ['project', 'api', 'schema', 'lib', 'output', 'errors.ts', 'version.ts'];
  const doesIo = /^lib\/(files|net|process)\//;
  const forbidden = modules
    .filter((module) => pure.some((folder) => module.startsWith(folder)))
    .flatMap((module) => {
      const builtIn = readFileSync(join(src, module), 'utf8').match(/(?<=')node:(?!crypto')\w+/g) ?? [];
      const imported = importsOf(module).filter(
        (other) => !allowed.includes(topLevelOf(other)) || doesIo.test(other),
      );
      return [...builtIn, ...imported].map((other) => `${module} imports ${other}`);
    });
  expect(forbidden).toEqual([]);
});

/** Returns the folders of a folder that import one another in a circle; subfolders count as part of their folder. */
function foldersInLoops(parent: string): string[] {
  const folderOf = (module: string) =>
    module.startsWith(`${parent}/`) ? module.slice(parent.length + 1).split('/')[0]! : undefined;
  const uses = new Map<string, Set<string>>();
  for (const module of modules) {
    const folder = folderOf(module);
    if (folder === undefined || folder.endsWith('.ts')) continue;
    const imported = importsOf(module).map(folderOf);
    const others = imported.filter((other) => other !== undefined && other !== folder) as string[];
    uses.set(folder, new Set([...(uses.get(folder) ?? []), ...others]));
  }
  for (;;) {
    const free = [...uses].find(([, others]) => [...others].every((other) => !uses.has(other)));
    if (!free) return [...uses.keys()].sort();
    uses.delete(free[0]);
  }
}

it.each(['sandbox/services', 'sandbox/core'])(
  'lets no folders of %s import one another in a loop',
  (parent) => {
    expect(foldersInLoops(parent)).toEqual([]);
  },
);
