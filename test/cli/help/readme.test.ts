import { afterAll, describe, expect, it } from 'vitest';
import { readmeExamples } from './all-examples.ts';
import { closeSharedSandbox, readExample, runExample, runsInProcess } from './kit.ts';

afterAll(closeSharedSandbox);

describe('README.md', () => {
  it('has commands to try', () => {
    expect(readmeExamples.length).toBeGreaterThan(8);
  });

  it.each(readmeExamples.filter(([, text]) => runsInProcess(text)))(
    'shows a command that ends as it says: %s: %s',
    async (_, text) => {
      const { line, exitCode } = readExample(text);
      const { code, stderr } = await runExample(line);
      expect({ code, stderr }).toEqual({ code: exitCode, stderr: expect.anything() });
    },
  );
});
