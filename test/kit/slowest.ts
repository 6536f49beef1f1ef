import type { Reporter, TestModule } from 'vitest/node';

const maxShown = 10;
const minDurationMs = 1000;
const manyTests = 100;

/** Prints the slowest tests of a run with their wall time: of a few tests only those that take more than a second. */
export default class SlowestReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules
      .flatMap((module) => [...module.children.allTests()])
      .filter((test) => test.result().state !== 'skipped');
    const slowest = tests
      .map((test) => ({ test, durationMs: test.diagnostic()?.duration ?? 0 }))
      .filter(({ durationMs }) => tests.length > manyTests || durationMs > minDurationMs)
      .toSorted((a, b) => b.durationMs - a.durationMs)
      .slice(0, maxShown);
    if (slowest.length === 0) return;
    console.log('\n Slowest tests');
    for (const { test, durationMs } of slowest) {
      const seconds = (durationMs / 1000).toFixed(1).padStart(7);
      console.log(`${seconds} s  ${test.module.relativeModuleId} > ${test.fullName}`);
    }
  }
}
