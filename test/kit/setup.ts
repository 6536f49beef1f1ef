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

// Random tests print their seed as they fail, and with it they choose the same values again.
if (process.env.FUZZ_SEED !== undefined) {
  const { default: fastCheck } = await import('fast-check');
  fastCheck.configureGlobal({ ...fastCheck.readConfigureGlobal(), seed: Number(process.env.FUZZ_SEED) });
}
