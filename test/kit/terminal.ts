import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { launcher } from './program.ts';

/** Whether the program is there that plays the terminal; without it such tests are skipped. */
export const hasTmux = spawnSync('tmux', ['-V']).status === 0;
/** Says in a test's name why it is skipped. */
export const needsTmux = hasTmux ? '' : ' (skipped: tmux is not installed)';

/** The built program in a terminal of 80 by 24, and somebody in front of it. */
export interface Terminal {
  /** All that was shown, lines that were too long for the screen joined again. */
  screen(): Promise<string>;
  /**
   * Waits until something is shown, on one line or broken between words.
   * @throws Error with the screen where it doesn't come
   */
  shows(text: string): Promise<void>;
  /** Types text, then Enter. */
  type(text: string): Promise<void>;
  /** @param keys as tmux calls them: `Enter`, `Down`, `Space`, `C-c` */
  press(...keys: string[]): Promise<void>;
  /** Waits for the end of the program. @returns its exit code */
  ended(): Promise<number>;
}

const run = promisify(execFile);
const patience = 20_000;
const pause = 50;

/** Starts the program in a terminal. Its environment is this one alone, but for PATH. */
export async function openTerminal(
  argv: readonly string[],
  { env, cwd }: { readonly env: Record<string, string>; readonly cwd: string },
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
  const own = {
    PATH: process.env.PATH ?? '',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    NODE_DISABLE_COMPILE_CACHE: '1',
    // The keyring of whoever runs the tests is left alone.
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
  };
  const variables = { ...own, ...env };
  const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  // A shell keeps the exit code: tmux does not always know it.
  const status = join(folder, 'status');
  const keepStatus = ['sh', '-c', `"$@"; echo $? > '${status}'`, 'sh'];
  const command = ['env', '-i', ...assignments, ...keepStatus, process.execPath, launcher, ...argv];
  await tmux('new-session', '-d', '-x', '80', '-y', '24', '-c', cwd, ...command);

  const screen = async () => (await tmux('capture-pane', '-p', '-J', '-S', '-')).trimEnd();
  const until = async <Value>(what: string, look: () => Promise<Value | undefined>): Promise<Value> => {
    for (const deadline = Date.now() + patience; Date.now() < deadline; ) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    throw new Error(`${what} in vain; the screen shows:\n${await screen()}`);
  };
  return {
    screen,
    async shows(text) {
      await until(`waited for "${text}"`, async () => {
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
      until('waited for the end', async () => {
        const text = existsSync(status) ? readFileSync(status, 'utf8') : '';
        return text.endsWith('\n') ? Number(text) : undefined;
      }),
  };
}
