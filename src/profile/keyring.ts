import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Context } from '../context.ts';

/** A place of the system's for secrets. Each call rejects where the keyring doesn't answer. */
export interface Keyring {
  /** @returns undefined where there is no such entry */
  get(account: string): Promise<string | undefined>;
  set(account: string, secret: string): Promise<void>;
  /** An entry that isn't there is no error. */
  delete(account: string): Promise<void>;
}

/** How long the keyring may take, in milliseconds. */
const patience = 1000;

/**
 * The system's keyring, for a person at a terminal. A keyring may open a window and wait for a password, which nobody
 * would see in a script or in CI.
 * @param library where the package that speaks to keyrings is, or null where it isn't installed
 * @returns undefined where the keyring isn't to be asked or can't be
 */
export function systemKeyring(context: Context, library: string | null = findLibrary()): Keyring | undefined {
  if (library === null || context.env.CI || !hasTerminal(context)) return undefined;
  const ask = (action: string, account: string, input?: string) =>
    runChild(context, [library, action, account], input);
  return {
    get: async (account) => JSON.parse(await ask('get', account)) ?? undefined,
    set: async (account, secret) => void (await ask('set', account, secret)),
    delete: async (account) => void (await ask('delete', account)),
  };
}

function hasTerminal({ stdin, stdout, stderr }: Context): boolean {
  return [stdin, stdout, stderr].some((stream) => stream.isTTY);
}

function findLibrary(): string | null {
  try {
    return createRequire(import.meta.url).resolve('@napi-rs/keyring');
  } catch {
    return null;
  }
}

/** On Linux only the Secret Service is asked: the library would fall back to the kernel's keyring, which forgets. */
const script = `
const [library, action, account] = process.argv.slice(1);
const { Entry } = require(library);
const entry = new Entry('appwrite-cli', account, { linux: { store: 'secret-service' } });
if (action === 'get') process.stdout.write(JSON.stringify(entry.getPassword()));
else if (action === 'set') entry.setPassword(require('node:fs').readFileSync(0, 'utf8'));
else entry.deletePassword();
`;

/**
 * The library is asked in a process of its own, because that can be killed: in this one a call that waits for a
 * window would hold up even the exit. The secret travels through pipes, never through arguments.
 */
function runChild(context: Context, args: readonly string[], input = ''): Promise<string> {
  const { NODE_OPTIONS: _, ...env } = context.env;
  const options = {
    env,
    timeout: patience,
    killSignal: 'SIGKILL',
    signal: context.signal,
    windowsHide: true,
  } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(context.program[0], ['-e', script, ...args], options, (error, stdout) => {
      // Neither the library's message nor the command line is passed on.
      if (error) reject(new Error('the system keyring does not answer'));
      else resolve(stdout);
    });
    // A child that dies early closes its end.
    child.stdin?.on('error', () => {}).end(input);
  });
}
