// Runs lines of this program in this process, then stores the code that V8 has compiled for them: node train.cjs FOLDER.
// FOLDER holds the chunks as the executable will, and gets a folder `compiled`. The cache of a chunk that has not run yet
// would lack the functions that V8 compiles when they are first called.
'use strict';
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const folder = process.argv[2];

/** Stands for the executable, whose assets are in the folder. */
const assets = { getRawAsset: (name) => readFileSync(join(folder, name)) };
const text = readFileSync(join(folder, 'loader.cjs'), 'utf8');
const loader = new Function('require', `${text}\nreturn loader;`)((id) =>
  id === 'node:sea' ? assets : require(id),
);

/**
 * The starts that users wait for most often. None may set a flag of V8, as transfers of large files do: V8 refuses the caches
 * of a process with other flags.
 */
const lines = [
  ['--version'],
  ['--help'],
  ['databases', '--help'],
  ['databases', 'list', '--help'],
  ['databases', 'list'],
  ['databases', 'list', '--json'],
  ['databases', 'list-documents', 'shop', 'products', '--where', 'price > 20', '--sort', '-price'],
  ['users', 'list', '--format', 'csv'],
  ['storage', 'list-buckets', '--fields', 'name'],
  ['__complete', 'database-id', '=', 'value', 'databases', 'get'],
];

const { exit } = process;
const { start } = loader.load('main.cjs');

function next() {
  const line = lines.shift();
  if (!line) return store();
  process.argv = [process.execPath, 'appwrite-cli', ...line];
  start({ program: [process.execPath] });
  // This line is answered without an exit.
  if (line[0] === '--version') next();
}

process.exit = (code) => {
  if (code !== 0) exit(code);
  setImmediate(next);
};

function store() {
  const target = join(folder, 'compiled');
  mkdirSync(target);
  for (const [name, { script }] of loader.loaded)
    writeFileSync(join(target, name), script.createCachedData());
  exit(0);
}

next();
