import { afterAll, describe, expect, it } from 'vitest';
import { defaultApiVersion } from '../../../src/api/versions.ts';
import { examples } from '../../../src/cli/help/examples.ts';
import { entriesIn } from '../../../src/cli/registry.ts';
import { commands, helpExamples, leftOut, ofOperations, ofSpecs } from './all-examples.ts';
import { closeSharedSandbox, readExample, runExample, runsInProcess } from './kit.ts';

afterAll(closeSharedSandbox);

const entries = entriesIn(defaultApiVersion);

describe('an example of help', () => {
  it.each(helpExamples.filter(([, text]) => runsInProcess(text)))(
    'ends on a seeded sandbox as it says: %s: %s',
    async (_, text) => {
      const { line, exitCode } = readExample(text);
      const { code, stderr } = await runExample(line);
      expect({ code, stderr }).toEqual({ code: exitCode, stderr: expect.anything() });
    },
  );
});

describe('examples', () => {
  it('have one source for each command', () => {
    for (const { path, spec } of commands) if (spec.examples) expect(examples).not.toHaveProperty([path]);
  });

  it('belong to commands and groups that exist, and run them', () => {
    const paths = new Set([...entries.map(({ name }) => name), ...commands.map(({ path }) => path)]);
    for (const [path, text] of ofOperations) {
      expect(paths).toContain(path);
      expect(text).toContain(`appwrite-cli ${path}`);
    }
  });

  it('exist twice for each group of the API and for the most used commands', () => {
    const groups = entries.filter(({ heading }) => heading === 'API');
    for (const { name } of groups)
      expect([name, examples[name]]).toEqual([name, [expect.any(String), expect.any(String)]]);
    const shown = Object.entries(examples).filter(([path, texts]) => path.includes(' ') && texts.length >= 2);
    expect(shown.length).toBeGreaterThanOrEqual(40);
  });

  it('include those that no test can run', () => {
    for (const [start] of leftOut)
      expect(ofSpecs.map(([, text]) => text)).toContainEqual(expect.stringMatching(start));
  });
});
