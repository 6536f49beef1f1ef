import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../backup/kill.ts';
import { differencesOf } from '../kit/compare-backups.ts';
import { killedAt } from '../kit/killer.ts';
import { type LargeProject, startLargeProject } from '../kit/large-project.ts';
import { peakMemory } from '../kit/peak-memory.ts';
import { runProgram, temporaryFolder } from '../kit/program.ts';
import { seed } from '../kit/seed.ts';
import { testServer } from '../sandbox/client.ts';

const MiB = 1024 * 1024;
/** In KiB. */
const allowedGrowth = 64 * 1024;

/** Makes the backup `b` of a project of this size. @returns the folder that it is in */
async function backupOf(project: LargeProject): Promise<string> {
  const cwd = temporaryFolder();
  const server = await startLargeProject(project);
  try {
    const { code, stderr } = await runProgram(['backup', 'create', 'b'], { cwd, env: server.env });
    expect(code, stderr).toBe(0);
  } finally {
    await server.close();
  }
  return cwd;
}

/** Starts an empty project. @returns the environment of a line that uses it */
async function startTarget(cwd: string): Promise<Record<string, string>> {
  const { sandbox } = await testServer({ asyncDelayMs: 0 });
  return {
    APPWRITE_ENDPOINT: sandbox.endpoint,
    APPWRITE_PROJECT_ID: sandbox.project,
    APPWRITE_API_KEY: sandbox.apiKey,
    APPWRITE_CLI_CONFIG_DIR: join(cwd, 'config'),
  };
}

const restore = ['backup', 'restore', 'b', '--yes', '--quiet', '--json'];

/** Returns the peak memory of a restore, in KiB. */
async function peakOf(project: LargeProject): Promise<number> {
  const cwd = await backupOf(project);
  const env = await startTarget(cwd);
  try {
    return await peakMemory(async (measuring) => {
      const { code, stdout, stderr } = await runProgram(restore, { cwd, env: { ...env, ...measuring } });
      expect(code, stderr).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        parts: expect.arrayContaining([
          expect.objectContaining({ part: 'documents of main/items', created: project.documents }),
          expect.objectContaining({ part: 'files of bucket', created: project.files }),
        ]),
        differences: [],
      });
    });
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

describe('a restore of 200,000 documents and 2 GiB of files', () => {
  it('takes little more memory than a small one', async () => {
    const small = await peakOf({ documents: 1000, files: 8, fileBytes: 64 * 1024 });
    const large = await peakOf({ documents: 200_000, files: 128, fileBytes: 16 * MiB });
    expect(large - small).toBeLessThan(allowedGrowth);
  });
});

it(`is whole after 20 kills at random requests, and the same command again, FUZZ_SEED=${seed}`, async () => {
  const cwd = await backupOf({ documents: 3000, files: 60, fileBytes: 6 * MiB });
  const env = await startTarget(cwd);
  const next = randomNumbers(seed);
  let killed = 0;
  for (let kill = 0; kill < 20; kill++) {
    const { code } = await runProgram(restore, { cwd, env: { ...env, ...killedAt(cwd, 1 + next(200)) } });
    if (code !== 0) killed++;
  }
  expect(killed, `seed ${seed}`).toBeGreaterThan(5);
  const { code, stderr } = await runProgram(restore, { cwd, env });
  expect(code, `seed ${seed}: ${stderr}`).toBe(0);
  expect((await runProgram(['backup', 'create', 'again'], { cwd, env })).code).toBe(0);
  const differences = await differencesOf(join(cwd, 'b'), join(cwd, 'again'));
  expect(differences, `seed ${seed}`).toEqual([
    'documents $createdAt',
    'documents $updatedAt',
    // It names the project.
    'file appwrite.json',
    'files $createdAt',
    'files $updatedAt',
    // Servers choose the number of chunks and the type; the one that the backup is of says anything.
    'files chunksTotal',
    'files chunksUploaded',
    'files mimeType',
  ]);
});
