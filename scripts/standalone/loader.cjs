// Loads the chunks of the bundle from inside the standalone executable, with the code that V8 has compiled when it was
// built. It is the beginning of the executable's main script and of its workers.
'use strict';
const { isAscii } = require('node:buffer');
const { dirname, join } = require('node:path');
const { getRawAsset } = require('node:sea');
const { Script } = require('node:vm');

const folder = dirname(process.execPath);
const modules = new Map();

/** Returns the bytes of an asset, or undefined. They are part of the executable, and read-only. */
function bytesOf(asset) {
  try {
    return Buffer.from(getRawAsset(asset));
  } catch {
    return undefined;
  }
}

/**
 * Loads a chunk, once, as Node's loader does with a module.
 * @param id as chunks name each other: `./core.cjs`
 */
function load(id) {
  const known = modules.get(id);
  if (known) return known.exports;
  const module = { exports: {} };
  modules.set(id, module);
  const name = id.slice(2);
  const bytes = bytesOf(`chunks/${name}`);
  const filename = join(folder, name);
  // V8 checks that the cache was made of this text, by this version, with these flags, and else compiles the text.
  const script = new Script(isAscii(bytes) ? bytes.latin1Slice() : bytes.utf8Slice(), {
    filename,
    cachedData: bytesOf(`compiled/${name}`),
  });
  const run = script.runInThisContext();
  run.call(module.exports, module.exports, requireModule, module, filename, folder);
  return module.exports;
}

/** Inside an executable, `require` finds only the modules of Node. */
const requireModule = (id) => (id.startsWith('./') ? load(id) : require(id));
