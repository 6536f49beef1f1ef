import { expect, it } from 'vitest';
import { defaultApiVersion } from '../../../src/api/versions.ts';
import { BatchRun } from '../../../src/commands/batch/batch-run.ts';
import type { Batch } from '../../../src/commands/batch/calls.ts';
import { BatchJournal } from '../../../src/commands/batch/journal.ts';
import { createServices } from '../../../src/core/create-services.ts';
import { readGlobals } from '../../../src/core/globals.ts';
import { usageError } from '../../../src/errors.ts';
import { createOutput } from '../../../src/output/output.ts';
import { capture, testContext } from '../../kit/in-process.ts';

it('reports a line that is wrong when it is checked again, since the file of --var has changed', async () => {
  const [stdout, stderr] = [capture({}), capture({})];
  const context = testContext({}, stdout.stream, stderr.stream);
  const globals = readGlobals({});
  const output = createOutput(context, { ...globals, format: 'table', reportsJson: false, out: undefined });
  const version = { version: defaultApiVersion, source: undefined };
  const services = createServices(context, globals, output, version);
  const unused = () => expect.fail('the line is wrong');
  const lines = {
    check: async () => {
      throw usageError('unknown command "lits"', 'did you mean list?');
    },
    isRepeatable: unused,
    run: unused,
  };
  const batch: Batch = {
    name: 'stdin',
    path: undefined,
    async *calls() {
      yield { index: 0, line: 1, row: 2001, words: ['users', 'lits'] };
    },
    close: async () => {},
  };
  // Line 1 is beyond those that are kept as they were checked.
  const run = new BatchRun(batch, { total: 1, kept: new Map() }, BatchJournal.none(), { ...services, lines });
  await run.run({ concurrency: 1, keepsGoing: false, unsure: 'report' });
  await run.close();
  expect(JSON.parse(stdout.text())).toMatchObject({
    line: 1,
    row: 2001,
    exitCode: 2,
    error: { message: 'unknown command "lits"', hint: 'did you mean list?' },
  });
  expect(stderr.text()).toContain('line 1, row 2001: unknown command "lits"');
  expect(run.result().failure).toMatchObject({ exitCode: 8, message: '1 of 1 line failed' });
});
