import { expect } from 'vitest';

const isInstalled = Symbol.for('appwrite-cli.equalBytes');
const worker = globalThis as { [isInstalled]?: true };

/** Compares bytes at once; vitest would compare one after another, which takes a second for a few hundred kilobytes. */
function equalBytes(a: unknown, b: unknown): true | undefined {
  const areBytes = a instanceof Uint8Array && b instanceof Uint8Array && a.constructor === b.constructor;
  // What differs is left to vitest, which describes it.
  return areBytes && Buffer.compare(a, b) === 0 ? true : undefined;
}

// The files of a worker share its matchers.
if (!worker[isInstalled]) expect.addEqualityTesters([equalBytes]);
worker[isInstalled] = true;
