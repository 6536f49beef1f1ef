// The official CLI, from npm, for measurements and tests beside it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs a version of the official CLI, without its install scripts.
 * @param folder empty folder, or one that does not exist
 * @returns the path of its program, or the reason why it could not be installed
 */
export function installOfficial(version, folder) {
  const install = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status, error, stderr } = spawnSync('npm', [...install, `appwrite-cli@${version}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 120_000,
  });
  const program = ['index.js', 'dist/index.js', 'dist/cli.cjs', 'dist/cli.js']
    .map((path) => join(folder, 'node_modules', 'appwrite-cli', path))
    .find((path) => existsSync(path));
  if (status === 0 && program) return { program };
  const reason = error?.code ?? /npm error code (\w+)/.exec(stderr)?.[1] ?? `exit ${status}`;
  return { missing: `npm can't install appwrite-cli@${version}: ${reason}` };
}
