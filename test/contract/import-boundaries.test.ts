import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const src = fileURLToPath(new URL('../../src', import.meta.url));

/** The rooms of src, and those whose modules each may import. Whatever lies in src itself is open to all. */
const mayKnow: Readonly<Record<string, readonly string[]>> = {
  api: [],
  lib: [],
  profile: ['api', 'http', 'lib'],
  http: ['lib'],
  output: ['lib'],
  core: ['api', 'http', 'lib', 'output', 'profile'],
  operations: ['api', 'core', 'http', 'lib', 'output', 'profile'],
};

/** What a module imports, by paths relative to src. */
function importsOf(module: string): string[] {
  const text = readFileSync(join(src, module), 'utf8');
  return [...text.matchAll(/(?:from |import\()'(\.{1,2}\/[^']+)'/g)].map(([, path]) =>
    join(dirname(module), path!),
  );
}

const roomOf = (module: string) => (module.includes('/') ? module.split('/')[0]! : '');

it.each(Object.entries(mayKnow))('%s knows none but %j', (room, known) => {
  const modules = readdirSync(join(src, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => relative(src, join(src, room, name)).replaceAll('\\', '/'));
  const others = modules.flatMap((module) =>
    importsOf(module)
      .map((imported) => imported.replaceAll('\\', '/'))
      .filter((imported) => !['', room, ...known].includes(roomOf(imported)))
      .map((imported) => `${module} imports ${imported}`),
  );
  expect(modules).not.toEqual([]);
  expect(others).toEqual([]);
});
