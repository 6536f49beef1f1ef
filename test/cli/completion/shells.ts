import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { answer } from '../../../src/cli/completion/answer.ts';
import { loadAll } from '../../../src/cli/entry.ts';
import { entriesIn } from '../../../src/cli/registry.ts';
import { type Shell, shellFacts } from '../../../src/commands/completion/shells.ts';
import { posixQuote } from '../../../src/lib/text/shell-quote.ts';
import { testContext } from '../../kit/in-process.ts';
import { programLine, runCommand, temporaryFolder } from '../../kit/program.ts';

export type DrivenShell = Exclude<Shell, 'powershell'>;

/** The committed script of a shell. */
export function scriptPath(shell: Shell): string {
  return fileURLToPath(new URL(`../../../completions/${shellFacts[shell].scriptFile}`, import.meta.url));
}

export const bashPackage = '/usr/share/bash-completion/bash_completion';
export const has = (program: string) => spawnSync(program, ['--version']).status === 0;
/** `script` of util-linux provides the terminal. */
const hasTerminal = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;
export const canType = (shell: DrivenShell) => hasTerminal && has(shell);
/** Suffix for a test's title: the reason why it is skipped. */
export const unless = (present: boolean, program: string) =>
  present ? '' : ` (skipped: ${program} is not installed)`;

/** Creates a folder of shell scripts for PATH. */
export function programs(scripts: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, body] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** Body of a script that runs the built program. */
export const realProgram = `exec ${programLine} "$@"`;

/** The part of the script that asks this process. The count shows where the arguments end. */
const ask = (port: number) => `exec 3<>/dev/tcp/127.0.0.1/${port}; printf "%s\\0" $# "$@" >&3; exec cat <&3`;

/**
 * Returns the body of a script that lets this process answer what a shell asks the program, byte for byte. A start of
 * the real program for each TAB costs more than the rest of a test.
 * @param env the program's variables
 */
