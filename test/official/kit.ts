/** A project in a sandbox, and a computer on which the official CLI is logged in to it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type Installation, installOfficial } from '../../scripts/official-cli.mjs';
import { email, password, type TestConsole, testConsole } from '../kit/console.ts';
import type { RunResult } from '../kit/in-process.ts';
import { runCommand } from '../kit/program.ts';
import { directCalls, type TestSandbox } from '../sandbox/client.ts';
import { plantGarden } from './garden.ts';

export const officialVersions = ['5.0.5', '6.2.3', '12.0.1'] as const;
export type OfficialVersion = (typeof officialVersions)[number];

/** Installs versions for the tests of a file. */
export function installForTests(
  versions: readonly OfficialVersion[],
): Readonly<Record<OfficialVersion, Installation>> {
  const folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-official-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const installed = versions.map((version) => [version, installOfficial(version, join(folder, version))]);
  return Object.fromEntries(installed);
}

/** Lines that write the project's file. Version 12 stops at what a server of 1.5 lacks if it is to pull everything. */
export const pullLines: Readonly<Record<OfficialVersion, readonly string[]>> = {
  '5.0.5': ['init collection --all', 'init bucket', 'init team'],
  '6.2.3': ['pull all --all --force'],
  '12.0.1': ['settings', 'functions --force', 'collections', 'buckets', 'teams', 'topics'].map(
    (kind) => `pull ${kind}${kind === 'settings' ? '' : ' --all'}`,
  ),
};

export interface Garden extends TestSandbox {
  /** The folder with the project's file. */
  readonly work: string;
  /** Runs our program in the folder, with a console session. */
  run(argv: readonly string[]): Promise<RunResult>;
  /** Runs a line of the official CLI in the folder. */
  official(program: string, line: string): Promise<RunResult>;
  /** Writes the file with which both begin, which only names the project. */
  begin(version: OfficialVersion): void;
  file(version: OfficialVersion): string;
  readFile(version: OfficialVersion): string;
}

/** Makes the project, with logins of ours and of the official CLI. */
export async function growGarden(): Promise<Garden> {
  const at = await testConsole({ asyncDelayMs: 0, project: 'garden' });
  await at.ask('POST', '/teams', { teamId: 'gardeners', name: 'Gardeners' });
  const calls = directCalls(at);
  await plantGarden(calls.request);
  await at.logIn('--project', 'garden');
  const cookie = await signIn(at);
  const file = (version: OfficialVersion) =>
    join(at.work, version === '12.0.1' ? 'appwrite.config.json' : 'appwrite.json');
  return {
    ...calls,
    sandbox: at,
    work: at.work,
    run: (argv) => at.run(argv),
    official: (program, line) => {
      keepOfficialLogin(at, cookie);
      return runCommand(process.execPath, [program, ...line.split(' ')], {
        cwd: at.work,
        env: { HOME: at.home },
      });
    },
    begin: (version) => writeFileSync(file(version), '{"projectId":"garden","projectName":"Sandbox"}'),
    file,
    readFile: (version) => readFileSync(file(version), 'utf8'),
  };
}

/** Returns the cookie of a new console session. */
async function signIn({ handle }: TestConsole): Promise<string> {
  const { headers } = await handle({
    method: 'POST',
    target: '/v1/account/sessions/email',
    headers: { host: '127.0.0.1', 'x-appwrite-project': 'console', 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ email, password })),
  });
  const cookies = [headers['set-cookie'] ?? []].flat();
  return cookies
    .map(String)
    .find((each) => each.startsWith('a_session_console='))!
    .split(';')[0]!;
}

/** Version 5 has a single login; later ones have several by ID. */
function keepOfficialLogin({ home, endpoint }: TestConsole, cookie: string): void {
  const login = { endpoint, cookie, email };
  mkdirSync(join(home, '.appwrite'), { recursive: true });
  writeFileSync(
    join(home, '.appwrite', 'prefs.json'),
    JSON.stringify({ ...login, current: 'one', one: login }),
  );
}
