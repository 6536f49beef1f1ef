// A shell in a real terminal (tmux), in a home of its own, for pictures and for the README.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../bin/appwrite-cli.js', import.meta.url));
const clock = fileURLToPath(new URL('pictures/clock.cjs', import.meta.url));

const pollMs = 20;
const defaultMaxWaitMs = 60_000;

/** Pauses of the recording, in ms. */
const keyMs = 45;
const beforeEnterMs = 500;
const readMs = (lines) => 1500 + 130 * lines;

/**
 * A screen of the recording.
 * @typedef {{ lines: string[], cursor: { column: number, row: number }, ms: number }} Frame
 */

/** A sandbox takes any free port, and a recording made again should be the same. */
const withoutPort = (text) => text.replaceAll(/(?<=127\.0\.0\.1:)\d{5}/g, '38080');

/** The variables by which npm reaches its registry on this machine. */
function networkVariables() {
  const isForNetwork = ([name]) =>
    /^(?:https?_proxy|no_proxy|npm_config_.*|node_extra_ca_certs)$/i.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(isForNetwork));
}

export class Terminal {
  /** The home folder of the shell. */
  home = mkdtempSync(join(tmpdir(), 'pictures-'));
  #socket = `pictures-${process.pid}-${Math.random().toString(36).slice(2)}`;
  #prompts = join(this.home, '.prompts');
  #clock = join(this.home, '.clock');
  /** @type {Frame[]} */
  frames = [];
  /** A folder of the PATH. */
  bin = join(this.home, '.local', 'bin');

  constructor() {
    mkdirSync(this.bin, { recursive: true });
  }

