import { join } from 'node:path';
import { expect, it } from 'vitest';
import { randomNumbers } from '../../backup/kill.ts';
import { differencesOf } from '../../kit/compare-backups.ts';
import { killedAt } from '../../kit/killer.ts';
import { runProgram, temporaryFolder } from '../../kit/program.ts';
import { fillProject } from '../../kit/rich-project.ts';
import { seed } from '../../kit/seed.ts';
import { type TestServer, testServer } from '../../sandbox/client.ts';

/** Requests of a copy of the project, to both servers. */
const requests = 150;
const kills = 3;

interface Author {
  readonly posts: readonly { readonly $id: string }[];
}

async function postsOfAuthors({ request }: TestServer): Promise<string[][]> {
  const { json } = await request('GET', '/databases/main/collections/authors/documents');
  return json.documents.map(({ posts }: Author) => posts.map(({ $id }) => $id).sort());
}

it(`is whole after kill -9 at random requests, and the same command again, FUZZ_SEED=${seed}`, async () => {
  const cwd = temporaryFolder();
  const env = { APPWRITE_CLI_CONFIG_DIR: join(cwd, 'config') };
  const server = async (profile: string): Promise<TestServer> => {
    const started = await testServer({ project: profile, asyncDelayMs: 0 });
    const { endpoint, project, apiKey } = started.sandbox;
    const line = ['profile', 'add', profile, '--endpoint', endpoint, '--project', project, '--api-key-stdin'];
    expect((await runProgram(line, { cwd, env, stdin: apiKey })).code).toBe(0);
    return started;
  };
  const run = (killAt: number, ...line: string[]) =>
    runProgram(line, { cwd, env: { ...env, ...killedAt(cwd, killAt) } });
  const [prod, dev] = [await server('prod'), await server('dev')];
  await fillProject(prod);

  const copy = ['copy', '--from', 'prod', '--to', 'dev', '--yes', '--json'];
  const next = randomNumbers(seed);
  const points = Array.from({ length: kills }, () => 9 + next(requests / kills));
  for (const point of points) await run(point, ...copy);
  const { code, stdout, stderr } = await run(0, ...copy);
  expect({ points, code, stderr }).toMatchObject({ points, code: 0 });
  expect(JSON.parse(stdout)).toMatchObject({ differences: [] });

  for (const profile of ['prod', 'dev'])
    expect((await run(0, 'backup', 'create', profile, '--profile', profile)).code).toBe(0);
  const differences = await differencesOf(join(cwd, 'prod'), join(cwd, 'dev'));
  // The order of related documents is that in which they were linked.
  const lost = /only in one|^(documents|files) (?!\$(created|updated)At$|posts$)/;
  expect(differences.filter((each) => lost.test(each))).toEqual([]);
  const linked = await Promise.all([prod, dev].map(postsOfAuthors));
  expect(linked[1]).toEqual(linked[0]);
  expect(linked[0]!.flat()).not.toEqual([]);
  const again = await run(0, ...copy, '--on-conflict', 'fail');
  const { parts } = JSON.parse(again.stdout);
  expect(parts.every(({ created, conflicts }: Record<string, number>) => created! + conflicts! === 0)).toBe(
    true,
  );
}, 120_000);
