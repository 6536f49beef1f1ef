import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Context } from '../../context.ts';
import { type Check, pass, skip, warn } from './check.ts';

/** Where shells look for completions, below a home and for everybody. */
const places: Readonly<Record<string, (data: string, config: string) => readonly string[]>> = {
  bash: (data) => [
    join(data, 'bash-completion/completions/appwrite-cli'),
    '/usr/share/bash-completion/completions/appwrite-cli',
    '/etc/bash_completion.d/appwrite-cli',
  ],
  zsh: (data) => [
    join(data, 'zsh/site-functions/_appwrite-cli'),
    '/usr/local/share/zsh/site-functions/_appwrite-cli',
    '/usr/share/zsh/vendor-completions/_appwrite-cli',
  ],
  fish: (_, config) => [
    join(config, 'fish/completions/appwrite-cli.fish'),
    '/usr/share/fish/vendor_completions.d/appwrite-cli.fish',
  ],
};

/** Whether TAB works in the user's shell, as far as the file that does it can be found. */
export function checkCompletion({ env, home }: Pick<Context, 'env' | 'home'>): Check {
  const shell = basename(env.SHELL ?? '');
  const placesOf = Object.hasOwn(places, shell) ? places[shell] : undefined;
  if (!placesOf || !home)
    return skip('completion', shell === '' ? 'SHELL is not set' : `unknown shell ${shell}`);
  const data = env.XDG_DATA_HOME || join(home, '.local/share');
  const config = env.XDG_CONFIG_HOME || join(home, '.config');
  const found = placesOf(data, config).find((path) => existsSync(path));
  if (found) return pass('completion', found);
  return warn('completion', `not installed for ${shell}`, `appwrite-cli completion install --shell ${shell}`);
}
