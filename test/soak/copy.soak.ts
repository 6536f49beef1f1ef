import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../backup/kill.ts';
import { differencesOf } from '../kit/compare-backups.ts';
import { killedAt } from '../kit/killer.ts';
import { type LargeProject, scrubRules, startLargeProject } from '../kit/large-project.ts';
import { peakMemory } from '../kit/peak-memory.ts';
import { addProfile } from '../kit/profiles.ts';
import { runProgram, temporaryFolder } from '../kit/program.ts';
import { testServer } from '../sandbox/client.ts';

const MiB = 1024 * 1024;
/** In KiB. */
const allowedGrowth = 64 * 1024;

/** Starts a project of this size and an empty one, with the profiles `prod` and `dev`. */
async function startBoth(project: LargeProject) {
  const cwd = temporaryFolder();
  const config = join(cwd, 'config');
  const source = await startLargeProject(project);
  const { sandbox } = await testServer({ asyncDelayMs: 0 });
  await addProfile('prod', source.env, config);
  const { endpoint, project: projectId, apiKey } = sandbox;
  const target = { APPWRITE_ENDPOINT: endpoint, APPWRITE_PROJECT_ID: projectId, APPWRITE_API_KEY: apiKey };
  await addProfile('dev', target, config);
  return { cwd, env: { APPWRITE_CLI_CONFIG_DIR: config }, close: () => source.close() };
}

const copy = ['copy', '--from', 'prod', '--to', 'dev', '--yes', '--quiet', '--json'];

/** Returns the peak memory of a copy, in KiB. @param line as `copy`, and further flags */
async function peakOf(project: LargeProject, line = copy): Promise<number> {
  const { cwd, env, close } = await startBoth(project);
  writeFileSync(join(cwd, 'scrub.yml'), scrubRules);
  try {
    return await peakMemory(async (measuring) => {
      const { code, stdout, stderr } = await runProgram(line, { cwd, env: { ...env, ...measuring } });
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
    await close();
  }
}

it('is whole after 20 kills at random requests, and the same command again', async () => {
  const seed = Date.now() % 1_000_000;
  const { cwd, env, close } = await startBoth({ documents: 3000, files: 60, fileBytes: 6 * MiB });
  try {
    const next = randomNumbers(seed);
    let killed = 0;
    for (let kill = 0; kill < 20; kill++) {
      const { code } = await runProgram(copy, { cwd, env: { ...env, ...killedAt(cwd, 1 + next(200)) } });
      if (code !== 0) killed++;
    }
    expect(killed, `seed ${seed}`).toBeGreaterThan(5);
    const { code, stdout, stderr } = await runProgram(copy, { cwd, env });
    expect(code, `seed ${seed}: ${stderr}`).toBe(0);
    expect(JSON.parse(stdout), `seed ${seed}`).toMatchObject({ differences: [] });
    for (const profile of ['prod', 'dev'])
      expect((await runProgram(['backup', 'create', profile, '--profile', profile], { cwd, env })).code).toBe(
        0,
      );
  } finally {
    await close();
  }
  const differences = await differencesOf(join(cwd, 'prod'), join(cwd, 'dev'));
  expect(differences, `seed ${seed}`).toEqual([
    'documents $createdAt',
    'documents $updatedAt',
    // It names the project.
    'file appwrite.json',
    'files $createdAt',
    'files $updatedAt',
    // Servers choose the number of chunks and the type; the one that is copied says anything.
    'files chunksTotal',
    'files chunksUploaded',
    'files mimeType',
  ]);
});

describe('a copy of 200,000 documents and 2 GiB of files', () => {
  it('takes little more memory than a small one', async () => {
    const small = await peakOf({ documents: 1000, files: 8, fileBytes: 64 * 1024 });
    const large = await peakOf({ documents: 200_000, files: 128, fileBytes: 16 * MiB });
    expect(large - small).toBeLessThan(allowedGrowth);
  });
});

describe('a scrubbed copy of 20,000 documents', () => {
  it('takes little more memory than a small one', async () => {
    const line = [...copy, '--scrub', 'scrub.yml'];
    const small = await peakOf({ documents: 1000, files: 1, fileBytes: 1024 }, line);
    const large = await peakOf({ documents: 20_000, files: 1, fileBytes: 1024 }, line);
    expect(large - small).toBeLessThan(allowedGrowth);
  });
});
