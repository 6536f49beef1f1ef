import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../kit/program.ts';
import { hasTmux, needsTmux, openTerminal } from '../../kit/terminal.ts';
import { projectFolder } from '../../project/file/project.ts';
import { testServer } from '../../sandbox/client.ts';

/** Kills the process before the call number KILL_AT of those with which a file is written. */
const killer = `
const files = require('node:fs/promises');
let calls = 0;
const count = (run) => function (...args) {
  if (++calls === Number(process.env.KILL_AT)) process.kill(process.pid, 'SIGKILL');
  return run.apply(this, args);
};
for (const name of ['rename', 'link', 'rm']) files[name] = count(files[name]);
const { open } = files;
files.open = async (...args) => {
  const handle = await count(open)(...args);
  for (const name of ['write', 'sync', 'chmod', 'close']) handle[name] = count(handle[name]);
  return handle;
};
`;

const old = { projectId: 'shop', teams: [{ $id: 'gone', name: 'Gone' }] };

async function serverWithTeam() {
  const { sandbox, request } = await testServer();
  await request('POST', '/teams', { body: { teamId: 'editors', name: 'Editors' } });
  return {
    APPWRITE_ENDPOINT: sandbox.endpoint,
    APPWRITE_PROJECT_ID: sandbox.project,
    APPWRITE_API_KEY: sandbox.apiKey,
  };
}

describe('pull in a process of its own', () => {
  it('leaves the old or the new file if it is killed at any step of writing it (story 10)', async () => {
    const env = await serverWithTeam();
    const folder = projectFolder({ 'killer.cjs': killer, 'appwrite.json': old });
    const path = join(folder, 'appwrite.json');
    const before = readFileSync(path, 'utf8');
    const seen: string[] = [];
    let killed = 0;
    for (let at = 1; at < 20; at++) {
      writeFileSync(path, before);
      const options = { NODE_OPTIONS: `--require=${join(folder, 'killer.cjs')}`, KILL_AT: String(at) };
      const { stderr, code } = await runProgram(['pull', 'teams'], {
        env: { ...env, ...options },
        cwd: folder,
      });
      const after = readFileSync(path, 'utf8');
      seen.push(after === before ? 'old' : JSON.parse(after).teams[1].$id);
      if (!stderr.includes('killed by SIGKILL')) {
        expect({ code, left: readdirSync(folder).filter((name) => name.endsWith('.tmp')).length }).toEqual({
          code: 0,
          left: killed - 1,
        });
        break;
      }
      killed++;
    }
    expect(seen[0]).toBe('old');
    expect(seen.at(-1)).toBe('editors');
    expect(killed).toBeGreaterThanOrEqual(4);
    expect(seen.filter((state) => state !== 'old' && state !== 'editors')).toEqual([]);
  });

  it.skipIf(!hasTmux).each([
    ['y', ['editors']],
    ['n', ['gone', 'editors']],
  ])(
    `asks on a terminal before it removes entries, and takes %s for an answer${needsTmux}`,
    async (answer, left) => {
      const folder = projectFolder({ 'appwrite.json': old });
      const terminal = await openTerminal(['pull', 'teams'], { env: await serverWithTeam(), cwd: folder });
      await terminal.shows('Remove 1 entry that the server does not have');
      await terminal.type(answer);
      expect(await terminal.ended()).toBe(0);
      const { teams } = JSON.parse(readFileSync(join(folder, 'appwrite.json'), 'utf8'));
      expect(teams.map(({ $id }: { $id: string }) => $id)).toEqual(left);
    },
  );
});
