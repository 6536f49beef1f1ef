// `npm run test:nodes`: runs the tests of the built program on the oldest supported Node and on the newest release of each
// line; `npm run test:nodes -- test/output` runs others. Node's binaries come from the npm registry. Exits 1 if a test
// fails.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { arch, platform } from 'node:process';
import { fileURLToPath } from 'node:url';

const versions = ['20.19.0', '20', '22', '24'];
const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

/** Installs a version of Node into a folder. @returns the path of its binary */
function fetchNode(version, folder) {
  const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  const install = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', [...install, `${name}@${version}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm could not fetch ${name}@${version}`);
  return join(folder, 'node_modules', name, 'bin', platform === 'win32' ? 'node.exe' : 'node');
}

const tests = process.argv.length > 2 ? process.argv.slice(2) : ['--project', 'process', 'test/contract'];
const folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-nodes-'));
try {
  for (const version of versions) {
    const node = fetchNode(version, join(folder, version));
    const exact = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
    console.log(`\n== Node ${exact}: ${tests.join(' ')}`);
    const PATH = [dirname(node), process.env.PATH].join(delimiter);
    const { status } = spawnSync(node, [vitest, 'run', ...tests], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PATH },
    });
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
