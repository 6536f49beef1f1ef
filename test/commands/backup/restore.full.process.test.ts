import { join } from 'node:path';
import { expect, it } from 'vitest';
import { randomNumbers } from '../../backup/kill.ts';
import { allKinds } from '../../backup/restore/contents.ts';
import { makeBackup } from '../../kit/backup.ts';
import { killedAt } from '../../kit/killer.ts';
import { runProgram, temporaryFolder } from '../../kit/program.ts';
import { seed } from '../../kit/seed.ts';
import { testServer } from '../../sandbox/client.ts';

/** Requests of a restore of all kinds into an empty project. */
const requests = 90;
const kills = 3;

it(`is whole after kill -9 at random requests, and the same command again, FUZZ_SEED=${seed}`, async () => {
  const { sandbox, request } = await testServer({ asyncDelayMs: 0 });
  const folder = temporaryFolder();
  makeBackup(join(folder, 'b'), allKinds);
  const env = {
    APPWRITE_ENDPOINT: sandbox.endpoint,
    APPWRITE_PROJECT_ID: sandbox.project,
    APPWRITE_API_KEY: sandbox.apiKey,
    APPWRITE_CLI_CONFIG_DIR: join(folder, 'config'),
  };
  const restore = (killAt: number, ...flags: string[]) =>
    runProgram(['backup', 'restore', 'b', '--yes', '--json', ...flags], {
      cwd: folder,
      env: { ...env, ...killedAt(folder, killAt) },
    });
  const next = randomNumbers(seed);
  const points = Array.from({ length: kills }, () => 9 + next(requests / kills));
  for (const point of points) await restore(point);
  const { code, stdout, stderr } = await restore(0);
  expect({ points, code, stderr }).toMatchObject({ points, code: 0 });
  expect(JSON.parse(stdout)).toMatchObject({ differences: [] });
  const totals = await Promise.all(
    [
      '/users',
      '/teams/crew/memberships',
      '/storage/buckets/photos/files',
      '/databases/main/collections/posts/documents',
      '/messaging/topics/news/subscribers',
      '/messaging/messages',
    ].map(async (path) => (await request('GET', path)).json.total),
  );
  expect(totals).toEqual([2, 1, 2, 2, 1, 2]);
  const again = await restore(0, '--on-conflict', 'fail');
  const { parts } = JSON.parse(again.stdout);
  expect(parts.every(({ created, conflicts }: Record<string, number>) => created! + conflicts! === 0)).toBe(
    true,
  );
});
