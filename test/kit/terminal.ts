import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { posixQuote } from '../../src/lib/text/shell-quote.ts';
import { program } from './program.ts';

/** True if tmux, which provides the terminal, is installed. */
export const hasTmux = spawnSync('tmux', ['-V']).status === 0;
/** Added to the name of a test: why it is skipped. */
export const needsTmux = hasTmux ? '' : ' (skipped: tmux is not installed)';

/** The built program in a terminal of 80 by 24, and a user who types. */
export interface Terminal {
  /** Everything that was shown, with wrapped lines joined. */
  screen(): Promise<string>;
  /** Everything that was shown, with any white space as a single space: sentences wrap at words. */
  text(): Promise<string>;
  /**
   * Waits until a text is shown, on one line or wrapped between words.
   * @returns the screen that shows it: what moves may be gone from the next one
   * @throws Error with the screen if it is not shown in time
   */
  shows(text: string): Promise<string>;
  /** Types text, then Enter. */
  type(text: string): Promise<void>;
  /** @param keys their names in tmux: `Enter`, `Down`, `Space`, `C-c` */
  press(...keys: string[]): Promise<void>;
  /** Waits for the end of the program. @returns the exit code */
  ended(): Promise<number>;
}

const maxWaitMs = 20_000;
const pollMs = 20;

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
  const config = join(folder, 'tmux.conf');
  writeFileSync(config, 'set -g remain-on-exit on\nset -g status off\n');
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
  const command = ['env', '-i', ...assignments, ...keepStatus, ...program, ...argv];
  const size = ['-x', '80', '-y', '24'];
  const tmux = new ControlMode(['-f', config, 'new-session', ...size, '-c', cwd, ...command], folder);
  onTestFinished(async () => {
    await tmux.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const screen = async () => (await tmux.send('capture-pane -p -J -S -')).trimEnd();
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
    text: async () => asText(await screen()),
    async shows(text) {
      let seen: number | undefined;
      return until(`"${text}"`, async () => {
        if (tmux.outputs === seen) return undefined;
        seen = tmux.outputs;
        const shown = await screen();
        const isShown = shown.includes(text) || asText(shown).includes(text);
        return isShown ? shown : undefined;
      });
    },
    async type(text) {
      await tmux.send(`send-keys -l -- ${posixQuote(text)}`);
      await tmux.send('send-keys Enter');
    },
    async press(...keys) {
      await tmux.send(`send-keys ${keys.map(posixQuote).join(' ')}`);
    },
    ended: () =>
      until('the end', async () => {
        const text = existsSync(status) ? readFileSync(status, 'utf8') : '';
        return text.endsWith('\n') ? Number(text) : undefined;
      }),
  };
}

const asText = (shown: string) => shown.replace(/\s+/g, ' ');

interface Reply {
  resolve(lines: string): void;
  reject(error: Error): void;
}

/** A client of tmux that takes commands from a pipe; a process for each command would cost more than the program. */
class ControlMode {
  readonly #client: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #waiting: Reply[] = [];
  #lines: string[] | undefined;
  #outputs = 0;

  constructor(argv: readonly string[], folder: string) {
    this.#client = spawn('tmux', ['-u', '-C', ...argv], {
      env: { PATH: process.env.PATH, TMUX_TMPDIR: folder },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#closed = once(this.#client, 'close').then(() => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error('tmux has ended'));
    });
    this.#client.stdin!.on('error', () => {});
    createInterface(this.#client.stdout!).on('line', (line) => this.#receive(line));
    // The reply to the command of the start.
    this.#waiting.push({ resolve: () => {}, reject: () => {} });
  }

  /** Number of times that the program has written something. */
  get outputs(): number {
    return this.#outputs;
  }

  /** Sends a command; returns the lines of its reply. */
  send(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#client.stdin!.write(`${command}\n`);
    });
  }

  async end(): Promise<void> {
    this.#client.stdin!.end('kill-server\n');
    await this.#closed;
  }

  #receive(line: string): void {
    const [, mark] = /^%(begin|end|error|output) /.exec(line) ?? [];
    if (this.#lines === undefined) {
      if (mark === 'output') this.#outputs++;
      if (mark === 'begin') this.#lines = [];
      return;
    }
    if (mark !== 'end' && mark !== 'error') {
      this.#lines.push(line);
      return;
    }
    const text = this.#lines.join('\n');
    this.#lines = undefined;
    const reply = this.#waiting.shift();
    if (mark === 'end') reply?.resolve(text);
    else reply?.reject(new Error(text));
  }
}
