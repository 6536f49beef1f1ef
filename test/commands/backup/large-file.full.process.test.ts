import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bytesPathOf, pathOf } from '../../../src/backup/parts.ts';
import { makeBackup } from '../../kit/backup.ts';
import { runProgram, temporaryFolder } from '../../kit/program.ts';
import { testServer } from '../../sandbox/client.ts';

const bytes = randomBytes(60 * 1024 * 1024);
const signature = createHash('md5').update(bytes).digest('hex');
const part = { kind: 'files', bucketId: 'films' } as const;
const bucket = { $id: 'films', name: 'Films', maximumFileSize: bytes.length };

it('restores a file of 60 MiB in chunks and backs it up again, byte by byte', async () => {
  const cwd = temporaryFolder();
  makeBackup(join(cwd, 'first'), {
    project: { buckets: [bucket] },
    parts: [[part, [{ $id: 'one', name: 'one.mp4', signature, $permissions: [] }]]],
    bytes: { films: { one: bytes } },
  });
  const { sandbox } = await testServer({ asyncDelayMs: 0 });
  const env = {
    APPWRITE_ENDPOINT: sandbox.endpoint,
    APPWRITE_PROJECT_ID: sandbox.project,
    APPWRITE_API_KEY: sandbox.apiKey,
    APPWRITE_CLI_CONFIG_DIR: join(cwd, 'config'),
  };
  const restored = await runProgram(['backup', 'restore', 'first', '--yes', '--json'], { cwd, env });
  expect(restored).toMatchObject({ code: 0 });
  expect(JSON.parse(restored.stdout)).toMatchObject({ differences: [] });
  for (const command of ['create', 'verify'])
    expect(await runProgram(['backup', command, 'second'], { cwd, env })).toMatchObject({ code: 0 });
  const copied = readFileSync(join(cwd, 'second', bytesPathOf(pathOf(part), 'one')));
  expect(copied.equals(bytes)).toBe(true);
}, 120_000);
