import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDespiteKills, expectSameBackup } from '../backup/kill.ts';
import { type LargeProject, scrubRules, startLargeProject } from '../kit/large-project.ts';
import { peakMemory } from '../kit/peak-memory.ts';
import { runProgram, temporaryFolder } from '../kit/program.ts';
import { seed } from '../kit/seed.ts';

const MiB = 1024 * 1024;
/** In KiB. */
const allowedGrowth = 64 * 1024;

/** Returns the peak memory of a backup and of its verification, in KiB. */
async function peaksOf(
  project: LargeProject,
  create = 'backup create b',
): Promise<readonly [create: number, verify: number]> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'scrub.yml'), scrubRules);
  const server = await startLargeProject(project);
  const peakOf = (line: string) =>
    peakMemory(async (measuring) => {
      const { code, stderr } = await runProgram(line.split(' '), {
        cwd,
        env: { ...server.env, ...measuring },
      });
      expect(code, stderr).toBe(0);
    });
  try {
    return [await peakOf(create), await peakOf('backup verify b')];
  } finally {
    await server.close();
  }
}

describe('a backup of 200,000 documents and 2 GiB of files', () => {
  it('takes little more memory than a small one, and so does its verification', async () => {
    const small = await peaksOf({ documents: 1000, files: 8, fileBytes: 64 * 1024 });
    const large = await peaksOf({ documents: 200_000, files: 128, fileBytes: 16 * MiB });
    expect(large[0] - small[0]).toBeLessThan(allowedGrowth);
    expect(large[1] - small[1]).toBeLessThan(allowedGrowth);
  });
});

describe('a scrubbed backup of 100,000 documents', () => {
  it('takes little more memory than a small one', async () => {
    const line = 'backup create b --scrub scrub.yml';
    const [small] = await peaksOf({ documents: 1000, files: 0, fileBytes: 0 }, line);
    const [large] = await peaksOf({ documents: 100_000, files: 0, fileBytes: 0 }, line);
    expect(large - small).toBeLessThan(allowedGrowth);
  });
});

it(`makes the same backup although it is killed at 20 random points, FUZZ_SEED=${seed}`, async () => {
  const cwd = temporaryFolder();
  const server = await startLargeProject({ documents: 50_000, files: 400, fileBytes: MiB });
  try {
    await createDespiteKills(server, { count: 20, seed, cwd });
  } finally {
    await server.close();
  }
  await expectSameBackup(cwd, 'b', 'whole');
  expect((await runProgram(['backup', 'verify', 'b'], { cwd })).code).toBe(0);
});
