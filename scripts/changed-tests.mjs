// Selects the tests that concern a change, for `npm test -- changed`.
import path from 'node:path/posix';

const configurations = ['vitest.config.ts', 'test/vitest.config.ts'];
const launcher = 'bin/appwrite-cli.js';
/** Files that decide what any test does. */
const concernAll = new Set([...configurations, 'package.json', 'package-lock.json', 'tsconfig.json']);

const isTest = (file) => file.endsWith('.test.ts');

/** True for files whose imports are followed. */
export const isModule = (file) =>
  /^((src|test|scripts|bin)\/.*\.([mc]?js|ts)|vitest\.config\.ts)$/.test(file);

/**
 * Selects tests by three rules: those that reach a change by static imports; those of a module that does, since a test
 * that runs command lines reaches every command by `import()`; and those that read a changed file.
 *
 * @param {ReadonlyMap<string, string>} modules texts by path from the root, with slashes
 * @param {readonly string[]} changed paths from the root, also of files that are gone
 * @returns {{ tests: string[], leftOut: string[] } | 'all'} `leftOut` load a change, but only by `import()`, or start it
 */
export function testsOf(modules, changed) {
  const facts = new Map([...modules].map(([file, text]) => [file, factsOf(file, text)]));
  const changedModules = changed.filter(isModule);
  const reached = closure(changedModules, facts, ({ imports }) => imports);
  if ([...changed, ...reached].some((file) => concernAll.has(file))) return 'all';

  const tests = [...modules.keys()].filter(isTest);
  const readers = [...facts].filter(([, { reads, strings }]) =>
    changed.some((file) => reads.some((read) => isWithin(file, read)) || isNamed(file, strings)),
  );
  const selected = closure([...reached, ...readers.map(([file]) => file)], facts, ({ imports }) => imports);
  for (const file of reached) for (const test of testsOfModule(file, tests)) selected.add(test);
  for (const file of changed) for (const test of testsBeside(file, tests)) selected.add(test);
  const starters = [...facts].filter(([, { programs }]) =>
    changed.some((file) => file.startsWith('src/') && programs.has(path.basename(file))),
  );
  const loading = closure(
    [...changedModules, ...starters.map(([file]) => file)],
    facts,
    ({ imports, loads }) => [...imports, ...loads],
  );
  return {
    tests: tests.filter((file) => selected.has(file)),
    leftOut: tests.filter((file) => loading.has(file) && !selected.has(file)),
  };
}

/**
 * Returns the modules that a module imports for their values and those it loads by `import()`, the names of the
 * programs that it starts, as `python.py`, and, of a test, the files and folders that it reads by a path relative to
 * itself, and its strings.
 */
function factsOf(file, text) {
  const resolved = (specifier) => path.join(path.dirname(file), specifier).replace(/\/$/, '');
  const found = (pattern) => [...text.matchAll(pattern)].map(([, group]) => group);
  const imports = found(/^(?:import|export) (?!type )(?:[^;'"]* from )?['"](\.[^'"]+)['"]/gm).map(resolved);
  const loads = found(/\bimport\(['"](\.[^'"]+)['"]\)/g).map(resolved);
  // Each process starts with it.
  if (file === launcher) imports.push('src/main.ts');
  if (configurations.includes(file)) imports.push(...found(/'(?:\.\/)?(test\/kit\/[^']+\.ts)'/g));
  const programs = new Set(found(/'([\w-]+\.(?:cjs|php|py|rb))'/g));
  if (!file.startsWith('test/')) return { imports, loads, programs, reads: [], strings: new Set() };
  const strings = new Set(found(/(?<!^import type [^;']*)'([^'\n]+)'/gm));
  const paths = [...strings].filter((string) => /^\.{1,2}\/(\.\.\/)*\w/.test(string)).map(resolved);
  // Programs that a test starts, too.
  imports.push(...paths.filter(isModule));
  return { imports, loads, programs: new Set(), reads: paths.filter((read) => !isModule(read)), strings };
}

/** Returns the files, and all that lead to them by the edges that `targetsOf` chooses. */
function closure(files, facts, targetsOf) {
  const reached = new Set(files);
  for (let before = -1; before < reached.size; ) {
    before = reached.size;
    for (const [file, fact] of facts)
      if (targetsOf(fact).some((target) => reached.has(target))) reached.add(file);
  }
  return reached;
}

const isWithin = (file, folder) => file === folder || file.startsWith(`${folder}/`);

/** True if a test names a file that is no module, as `README.md` or the `docs` of `docs/index.md`. */
const isNamed = (file, strings) =>
  !isModule(file) &&
  !file.startsWith('test/') &&
  [path.basename(file), file.split('/')[0]].some((name) => strings.has(name));

/** Returns `test/http/retry.test.ts` for `src/http/retry.ts` if it exists, else the tests in `test/http`. */
function testsOfModule(file, tests) {
  if (!file.startsWith('src/')) return [];
  const place = file.replace(/^src\//, 'test/').replace(/\.\w+$/, '');
  const named = tests.filter((test) => test.startsWith(`${place}.`));
  return named.length > 0 ? named : tests.filter((test) => path.dirname(test) === path.dirname(place));
}

/** Returns the tests of the nearest folder above a file that a test reads, as an expected output. */
function testsBeside(file, tests) {
  if (!file.startsWith('test/') || isModule(file)) return [];
  for (let folder = path.dirname(file); folder !== '.'; folder = path.dirname(folder)) {
    const beside = tests.filter((test) => path.dirname(test) === folder);
    if (beside.length > 0) return beside;
  }
  return [];
}
