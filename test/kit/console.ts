import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { totpCode } from '../../src/sandbox/core/auth/totp.ts';
import { type SandboxServer, type SandboxServerOptions, startSandbox } from '../../src/sandbox/server.ts';
import { directCalls } from '../sandbox/client.ts';
import { type RunResult, runLine } from './in-process.ts';
import { cheapHashing } from './password-hashing.ts';
import { temporaryFolder } from './program.ts';
import { sandboxServers } from './sandbox-transport.ts';
import { openTerminal, type Terminal } from './terminal.ts';

export const email = 'ada@example.com';
export const password = 'canary-password-9482';

/** A sandbox with one account of the console, and a computer to log in from. */
export interface TestConsole extends SandboxServer {
  /** Sends a request as that account, in a session of its own. */
  ask(method: string, path: string, body?: object): Promise<Answer>;
  /** Makes an organisation with a project. */
  addProject(organization: string, name: string, id: string): Promise<void>;
  /** Asks the account for a second factor from now on. */
  secondFactor(): Promise<SecondFactor>;
  /** All that a login or an init could change: the server's records, and the files of the computer. */
  state(): Promise<unknown>;
  /** Returns the number of open sessions of the account, without that of `ask`. */
  openSessions(): Promise<number>;
  /** Runs a line on the computer, without a terminal. */
  run(argv: readonly string[], stdin?: string, env?: Record<string, string>): Promise<RunResult>;
  /** Runs a line on the computer at a terminal. */
  open(argv: readonly string[]): Promise<Terminal>;
  /** Logs in with the password, without a terminal. */
  logIn(...flags: string[]): Promise<RunResult>;
  /** The home folder, and in it a folder to work in. */
  readonly home: string;
  readonly work: string;
  /** The config file as JSON. */
  config(): { current?: string; profiles: { name: string; [member: string]: unknown }[] };
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came back
  readonly json: any;
}

export interface SecondFactor {
  /** The code that an app would show now. */
  code(): string;
  readonly recoveryCodes: readonly string[];
}

export async function testConsole(options: SandboxServerOptions = {}): Promise<TestConsole> {
  const sandbox = await startSandbox({ passwordHashing: cheapHashing, ...options });
  onTestFinished(() => sandbox.close());
  const home = temporaryFolder();
  const work = join(home, 'work');
  mkdirSync(work);
  const { request } = directCalls(sandbox);
  const servers = sandboxServers(sandbox);
  let cookie = '';
  const ask: TestConsole['ask'] = async (method, path, body) => {
    const headers = { 'x-appwrite-project': 'console', cookie };
    const answer = await request(method, path, { headers, body, guest: true });
    for (const one of answer.headers.getSetCookie()) {
      if (one.startsWith('a_session_console=')) cookie = one.split(';')[0]!;
    }
    return answer;
  };
  await ask('POST', '/account', { userId: 'ada', email, password, name: 'Ada' });
  await ask('POST', '/account/sessions/email', { email, password });
  const list = async (path: string, member: string) => (await ask('GET', path)).json[member];
  const sessions = () => list('/account/sessions', 'sessions');

  const run: TestConsole['run'] = (argv, stdin = '', env = {}) =>
    runLine(argv, { stdin, env, servers, home, cwd: work });
  const asAda = ['login', '--endpoint', sandbox.endpoint, '--email', email, '--password-stdin'];

  return {
    ...sandbox,
    async close() {
      servers.clear();
      await sandbox.close();
    },
    home,
    work,
    ask,
    run,
    open: (argv) => openTerminal(argv, { env: { HOME: home }, cwd: work }),
    logIn: (...flags) => run([...asAda, ...flags], password),
    async addProject(organization, name, id) {
      await ask('POST', '/teams', { teamId: organization, name: organization });
      await ask('POST', '/projects', { projectId: id, name, teamId: organization, region: 'default' });
    },
    async secondFactor() {
      const { secret } = (await ask('POST', '/account/mfa/authenticators/totp')).json;
      const code = () => totpCode(secret, Date.now());
      await ask('PUT', '/account/mfa/authenticators/totp', { otp: code() });
      const { recoveryCodes } = (await ask('POST', '/account/mfa/recovery-codes')).json;
      await ask('PATCH', '/account/mfa', { mfa: true });
      const { $id } = (await ask('POST', '/account/mfa/challenge', { factor: 'totp' })).json;
      await ask('PUT', '/account/mfa/challenge', { challengeId: $id, otp: code() });
      return { code, recoveryCodes };
    },
    async state() {
      const projects = await list('/projects', 'projects');
      const keys = await Promise.all(
        projects.map(({ $id }: { $id: string }) => list(`/projects/${$id}/keys`, 'keys')),
      );
      const ids = (items: { $id: string }[]) => items.map(({ $id }) => $id).sort();
      return {
        sessions: ids(await sessions()),
        organizations: ids(await list('/teams', 'teams')),
        projects: ids(projects),
        keys: keys.map(ids),
        files: filesBelow(home),
      };
    },
    openSessions: async () => (await sessions()).length - 1,
    config: () => JSON.parse(readFileSync(join(home, '.config/appwrite-cli/config.json'), 'utf8')),
  };
}

/** Each file's path and content. */
function filesBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [
      join(parentPath, name),
      readFileSync(join(parentPath, name), 'utf8'),
    ]),
  );
}
