import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { type Context, isInCi } from '../context.ts';
import { isStandalone } from '../lib/process/standalone.ts';

/** The system keyring. Each call rejects if the keyring does not answer. */
export interface Keyring {
  /** @returns undefined if there is no such entry */
  get(account: string): Promise<string | undefined>;
  set(account: string, secret: string): Promise<void>;
  /** Deletes an entry if it exists. */
  delete(account: string): Promise<void>;
}

/** Maximum time of a call, in milliseconds. */
const maxAnswerMs = 1000;

/**
 * Returns the system keyring if the user is at a terminal, otherwise undefined: a keyring may open a window and wait for
 * a password, which would block a script or CI for ever.
 * @param library path of the keyring package, or null if it is not installed
 * @param timeoutMs maximum time of a call
 */
export function systemKeyring(
  context: Context,
  library: string | null = findLibrary(),
  timeoutMs = maxAnswerMs,
): Keyring | undefined {
  if (library === null || isInCi(context.env) || !hasTerminal(context)) return undefined;
  const ask = (action: string, account: string, input?: string) =>
    runChild(context, timeoutMs, [library, action, account], input);
  return {
    get: async (account) => JSON.parse(await ask('get', account)) ?? undefined,
    set: async (account, secret) => void (await ask('set', account, secret)),
    delete: async (account) => void (await ask('delete', account)),
  };
}

/** Says when the keyring is asked, to users whose secret is in it. */
export const keyringCondition = isStandalone
  ? "which the standalone executable can't read: the npm package can"
  : 'which is asked only at a terminal, outside CI';

function hasTerminal({ stdin, stdout, stderr }: Context): boolean {
  return [stdin, stdout, stderr].some((stream) => stream.isTTY);
}

/** The library is native code, which the standalone executable has no place for. */
function findLibrary(): string | null {
  if (isStandalone) return null;
  try {
    return createRequire(import.meta.url).resolve('@napi-rs/keyring');
  } catch {
    return null;
  }
}

/** Uses only the Secret Service on Linux: the library would fall back to the kernel's keyring, which does not persist. */
const script = `
const [library, action, account] = process.argv.slice(1);
const { Entry } = require(library);
const entry = new Entry('appwrite-cli', account, { linux: { store: 'secret-service' } });
if (action === 'get') process.stdout.write(JSON.stringify(entry.getPassword()));
else if (action === 'set') entry.setPassword(require('node:fs').readFileSync(0, 'utf8'));
else entry.deletePassword();
`;

/**
 * Calls the library in a child process, because that can be killed: in this process, a call that waits for a window
 * would even block the exit. The secret is passed through pipes, never as an argument.
 */
function runChild(context: Context, timeoutMs: number, args: readonly string[], input = ''): Promise<string> {
  const { NODE_OPTIONS: _, ...env } = context.env;
  const options = {
    env,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    signal: context.signal,
    windowsHide: true,
  } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(context.program[0], ['-e', script, ...args], options, (error, stdout) => {
      // The library's message and the command line may hold the secret, so neither is passed on.
      if (error) reject(new Error('the system keyring does not answer'));
      else resolve(stdout);
    });
    // A child that exits early closes its end of the pipe.
    child.stdin?.on('error', () => {}).end(input);
  });
}
