/**
 * Arguments and files with which each shell reads the user's own files first and then enters the sandbox: the user's files
 * often set the variables of a real server, or another PATH.
 */
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { fishQuote, posixQuote } from '../../lib/text/shell-quote.ts';
import type { Surroundings } from './environment.ts';

export interface ShellStart {
  readonly args: string[];
  /** Variables beside those of the surroundings. */
  readonly env: Readonly<Record<string, string>>;
  /** Files of the folder `shell` in the surroundings, by name. They hold the sandbox's key, which no argument may. */
  readonly files: Readonly<Record<string, string>>;
}

interface Place extends Pick<Surroundings, 'folder' | 'bin' | 'variables'>, Pick<Context, 'env'> {
  /** Path of the completion script of the shell; unused if there is none for it. */
  readonly completion: string | undefined;
}

/** Returns the user's shell: that of SHELL, or that of the system. */
export function userShell({ env, platform }: Pick<Context, 'env' | 'platform'>): string {
  return env.SHELL || (platform === 'win32' ? env.ComSpec || 'cmd.exe' : '/bin/sh');
}

const mark = '(sandbox) ';

/** @param shell path of the shell; one that is not known gets the environment, and nothing else */
export function shellStart(shell: string, place: Place): ShellStart {
  const name = shellName(shell);
  const start = starts[name];
  if (!start) return { args: [], env: name === 'cmd' ? { PROMPT: `${mark}$P$G` } : {}, files: {} };
  return start(place, join(place.folder, 'shell'));
}

/** Returns the name of a shell, `bash`, without the folder and the ending of its path. */
export const shellName = (path: string): string => path.replace(/^.*[/\\]/, '').replace(/\.exe$/i, '');

const starts: Readonly<Record<string, (place: Place, folder: string) => ShellStart>> = {
  bash: (place, folder) => ({
    args: ['--rcfile', join(folder, 'bashrc'), '-i'],
    env: {},
    files: { bashrc: bashrc(place) },
  }),
  zsh: (place, folder) => ({
    args: ['-i'],
    env: { ZDOTDIR: folder },
    files: { '.zshenv': zshenv(place, folder), '.zshrc': zshrc(place, folder) },
  }),
  fish: (place, folder) => ({
    args: ['--init-command', `source ${fishQuote(join(folder, 'init.fish'))}`],
    env: {},
    files: { 'init.fish': fishInit(place) },
  }),
  ...Object.fromEntries(['sh', 'dash', 'ash', 'ksh', 'mksh', 'yash'].map((name) => [name, posixShell])),
};

function posixShell(place: Place, folder: string): ShellStart {
  return { args: ['-i'], env: { ENV: join(folder, 'rc') }, files: { rc: posixRc(place) } };
}

const bashrc = (place: Place) => `[[ ! -r ~/.bashrc ]] || . ~/.bashrc
unset "\${!APPWRITE_@}"
${posixVariables(place)}
${promptMark}
PROMPT_COMMAND="\${PROMPT_COMMAND:+$PROMPT_COMMAND$'\\n'}_appwrite_sandbox_prompt"
complete -p appwrite-cli > /dev/null 2>&1 || . ${posixQuote(place.completion!)}
`;

/** The user's own .zshenv may choose a folder for the other files. */
const zshenv = (
  { env }: Place,
  folder: string,
) => `${env.ZDOTDIR ? `ZDOTDIR=${posixQuote(env.ZDOTDIR)}` : 'unset ZDOTDIR'}
[[ ! -r \${ZDOTDIR:-$HOME}/.zshenv ]] || . "\${ZDOTDIR:-$HOME}/.zshenv"
_appwrite_zdotdir=\${ZDOTDIR-} ZDOTDIR=${posixQuote(folder)}
`;

/** Without zsh's completion system there is nothing to add to, and starting it would write a file of the user. */
const zshrc = (
  place: Place,
  folder: string,
) => `if [[ -n $_appwrite_zdotdir ]]; then ZDOTDIR=$_appwrite_zdotdir; else unset ZDOTDIR; fi
[[ \${HISTFILE-} != ${posixQuote(folder)}/* ]] || HISTFILE=\${ZDOTDIR:-$HOME}/.zsh_history
unset _appwrite_zdotdir
[[ ! -r \${ZDOTDIR:-$HOME}/.zshrc ]] || . "\${ZDOTDIR:-$HOME}/.zshrc"
unset -m 'APPWRITE_*'
${posixVariables(place)}
${promptMark}
precmd_functions+=(_appwrite_sandbox_prompt)
[[ -z \${functions[compdef]-} || -n \${_comps[appwrite-cli]-} ]] || . ${posixQuote(place.completion!)}
`;

const fishInit = (place: Place) => `for name in (set --names | string match 'APPWRITE_*')
    set -e $name
end
${Object.entries(place.variables)
  .map(([name, value]) => `set -gx ${name} ${fishQuote(value)}`)
  .join('\n')}
set -gx PATH ${fishQuote(place.bin)} $PATH
functions -q fish_prompt; and functions --copy fish_prompt _appwrite_sandbox_prompt
function fish_prompt
    echo -n ${fishQuote(mark)}
    functions -q _appwrite_sandbox_prompt; and _appwrite_sandbox_prompt
end
source ${fishQuote(place.completion!)}
`;

const posixRc = (
  place: Place,
) => `${place.env.ENV ? `[ ! -r ${posixQuote(place.env.ENV)} ] || . ${posixQuote(place.env.ENV)}` : ''}
unset $(env | sed -n 's/^\\(APPWRITE_[A-Za-z0-9_]*\\)=.*/\\1/p')
${posixVariables(place)}
PS1=${posixQuote(mark)}"\${PS1-}"
`;

/** Lines for bash and zsh. The user's code may set the prompt again before each line. */
const promptMark = `unalias appwrite-cli 2> /dev/null || :
_appwrite_sandbox_prompt() {
  [[ \${PS1-} == ${posixQuote(mark)}* ]] || PS1=${posixQuote(mark)}\${PS1-}
}
_appwrite_sandbox_prompt`;

function posixVariables({ variables, bin }: Place): string {
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}=${posixQuote(value)}`);
  return [...exports, `PATH=${posixQuote(bin)}:$PATH`].join('\n');
}