export async function answeringProgram(env: Readonly<Record<string, string>>): Promise<string> {
  // The time for an answer does not include loading the program.
  await Promise.all([
    import('../../../src/http/transport/direct-transport.ts'),
    import('../../../src/http/transport/undici-transport.ts'),
    ...entriesIn('1.5').map(loadAll),
  ]);
  const home = temporaryFolder();
  const server = createServer((socket) => {
    let received = '';
    socket.on('error', () => {});
    socket.setEncoding('utf8').on('data', async (chunk) => {
      received += chunk;
      const [count, ...argv] = received.split('\0').slice(0, -1);
      if (argv.length !== Number(count)) return;
      if (argv[0] !== '__complete') throw new Error(`a shell has run the line ${JSON.stringify(argv)}`);
      const context = testContext({ env, home }, process.stdout, process.stderr);
      socket.end(await answer(argv.slice(1), context));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `exec bash -c '${ask((server.address() as AddressInfo).port)}' bash "$@"`;
}

/** Splits a line without quotes as bash does for completion: at `=`, `:` and `@` too. */
function bashWords(line: string): string[] {
  const words = line.match(/[=:@]+|[^\s=:@]+/g) ?? [];
  return /\s$/.test(line) ? [...words, ''] : words;
}

/** Ends what is offered for a line. */
const endOfOffers = '\x1e';

const bashDriver = `
source "$SCRIPT"
offer() {
  COMP_LINE=$1 COMP_POINT=\${#1} COMPREPLY=()
  shift
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
  _appwrite_cli appwrite-cli
  printf '%s\\n' "\${COMPREPLY[@]}"
  printf '\\x1e'
}
`;

/** Returns the words that bash's completion function offers at the end of each line. One shell completes all. */
export async function bashOffers(
  lines: readonly string[],
  env: Record<string, string> = {},
  cwd?: string,
): Promise<string[][]> {
  const variables = { PATH: process.env.PATH!, ...env, SCRIPT: scriptPath('bash') };
  const offers = lines.map((line) => ['offer', ...[line, ...bashWords(line)].map(posixQuote)].join(' '));
  const argv = ['--noprofile', '--norc', '-c', bashDriver + offers.join('\n')];
  const { stdout, stderr } = await runCommand('bash', argv, { env: variables, ...(cwd && { cwd }) });
  if (stderr !== '') throw new Error(stderr);
  return offersIn(stdout);
}

/** Returns the words that fish offers at the end of each line, without summaries. One shell completes all. */
export async function fishOffers(lines: readonly string[]): Promise<string[][]> {
  const script = `source ${scriptPath('fish')}; for line in $argv; complete -C $line; printf '\\x1e'; end`;
  const argv = ['--no-config', '-c', script, '--', ...lines];
  const { stdout, stderr } = await runCommand('fish', argv, { env: { PATH: process.env.PATH! } });
  if (stderr !== '') throw new Error(stderr);
  return offersIn(stdout).map((offers) => offers.map((offer) => offer.split('\t')[0]!));
}

function offersIn(output: string): string[][] {
  return output
    .split(endOfOffers)
    .slice(0, -1)
    .map((offers) => offers.split('\n').filter(Boolean));
}

/** Runs lines in a shell, one after the other, and returns the arguments that the program gets from each. */
export async function wordsOf(shell: DrivenShell, lines: readonly string[], cwd: string) {
  const path = `${programs({ 'appwrite-cli': `printf '%s\\0' "$@" && echo` })}:${process.env.PATH}`;
  const options = { bash: ['--noprofile', '--norc'], zsh: ['-f'], fish: ['--no-config'] }[shell];
  const { stdout } = await runCommand(shell, [...options, '-c', lines.join('\n')], {
    env: { PATH: path },
    cwd,
  });
  return stdout
    .split('\0\n')
    .slice(0, -1)
    .map((words) => words.split('\0'));
}

/**
 * The list of completions that zsh keeps. Without it, each shell looks through a thousand files. zsh renews it when
 * other completions are installed, or another zsh.
 */
const zshDump = fileURLToPath(new URL('../../../node_modules/.cache/zsh/completions', import.meta.url));

/** Commands that start each shell with the script loaded, and with ^T bound to write the line to a file and clear it. */
const interactive: Readonly<Record<DrivenShell, (home: string, options: TypingOptions) => string>> = {
  bash(home, { bashCompletion, installedIn, setUp = [] }) {
    const rc = [
      ...setUp,
      ...(bashCompletion ? [`source ${bashPackage}`] : []),
      ...(installedIn ? [] : [`source '${scriptPath('bash')}'`]),
      `dump() { printf '%s\\n' "$READLINE_LINE" >> "$OUT"; READLINE_LINE= READLINE_POINT=0; }`,
      `bind 'set bell-style none'`,
      `bind -x '"\\C-t": dump'`,
      `PS1='READY$ '`,
    ];
    appendFileSync(join(home, '.bashrc'), rc.join('\n'));
    return `exec bash --noprofile --rcfile '${home}/.bashrc' -i`;
  },
  zsh(home, { installedIn, setUp = [] }) {
    mkdirSync(dirname(zshDump), { recursive: true });
    const rc = [
      ...(installedIn
        ? []
        : [`autoload -Uz compinit; compinit -u -d '${zshDump}'`, ...setUp, `source '${scriptPath('zsh')}'`]),
      `dump() { print -r -- "$BUFFER" >> "$OUT"; BUFFER= }`,
      `zle -N dump; bindkey -e; bindkey '^T' dump`,
      `LISTMAX=10000; setopt no_beep; PS1='READY$ '`,
    ];
    appendFileSync(join(home, '.zshrc'), rc.join('\n'));
    return `exec zsh -d -i`;
  },
  fish(home, { installedIn }) {
    const rc = [
      ...(installedIn ? [] : [`source '${scriptPath('fish')}'`]),
      `function fish_prompt; echo -n 'READY$ '; end`,
      `bind \\ct 'commandline >> $OUT; commandline ""'`,
    ];
    writeFileSync(join(home, 'rc'), rc.join('\n'));
    return `exec fish ${installedIn ? '' : '--no-config'} -i -C "source '${home}/rc'"`;
  },
};

export interface TypingOptions {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** True to load the bash-completion package first. */
  readonly bashCompletion?: boolean;
  /** Home folder of an earlier `completion install`; by default the script is loaded directly. */
  readonly installedIn?: string;
  /** Lines that bash or zsh runs before it loads the script. */
  readonly setUp?: readonly string[];
  /** Number of times TAB is pressed; default 1. */
  readonly tabs?: number;
  /** A text that is shown after TAB. A shell may not show what it offers if more has been typed already. */
  readonly shows?: string;
}

/**
 * Types lines into a shell at a terminal and presses TAB after each.
 * @returns the completed lines, and all output of the terminal
 */
export async function typeAndTab(
  shell: DrivenShell,
  lines: readonly string[],
  options: TypingOptions = {},
): Promise<{ lines: string[]; shown: string }> {
  const home = options.installedIn ?? temporaryFolder();
  const out = join(home, 'lines');
  writeFileSync(out, '');
  const start = `stty rows 40 cols 160; ${interactive[shell](home, options)}`;
  const child = spawn('script', ['-qfec', start, '/dev/null'], {
    cwd: options.cwd ?? home,
    env: {
      PATH: process.env.PATH,
      TERM: 'xterm',
      LANG: 'C.UTF-8',
      HOME: home,
      ZDOTDIR: home,
      ...options.env,
      OUT: out,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk;
  });
  const until = async (done: () => boolean) => {
    for (let waited = 0; !done(); waited += 20) {
      if (waited > 20_000) throw new Error(`${shell} makes no progress; it shows:\n${shown}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const written = () => readFileSync(out, 'utf8').split('\n').slice(0, -1);

  await until(() => shown.includes('READY$ '));
  for (const [index, line] of lines.entries()) {
    child.stdin.write(`${line}${'\t'.repeat(options.tabs ?? 1)}`);
    await until(() => shown.includes(options.shows ?? ''));
    child.stdin.write('\x14');
    await until(() => written().length > index);
  }
  child.kill('SIGKILL');
  return { lines: written(), shown };
}

/** Creates a folder with paths to complete. */
export function folderWithFiles(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'pictures'));
  writeFileSync(join(folder, 'cat.png'), '');
  return folder;
}
