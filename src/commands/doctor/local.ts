import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Context } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { configPath, readConfig } from '../../profile/read-config.ts';
import { readText } from '../completion/files.ts';
import { withBlock } from '../completion/rc-file.ts';
import { chosenShell, setupOf } from '../completion/shell-setup.ts';
import { type Check, fail, failed, pass, skip, warn } from './check.ts';

const minNodeVersion = [20, 19] as const;

/** @param version of Node, such as `20.19.0` */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = minNodeVersion;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return pass('node', version);
  return fail('node', `${version} is too old`, `install Node ${minNodeVersion.join('.')} or newer`);
}

/** Checks that the config file can be read, and by its owner only. */
export function checkConfig(context: Context): Check {
  try {
    const path = configPath(context);
    if (path === undefined) return skip('config', 'there is no home folder for the profiles');
    const { profiles, current } = readConfig(context);
    const file = statSync(path, { throwIfNoEntry: false });
    if (!file) return pass('config', `no profiles yet (${path})`);
    const open = context.uid === undefined ? undefined : openToOthers(path, file.mode);
    if (open) return open;
    const which = current === undefined ? 'no profile is current' : `${current} is the current profile`;
    return pass('config', `${path}, profiles: ${profiles.length}, ${which}`);
  } catch (error) {
    return failed('config', error);
  }
}

function openToOthers(path: string, mode: number): Check | undefined {
  const others = 0o077;
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  if ((mode & others) !== 0)
    return fail('config', `other users can access ${path} (mode ${shown})`, `chmod 600 ${path}`);
  const folder = dirname(path);
  const isWritable = (statSync(folder).mode & 0o022) !== 0;
  return isWritable
    ? fail('config', `other users can write into ${folder}`, `chmod 700 ${folder}`)
    : undefined;
}

/** Checks that completion works in the user's shell: its script exists, and the shell loads it. */
export async function checkCompletion(context: Context): Promise<Check> {
  try {
    const shell = chosenShell(undefined, context);
    const { script, rc, lines } = await setupOf(shell, context);
    const fix = `appwrite-cli completion install --shell ${shell}`;
    if (!existsSync(script)) return warn('completion', `not installed for ${shell}`, fix);
    const text = await readText(rc);
    const isLoaded = lines.length === 0 || withBlock(text, lines) === text;
    return isLoaded ? pass('completion', script) : warn('completion', `${rc} does not load ${script}`, fix);
  } catch (error) {
    if (error instanceof CliError) return skip('completion', error.message);
    throw error;
  }
}
