import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { launcher } from './program.ts';

/** True if tmux, which provides the terminal, is installed. */
export const hasTmux = spawnSync('tmux', ['-V']).status === 0;
/** Added to the name of a test: why it is skipped. */
export const needsTmux = hasTmux ? '' : ' (skipped: tmux is not installed)';

/** The built program in a terminal of 80 by 24, and a user who types. */
export interface Terminal {
  /** Everything that was shown, with wrapped lines joined. */
  screen(): Promise<string>;
  /**
   * Waits until a text is shown, on one line or wrapped between words.
   * @throws Error with the screen if it is not shown in time
   */
  shows(text: string): Promise<void>;
  /** Types text, then Enter. */
  type(text: string): Promise<void>;
  /** @param keys their names in tmux: `Enter`, `Down`, `Space`, `C-c` */
  press(...keys: string[]): Promise<void>;
  /** Waits for the end of the program. @returns the exit code */
  ended(): Promise<number>;
}

const run = promisify(execFile);
const maxWaitMs = 20_000;
const pollMs = 20;
const looksUntilAsked = 25;

export interface TerminalOptions {
  readonly env: Record<string, string>;
  readonly cwd: string;
  /** The shell script that runs the program, which is its `"$@"`. */
  readonly script?: string;
}

/** Starts the program in a terminal. It inherits nothing of this process's environment but PATH. */
export async function openTerminal(
  argv: readonly string[],
  { env, cwd, script = '"$@"' }: TerminalOptions,
): Promise<Terminal> {
  const folder = mkdtempSync(join(tmpdir(), 'terminal-'));
  writeFileSync(join(folder, 'tmux.conf'), 'set -g remain-on-exit on\nset -g status off\n');
  const tmux = async (...args: string[]) => {
    const options = { env: { PATH: process.env.PATH, TMUX_TMPDIR: folder } };
    const { stdout } = await run('tmux', ['-u', '-f', join(folder, 'tmux.conf'), ...args], options);
    return stdout;
  };
  onTestFinished(async () => {
    await tmux('kill-server').catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  });
  const defaults = {
    PATH: process.env.PATH ?? '',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    NODE_DISABLE_COMPILE_CACHE: '1',
    // Keeps the tests away from the keyring of the user who runs them.
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
  };
  const variables = { ...defaults, ...env };
  const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  // A shell writes the exit code to a file: tmux does not always know it.
  const status = join(folder, 'status');
  const keepStatus = ['sh', '-c', `${script}; echo $? > '${status}'`, 'sh'];
  const command = ['env', '-i', ...assignments, ...keepStatus, process.execPath, launcher, ...argv];
  const output = join(folder, 'output');
  const size = ['-x', '80', '-y', '24'];
  await tmux('new-session', '-d', ...size, '-c', cwd, ...command, ';', 'pipe-pane', `cat >> '${output}'`);

  const screen = async () => (await tmux('capture-pane', '-p', '-J', '-S', '-')).trimEnd();
  const outputBytes = () => statSync(output, { throwIfNoEntry: false })?.size;
  const until = async <Value>(event: string, look: () => Promise<Value | undefined>): Promise<Value> => {
    for (const deadline = Date.now() + maxWaitMs; Date.now() < deadline; ) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    throw new Error(`${event} did not come; the screen shows:\n${await screen()}`);
  };
  return {
    screen,
    async shows(text) {
      let [seenBytes, looks]: [number | undefined, number] = [undefined, 0];
      await until(`"${text}"`, async () => {
        // Asking tmux starts a process, so it is asked after new output, and now and then for what came before the pipe.
        const bytes = outputBytes();
        if (looks++ % looksUntilAsked !== 0 && bytes === seenBytes) return undefined;
        seenBytes = bytes;
        const shown = await screen();
        return shown.includes(text) || shown.replaceAll('\n', ' ').includes(text) || undefined;
      });
    },
    async type(text) {
      await tmux('send-keys', '-l', '--', text);
      await tmux('send-keys', 'Enter');
    },
    async press(...keys) {
      await tmux('send-keys', ...keys);
    },
    ended: () =>
      until('the end', async () => {
        const text = existsSync(status) ? readFileSync(status, 'utf8') : '';
        return text.endsWith('\n') ? Number(text) : undefined;
      }),
  };
}
