// Runs lines of this program in this process, then stores the code that V8 has compiled for them: node train.cjs FOLDER.
// FOLDER holds the chunks as the executable will, and gets a folder `compiled`. The cache of a chunk that has not run yet
// would lack the functions that V8 compiles when they are first called.
'use strict';
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const vm = require('node:vm');

const folder = process.argv[2];
const scripts = new Map();

class RecordedScript extends vm.Script {
  constructor(text, options) {
    super(text, options);
    scripts.set(options.filename, this);
  }
}

/** Modules that the loader sees instead of Node's. */
const replaced = {
  'node:sea': { getRawAsset: (name) => readFileSync(join(folder, name)) },
  'node:vm': { Script: RecordedScript },
};
const loader = readFileSync(join(__dirname, 'loader.cjs'), 'utf8');
const load = new Function('require', `${loader}\nreturn load;`)((id) => replaced[id] ?? require(id));

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
const { start } = load('./main.cjs');

function next() {
  const line = lines.shift();
  if (!line) return store();
  process.argv = [process.execPath, 'appwrite-cli', ...line];
  start([process.execPath]);
  // This line is answered without an exit.
  if (line[0] === '--version') next();
}

process.exit = (code) => {
  if (code !== 0) exit(code);
  setImmediate(next);
};

function store() {
  mkdirSync(join(folder, 'compiled'));
  for (const [filename, script] of scripts)
    writeFileSync(
      join(folder, 'compiled', filename.slice(filename.lastIndexOf('/') + 1)),
      script.createCachedData(),
    );
  exit(0);
}

next();
