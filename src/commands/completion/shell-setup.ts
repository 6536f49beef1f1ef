import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import type { Context } from '../../context.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { posixQuote } from '../../lib/text/shell-quote.ts';
import { type Shell, shellFacts, shells } from './shells.ts';

/** The files that completion in a shell needs. */
export interface ShellSetup {
  /** Path of the completion script. */
  readonly script: string;
  /** Path of the user's file that the shell reads at its start. */
  readonly rc: string;
  /** Lines of the rc file that load the script; none if the shell finds it by itself. */
  readonly lines: readonly string[];
}

/**
 * The shell of `--shell`, or else of the variable SHELL.
 * @throws CliError exit 2 if there is no completion for it
 */
export function chosenShell(named: string | undefined, { env, platform }: Context): Shell {
  const own = env.SHELL ? basename(env.SHELL).replace(/\.exe$/, '') : platform === 'win32' ? 'pwsh' : '';
  const wanted = named ?? (own === 'pwsh' ? 'powershell' : own);
  const shell = shells.find((name) => name === wanted);
  if (shell) return shell;
  if (named !== undefined) throw usageError(`--shell takes ${shells.join(', ')}, not "${named}"`);
  throw usageError(
    own === '' ? 'SHELL is not set, so your shell is unknown' : `there is no completion for ${own}`,
    `name the shell: --shell ${shells.join(', --shell ')}`,
  );
}

/**
 * Finds the files for a shell of this user.
 * @throws CliError exit 1 if there is no home folder, or no PowerShell that reports its profile
 */
export async function setupOf(shell: Shell, context: Context): Promise<ShellSetup> {
  const { home } = context;
  if (home) return setups[shell](home, context);
  throw new CliError(ExitCode.failure, 'there is no place for the script: HOME is not set', {
    hint: `write it where you want it: appwrite-cli completion ${shell} --out FILE`,
  });
}

const setups: Readonly<Record<Shell, (home: string, context: Context) => Promise<ShellSetup>>> = {
  async bash(home, context) {
    const [chosen] = context.env.BASH_COMPLETION_USER_DIR?.split(':') ?? [];
    const folder = chosen || join(dataFolder(home, context), 'bash-completion');
    const script = join(folder, 'completions', 'appwrite-cli');
    // On macOS every terminal starts a login shell, which does not read .bashrc.
    const rc = join(home, context.platform === 'darwin' ? '.bash_profile' : '.bashrc');
    const line = `[ -r ${posixQuote(script)} ] && . ${posixQuote(script)}`;
    return { script, rc, lines: (await loadsBashCompletion(rc)) ? [] : [line] };
  },

  async zsh(home, context) {
    const folder = join(dataFolder(home, context), 'zsh', 'site-functions');
    return {
      script: join(folder, shellFacts.zsh.scriptFile),
      rc: join(context.env.ZDOTDIR || home, '.zshrc'),
      lines: [
        `fpath=(${posixQuote(folder)} $fpath)`,
        '(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }',
        'autoload -Uz _appwrite-cli && compdef _appwrite-cli appwrite-cli',
      ],
    };
  },

  async fish(home, { env }) {
    const config = join(absolute(env.XDG_CONFIG_HOME) ?? join(home, '.config'), 'fish');
    return {
      script: join(config, 'completions', shellFacts.fish.scriptFile),
      rc: join(config, 'config.fish'),
      lines: [],
    };
  },

  async powershell(home, context) {
    const script = join(dataFolder(home, context), 'appwrite-cli', shellFacts.powershell.scriptFile);
    const rc = await powershellProfile(context);
    return { script, rc, lines: [`. '${script.replaceAll("'", "''")}'`] };
  },
};

function dataFolder(home: string, { env, platform }: Context): string {
  if (platform === 'win32') return absolute(env.LOCALAPPDATA) ?? join(home, 'AppData', 'Local');
  return absolute(env.XDG_DATA_HOME) ?? join(home, '.local', 'share');
}

function absolute(path: string | undefined): string | undefined {
  return path && isAbsolute(path) ? path : undefined;
}

/** True if the user's bash loads the bash-completion package, which finds scripts in its folders by itself. */
async function loadsBashCompletion(rc: string): Promise<boolean> {
  const text = await readFile(rc, 'utf8').catch(() => '');
  return text.split('\n').some((line) => /^[^#]*\bbash_completion\b/.test(line));
}

/** PowerShell takes several seconds to start on a slow machine. */
const maxPowershellWaitMs = 20_000;

/**
 * Asks PowerShell for the path of the profile that it reads at its start: on Windows the documents folder can be moved.
 * @throws CliError exit 1 if no PowerShell answers
 */
async function powershellProfile(context: Context): Promise<string> {
  for (const program of ['pwsh', 'powershell']) {
    const path = await askProfile(program, context);
    if (path) return path;
  }
  throw new CliError(ExitCode.failure, 'PowerShell does not report the path of its profile', {
    hint: 'put pwsh on the PATH, or load the script by hand: appwrite-cli completion powershell --help',
  });
}

function askProfile(program: string, { env, signal }: Context): Promise<string> {
  const command = '$PROFILE.CurrentUserAllHosts';
  const argv = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', command];
  return new Promise((resolve) => {
    const options = { env, signal, timeout: maxPowershellWaitMs, windowsHide: true };
    execFile(program, argv, options, (error, stdout) => resolve(error ? '' : stdout.trim()));
  });
}