  /**
   * Opens the terminal and waits for the first prompt.
   * @param {{ columns: number, rows: number, time: string }} options `time`: what the clock says, in ISO 8601
   */
  static async open({ columns, rows, time }) {
    const terminal = new Terminal();
    terminal.setTime(time);
    symlinkSync(launcher, join(terminal.bin, 'appwrite-cli'));
    const env = { NODE_OPTIONS: `--require=${clock}`, PICTURES_CLOCK: terminal.#clock, TZ: 'UTC' };
    await terminal.#start(columns, rows, env);
    return terminal;
  }

  /** Opens a terminal without the program. Packages that are installed globally with npm get onto its PATH. */
  static async openEmpty({ columns, rows }) {
    const terminal = new Terminal();
    const globalConfig = execFileSync('npm', ['config', 'get', 'globalconfig'], { encoding: 'utf8' });
    await terminal.#start(columns, rows, {
      ...networkVariables(),
      NPM_CONFIG_PREFIX: dirname(terminal.bin),
      // It would be looked for below the prefix.
      NPM_CONFIG_GLOBALCONFIG: globalConfig.trim(),
    });
    return terminal;
  }

  async #start(columns, rows, variables) {
    const { bin } = this;
    // Debian's own settings for shells would set the prompt.
    const shell = join(bin, 'bash');
    writeFileSync(shell, '#!/bin/sh\nexec /bin/bash --noprofile --norc "$@"\n', { mode: 0o755 });
    const config = join(this.home, '.tmux.conf');
    writeFileSync(
      config,
      'set -g status off\nset -sg escape-time 0\nset -g default-terminal "xterm-256color"\n',
    );
    writeFileSync(this.#prompts, '');
    const env = {
      HOME: this.home,
      PATH: `${bin}:${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
      SHELL: shell,
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      PS1: '$ ',
      PROMPT_COMMAND: `echo $? >> ${this.#prompts}`,
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
      ...variables,
    };
    const words = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const start = ['new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, '-c', this.home];
    this.#tmux('-f', config, ...start, 'env', '-i', ...words, shell);
    await this.#prompted(1);
  }

  /** Sets what the clock says, in ISO 8601. */
  setTime(time) {
    writeFileSync(this.#clock, time);
  }

  /** Writes a file in the home folder. */
  write(name, text) {
    writeFileSync(join(this.home, name), text);
  }

  /** Reads a file in the home folder. */
  read(name) {
    return readFileSync(join(this.home, name), 'utf8');
  }

  /**
   * Runs a command that the recording does not show.
   * @throws Error if it fails
   */
  async prepare(command) {
    const { exitCode, screen } = await this.run(command);
    if (exitCode !== 0) throw new Error(`${command} failed:\n${screen}`);
    await this.run('clear');
  }

  /**
   * Runs a command.
   * @returns {Promise<{ exitCode: number, screen: string }>}
   * @throws Error if there is no prompt after `maxWaitMs`
   */
  async run(command, { maxWaitMs = defaultMaxWaitMs } = {}) {
    const before = this.#codes().length;
    if (command) this.#type(command);
    this.#tmux('send-keys', 'Enter');
    await this.#prompted(before + 1, maxWaitMs);
    return { exitCode: Number(this.#codes().at(-1)), screen: this.#plain().trimEnd() };
  }

  /** Types a command, runs it, and records both. @throws Error if it fails */
  async show(command) {
    await this.type(command);
    await this.finish();
  }

  /** Types text, key by key, and records it. */
  async type(text) {
    this.#record(readMs(0));
    for (let end = 1; end <= text.length; end += 1) {
      this.#type(text[end - 1]);
      if (end % 2 === 0 || end === text.length) {
        await this.#typed(text.slice(0, end));
        this.#record(2 * keyMs);
      }
    }
    this.#record(beforeEnterMs);
  }

  /** Presses a key, and records the screen once it shows a text. @param key its name in tmux */
  async press(key, text) {
    this.#tmux('send-keys', key);
    await this.#until(() => this.#plain().includes(text), `${text} after ${key}`);
    this.#record(readMs(0));
  }

  /** Presses Enter, and records what is shown at the next prompt. @throws Error if the command fails */
  async finish() {
    const { exitCode, screen } = await this.run('');
    this.#record(readMs(screen.split('\n').length));
    if (exitCode !== 0) throw new Error(`exit ${exitCode}:\n${screen}`);
  }

  async close() {
    spawnSync('tmux', ['-L', this.#socket, 'kill-server']);
    // The programs that ended with the terminal may still write.
    await rm(this.home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  /** Exit codes of the commands so far, one for each prompt. */
  #codes() {
    return readFileSync(this.#prompts, 'utf8').split('\n').slice(0, -1);
  }

  async #prompted(count, maxWaitMs = defaultMaxWaitMs) {
    await this.#until(() => this.#codes().length >= count, 'a prompt', maxWaitMs);
    // The shell draws its prompt after it has run PROMPT_COMMAND.
    await this.#until(() => this.#plain().trimEnd().endsWith('$'), 'a prompt');
  }

  async #typed(text) {
    const end = text.replaceAll(' ', '').slice(-8);
    await this.#until(() => this.#plain().replaceAll(/\s/g, '').endsWith(end), `${text} on the screen`);
  }

  async #until(isDone, what, maxWaitMs = defaultMaxWaitMs) {
    const start = performance.now();
    while (!isDone()) {
      if (performance.now() - start > maxWaitMs) throw new Error(`no sign of ${what}:\n${this.#plain()}`);
      await wait(pollMs);
    }
  }

  #record(ms) {
    const screen = this.#screen();
    const last = this.frames.at(-1);
    if (last && JSON.stringify([last.lines, last.cursor]) === JSON.stringify([screen.lines, screen.cursor])) {
      last.ms += ms;
    } else {
      this.frames.push({ ...screen, ms });
    }
  }

  #screen() {
    const [column, row] = this.#tmux('display-message', '-p', '#{cursor_x} #{cursor_y}')
      .trim()
      .split(' ')
      .map(Number);
    return {
      lines: withoutPort(this.#tmux('capture-pane', '-p', '-e'))
        .replace(/\n$/, '')
        .split('\n'),
      cursor: { column, row },
    };
  }

  #type(text) {
    // tmux takes a semicolon at the end of a word for the end of its own command.
    this.#tmux('send-keys', '-l', '--', text.replace(/;$/, '\\;'));
  }

  #plain() {
    return this.#tmux('capture-pane', '-p');
  }

  #tmux(...args) {
    const { status, stdout, stderr } = spawnSync('tmux', ['-L', this.#socket, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`tmux ${args[0]}: ${stderr}`);
    return stdout;
  }
}
