import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { envFor } from '../kit/env.ts';
import { hugeJson, startFaults } from '../kit/faults.ts';
import { runProgram, temporaryFolder } from '../kit/program.ts';

/** Lets the built program write an answer of this size to a file, and expects all of it there. */
export async function expectWhole(format: 'json' | 'table', megabytes: number): Promise<void> {
  const bytes = megabytes * 1_000_000;
  await using server = await startFaults(hugeJson(bytes));
  const cwd = temporaryFolder();
  const line = ['databases', 'list', '-f', format, '--out', 'out'];
  const result = await runProgram(line, { env: envFor(server.endpoint), cwd });
  expect(result.code, result.stderr).toBe(0);
  const { size } = await stat(join(cwd, 'out'));
  if (format === 'json') expect(size).toBe(bytes + 1);
  else expect(size).toBeGreaterThan(bytes - 100);
}
