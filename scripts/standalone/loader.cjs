// The loader of the standalone executable: reads the chunks of the bundle from inside of it, with the code that V8 compiled
// when it was built. `createLoader` is that of the bundle, which stands before this text, in the executable's main script
// and in its workers.
const { isAscii } = require('node:buffer');
const { dirname, join } = require('node:path');
const { getRawAsset } = require('node:sea');

const folder = dirname(process.execPath);

/** Returns the bytes of an asset, or undefined. They are part of the executable, and read-only. */
function bytesOf(asset) {
  try {
    return Buffer.from(getRawAsset(asset));
  } catch {
    return undefined;
  }
}

function textOf(asset) {
  const bytes = bytesOf(asset);
  return isAscii(bytes) ? bytes.latin1Slice() : bytes.utf8Slice();
}

// biome-ignore lint/correctness/noUnusedVariables: the text that follows it in the executable uses it
const loader = createLoader({
  read: (name) => ({ text: textOf(`chunks/${name}`), filename: join(folder, name), stamp: '' }),
  require,
  // V8 checks that the code was made of this text, by this version, with these flags, and else compiles the text.
  cache: { codeOf: (name) => bytesOf(`compiled/${name}`) },
});
