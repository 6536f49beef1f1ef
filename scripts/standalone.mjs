// `npm run standalone`: makes build/standalone/appwrite-cli, one executable that needs no Node, of the Node that runs this.
// `npm run standalone -- --platform linux-arm64` makes build/standalone/linux-arm64/appwrite-cli, of a Node that comes from
// the npm registry. Beside it are the licences that have to go with it.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execPath, platform, version as thisVersion } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isBuilt } from './build-record.mjs';
import { assetsIn, writeAssets } from './standalone/assets.mjs';
import { fetchNode, platforms, readIfThere, thisPlatform, versionFor } from './standalone/node-binary.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

/** Runs a command, whose output is shown only if it fails. */
function run(command, args, options = {}) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (status === 0) return;
  throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? `${stdout}${stderr}`}`);
}

/** Variables of the developer would change what is compiled, or which server is asked. */
function cleanEnvironment(home) {
  const { PATH, SystemRoot } = process.env;
  return { PATH, HOME: home, USERPROFILE: home, ...(SystemRoot && { SystemRoot }) };
}

/** Licence of the Node that runs this, from where its distributions have it. */
function ownNodeLicense() {
  const prefix = dirname(dirname(execPath));
  return ['LICENSE', 'share/doc/node/LICENSE', 'share/doc/nodejs/LICENSE', 'share/doc/nodejs/copyright']
    .map((name) => readIfThere(join(prefix, name)))
    .find((text) => text !== undefined);
}

/**
 * Chooses the Node that goes into the executable.
 * @returns `bin`, its path; `maker`, the path of a Node of the same version that runs here, since the format of what is
 *   put into it belongs to a version; `license`
 */
function chooseNode(name, folder) {
  if (name === undefined)
    return { bin: execPath, maker: execPath, license: ownNodeLicense(), version: thisVersion.slice(1) };
  const version = versionFor(name);
  const { bin, license } = fetchNode(name, version, folder);
  if (name === thisPlatform) return { bin, maker: bin, license, version };
  const isThisVersion = version === thisVersion.slice(1);
  if (isThisVersion && license !== undefined) return { bin, maker: execPath, license, version };
  const here = fetchNode(thisPlatform, version, folder);
  return { bin, maker: isThisVersion ? execPath : here.bin, license: license ?? here.license, version };
}

/** Without the names of its functions Node's binary is an eighth smaller. They are of use only to a debugger. */
function stripSymbols(path) {
  if (platform !== 'linux') return;
  const { error } = spawnSync('strip', ['--strip-all', path], { stdio: 'ignore' });
  if (error) console.warn('strip is not installed (binutils): the executable is larger than it has to be');
}

function makeExecutable({ bin, maker, isSigned }, isForThisMachine, folder, target) {
  const assets = join(folder, 'assets');
  mkdirSync(assets);
  writeAssets('dist', assets);
  if (isForThisMachine) {
    const train = [maker, 'scripts/standalone/train.cjs', assets];
    const home = join(folder, 'home');
    mkdirSync(home);
    run(execPath, ['bin/appwrite-cli.js', 'sandbox', 'run', '--seed', '--quiet', '--', ...train], {
      env: cleanEnvironment(home),
    });
  }
  const blob = join(folder, 'blob');
  const config = {
    main: join(assets, 'main.cjs'),
    output: blob,
    disableExperimentalSEAWarning: true,
    useCodeCache: isForThisMachine,
    assets: assetsIn(assets),
  };
  writeFileSync(join(folder, 'sea.json'), JSON.stringify(config));
  run(maker, ['--experimental-sea-config', join(folder, 'sea.json')], { env: cleanEnvironment(folder) });

  const draft = `${target}.${process.pid}.tmp`;
  copyFileSync(bin, draft);
  chmodSync(draft, 0o755);
  if (isForThisMachine) stripSymbols(draft);
  // The signature of Node is no longer true of the file. macOS starts none without a signature, if only an unnamed one.
  if (isSigned) run('codesign', ['--remove-signature', draft]);
  inject(draft, blob);
  if (isSigned) run('codesign', ['--sign', '-', draft]);
  renameSync(draft, target);
}

/** Puts the blob where Node looks for it, and sets the flag in the binary that makes it look. */
function inject(path, blob) {
  const postject = join(dirname(fileURLToPath(import.meta.resolve('postject'))), 'cli.js');
  const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
  const args = [path, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', fuse, '--macho-segment-name', 'NODE_SEA'];
  run(execPath, [postject, ...args]);
}

/** @throws Error if the executable does not start, or if V8 refuses the code that was compiled for it */
function check(path, home) {
  const probe = join(home, 'probe.cjs');
  writeFileSync(probe, probeText);
  const env = { ...cleanEnvironment(home), NODE_OPTIONS: `--require ${JSON.stringify(probe)}` };
  const { status, stdout, stderr } = spawnSync(path, ['--help'], { env, encoding: 'utf8' });
  if (status !== 0 || !stdout.startsWith('appwrite-cli'))
    throw new Error(`${path} does not start: ${stderr}`);
  const compiled = JSON.parse(stderr);
  const refused = compiled.filter(([, isRefused]) => isRefused !== false);
  if (compiled.length === 0 || refused.length > 0)
    throw new Error(
      `${path} does not use the compiled code of ${refused.map(([name]) => name).join(', ') || 'any file'}`,
    );
}

/** Reports which compiled code V8 has taken. */
const probeText = `const vm = require('node:vm');
const seen = [];
vm.Script = class extends vm.Script {
  constructor(text, options) {
    super(text, options);
    seen.push([options.filename, this.cachedDataRejected]);
  }
};
process.on('exit', () => require('node:fs').writeSync(2, JSON.stringify(seen)));
`;

async function main() {
  const { values } = parseArgs({ options: { platform: { type: 'string' } } });
  const name = values.platform;
  if (name !== undefined && !platforms.includes(name)) {
    console.error(`error: --platform takes ${platforms.join(', ')}, not "${name}"`);
    process.exit(2);
  }
  if (!isBuilt()) run(execPath, ['scripts/build.mjs']);
  const folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-standalone-'));
  try {
    const node = chooseNode(name, folder);
    const target = join('build', 'standalone', name ?? '');
    const isWindows = (name ?? thisPlatform).startsWith('win');
    mkdirSync(target, { recursive: true });
    const path = join(target, isWindows ? 'appwrite-cli.exe' : 'appwrite-cli');
    const isForThisMachine = name === undefined || name === thisPlatform;
    const isForMac = (name ?? thisPlatform).startsWith('darwin');
    const isSigned = isForMac && platform === 'darwin';
    makeExecutable({ ...node, isSigned }, isForThisMachine, folder, path);
    if (isForThisMachine) check(path, folder);
    writeLicenses(target, node.license);
    const size = (statSync(path).size / 1e6).toFixed(0);
    console.log(`Wrote ${path}, ${size} MB, with Node ${node.version}.`);
    if (isForMac && !isSigned)
      console.log('macOS runs it once it is signed there: codesign --sign - appwrite-cli');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeLicenses(target, ofNode) {
  copyFileSync('LICENSE', join(target, 'LICENSE'));
  const packages = readFileSync('dist/THIRD_PARTY_LICENSES', 'utf8');
  if (ofNode === undefined)
    console.warn('Node has no licence file here: add it before you pass the executable on.');
  const node = ofNode === undefined ? '' : `\n${'='.repeat(80)}\nNode.js\n\n${ofNode}`;
  writeFileSync(join(target, 'THIRD_PARTY_LICENSES'), `${packages.trimEnd()}\n${node}`);
}

await main();
