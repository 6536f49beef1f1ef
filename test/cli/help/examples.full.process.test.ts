import { describe, expect, it } from 'vitest';
import { helpExamples } from './all-examples.ts';
import { readExample, runExample, runsInProcess } from './kit.ts';

/** Examples with pipes, variables and children, which need a shell and the built program. */
const needShell = helpExamples.filter(([, text]) => !runsInProcess(text));

describe('an example that needs a shell', () => {
  it.each(needShell)('ends on a seeded sandbox as it says: %s: %s', async (_, text) => {
    const { line, exitCode } = readExample(text);
    const { code, stderr } = await runExample(line);
    expect({ code, stderr }).toEqual({ code: exitCode, stderr: expect.anything() });
  });
});
