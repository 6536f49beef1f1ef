import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { differencesOf } from '../../kit/compare-backups.ts';
import { runLine } from '../../kit/in-process.ts';
import { fillProject } from '../../kit/rich-project.ts';
import { sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { testSandbox } from '../../sandbox/client.ts';

it('differs in nothing but dates and what the server makes after a restore into an empty project', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'round-trip-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const options = { asyncDelayMs: 0 };
  const [origin, target] = [await testSandbox(options), await testSandbox(options)];
  await fillProject(origin);
  const run = async (line: string, { sandbox }: typeof origin) => {
    const result = await runLine(line.split(' '), {
      cwd,
      home: cwd,
      env: sandboxEnv(sandbox),
      transport: sandboxTransport(sandbox),
    });
    return `${result.code} ${result.stderr}`;
  };
  expect(await run('backup create a --with-secrets', origin)).toMatch(/^0 /);
  expect(await run('backup restore a --yes', target)).toMatch(/^0 /);
  expect(await run('backup create b --with-secrets', target)).toMatch(/^0 /);
  expect(await differencesOf(join(cwd, 'a'), join(cwd, 'b'))).toEqual(
    [
      ...['documents', 'files', 'memberships', 'messages', 'subscribers', 'targets', 'users'].flatMap(
        (kind) => [`${kind} $createdAt`, `${kind} $updatedAt`],
      ),
      'memberships invited',
      'memberships joined',
      'users passwordUpdate',
      'users registration',
      // An imported hash has its costs in itself.
      'users hashOptions',
      'users addressTargets',
      // The server chooses the IDs of memberships, and of the targets that it makes of addresses. A subscriber repeats its target, with the dates of that.
      'memberships $id',
      'subscribers target',
    ].sort(),
  );
});
