import { expect, it } from 'vitest';
import { createDespiteKills, expectSameBackup } from '../../backup/kill.ts';
import { startLargeProject } from '../../kit/large-project.ts';
import { runProgram, temporaryFolder } from '../../kit/program.ts';
import { seed } from '../../kit/seed.ts';

it(`makes the same backup although it is killed at random points, FUZZ_SEED=${seed}`, async () => {
  const cwd = temporaryFolder();
  const server = await startLargeProject({ documents: 2000, files: 30, fileBytes: 100_000 });
  try {
    await createDespiteKills(server, { count: 3, seed, cwd });
  } finally {
    await server.close();
  }
  await expectSameBackup(cwd, 'b', 'whole');
  expect((await runProgram(['backup', 'verify', 'b'], { cwd })).code).toBe(0);
});
