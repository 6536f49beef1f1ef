import { expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { startFaults } from '../kit/faults.ts';
import { runProgram } from '../kit/program.ts';
import { responses } from './responses.ts';

/** One response for each exit code; answers.test.ts tries all of them in its own process. */
const samples = responses.filter(
  (row, index) => responses.findIndex(([, , code]) => code === row[2]) === index,
);

it.each(samples)('ends the built program by %s with its exit code', async (_, behaviour, code, says) => {
  await using server = await startFaults(behaviour);
  const result = await runProgram(['databases', 'list', '--retries', '0'], { env: envFor(server.endpoint) });
  expect(result.stderr).toMatch(says);
  expect(result).toMatchObject({ stdout: '', code });
});
