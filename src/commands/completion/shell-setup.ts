import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import type { Context } from '../../context.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { powershellProfile } from './powershell.ts';
import { type Shell, scriptFile, shells } from './shells.ts';

/** Where a shell's script goes, and what makes the shell load it. */
export interface Place {
  readonly script: string;
  /** The file of the user's that the shell reads at its start. */
  readonly rc: string;
  /** What it must say for the script to be loaded; nothing where the shell finds it by itself. */
  readonly lines: readonly string[];
}

/**
 * The shell to work for: the one that is named, else the one in SHELL.
 * @throws CliError exit 2 where that is none that is known here
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
 * Where a shell of this user's looks.
 * @throws CliError exit 1 where there is no home, or no PowerShell that tells its profile
 */
export async function placeOf(shell: Shell, context: Context): Promise<Place> {
  const { home } = context;
  if (home) return places[shell](home, context);
  throw new CliError(ExitCode.failure, 'there is no place for the script: HOME is not set', {
    hint: `write it where you want it: appwrite-cli completion ${shell} --out FILE`,
  });
}

const places: Readonly<Record<Shell, (home: string, context: Context) => Promise<Place>>> = {
  async bash(home, context) {
    const [chosen] = context.env.BASH_COMPLETION_USER_DIR?.split(':') ?? [];
    const folder = chosen || join(dataFolder(home, context), 'bash-completion');
    const script = join(folder, 'completions', 'appwrite-cli');
    // On a Mac every terminal is a login shell, which reads another file.
    const rc = join(home, context.platform === 'darwin' ? '.bash_profile' : '.bashrc');
    const line = `[ -r ${quoted(script)} ] && . ${quoted(script)}`;
    return { script, rc, lines: (await loadsBashCompletion(rc)) ? [] : [line] };
  },

  async zsh(home, context) {
    const folder = join(dataFolder(home, context), 'zsh', 'site-functions');
    return {
      script: join(folder, scriptFile.zsh),
      rc: join(context.env.ZDOTDIR || home, '.zshrc'),
      lines: [
        `fpath=(${quoted(folder)} $fpath)`,
        '(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }',
        'autoload -Uz _appwrite-cli && compdef _appwrite-cli appwrite-cli',
      ],
    };
  },

  async fish(home, { env }) {
    const config = join(absolute(env.XDG_CONFIG_HOME) ?? join(home, '.config'), 'fish');
    return {
      script: join(config, 'completions', scriptFile.fish),
      rc: join(config, 'config.fish'),
      lines: [],
    };
  },

  async powershell(home, context) {
    const script = join(dataFolder(home, context), 'appwrite-cli', scriptFile.powershell);
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

/** Whether the user's bash loads the bash-completion package, which finds scripts in its folders by itself. */
async function loadsBashCompletion(rc: string): Promise<boolean> {
  const text = await readFile(rc, 'utf8').catch(() => '');
  return text.split('\n').some((line) => /^[^#]*\bbash_completion\b/.test(line));
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
