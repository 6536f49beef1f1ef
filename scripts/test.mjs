// Runs the tests of the projects `unit`, `slow` and `process`: all, or with `changed [REV]` those that concern what has
// changed since REV. Other arguments are vitest's.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isModule, testsOf } from './changed-tests.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

function git(...args) {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 28,
  });
}
const paths = (output) => output.split('\0').filter(Boolean);

/** The commit at which this branch left main; on main itself, the current commit. */
function start() {
  try {
    return git('merge-base', 'HEAD', 'main').trim();
  } catch {
    return 'HEAD';
  }
}

/** Returns the tests that concern the changes since a revision, or undefined if these concern all tests. */
function changedTests(revision) {
  const untracked = paths(git('ls-files', '-z', '--others', '--exclude-standard'));
  const changed = [...paths(git('diff', '-z', '--name-only', '--no-renames', revision, '--')), ...untracked];
  const present = [...paths(git('ls-files', '-z', '--cached')), ...untracked].filter((file) =>
    isModule(file),
  );
  const modules = new Map();
  for (const file of present) {
    try {
      modules.set(file, readFileSync(`${root}${file}`, 'utf8'));
    } catch (error) {
      // Deleted, but not yet for git.
      if (error.code !== 'ENOENT') throw error;
    }
  }
  const selection = testsOf(modules, changed);
  const since = `${changed.length} changed ${changed.length === 1 ? 'file' : 'files'} since ${revision.slice(0, 10)}`;
  if (selection === 'all') {
    console.log(`${since}, which concern all tests`);
    return undefined;
  }
  const inFull = (test) => /\.(full|fuzz)(\.process)?\.test\.ts$/.test(test);
  const tests = selection.tests.filter((test) => !inFull(test));
  console.log(`${since} concern ${tests.length} test files`);
  const later = selection.leftOut.filter((test) => !inFull(test)).length;
  if (later > 0)
    console.log(`Left out ${later} that reach the changes by import() or start them; npm test runs them`);
  const full = selection.tests.filter(inFull);
  if (full.length > 0) console.log(`Left out of test:full: npx vitest run ${full.join(' ')}`);
  return tests;
}

const args = process.argv.slice(2);
let selected = [];
if (args[0] === 'changed') {
  args.shift();
  const revision = args[0] === undefined || args[0].startsWith('-') ? start() : args.shift();
  try {
    selected = changedTests(revision);
  } catch (error) {
    console.error(`npm test -- changed ${revision}: ${String(error.stderr ?? error.message).trim()}`);
    process.exit(2);
  }
  if (selected?.length === 0) process.exit(0);
}
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const config = fileURLToPath(new URL('../test/vitest.config.ts', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--config', config, ...args, ...(selected ?? [])],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
