// `npm run packaging -- --releases URL --homepage URL`: makes build/release of the executables in build/standalone: an archive of
// each platform, checksums.txt, and the files of packaging/ with the hashes of the archives and the address below which
// a folder v0.1.0 has them. `npm run packaging -- --check` compares the versions in packaging/ with package.json.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { platforms } from './standalone/node-binary.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
/** Files with versions, addresses or hashes. */
const templates = [
  'homebrew/appwrite-cli.rb',
  'scoop/appwrite-cli.json',
  'docker/Dockerfile',
  'action/action.yml',
];
/** Places where a file of packaging/ has the version of the program. */
const versionPlaces =
  /appwrite-cli-(\d+\.\d+\.\d+[\w.-]*?)-(?:darwin|linux|win)|\/v(\d+\.\d+\.\d+[^/]*)\/|\bversion"?[=:]? ?"(\d[^"]*)"|Version to install\n +default: (\S+)/g;

/** @throws Error that names the files whose version is stale */
function checkVersions() {
  const stale = templates.filter((path) => {
    const found = [...readFileSync(join('packaging', path), 'utf8').matchAll(versionPlaces)];
    const versions = found.map((match) => match.slice(1).find((text) => text !== undefined));
    return versions.length === 0 || versions.some((other) => other !== version);
  });
  if (stale.length > 0) throw new Error(`the version in packaging/ is not ${version}: ${stale.join(', ')}`);
}

/** Files of an archive, by their paths in it. */
function filesOf(platform) {
  const folder = join('build/standalone', platform);
  const program = platform.startsWith('win') ? 'appwrite-cli.exe' : 'appwrite-cli';
  if (platform.startsWith('darwin') && !isSigned(join(folder, program)))
    throw new Error(
      `${join(folder, program)} is not signed, so macOS would not start it: on a Mac, run codesign --sign - on it`,
    );
  return [
    { path: join(folder, program), name: program },
    ...['LICENSE', 'THIRD_PARTY_LICENSES'].map((name) => ({ path: join(folder, name), name })),
    { path: 'man/appwrite-cli.1', name: 'appwrite-cli.1' },
    ...readdirSync('completions').map((name) => ({
      path: join('completions', name),
      name: `completions/${name}`,
    })),
  ];
}

/** True if an executable of macOS has a signature, of any kind: a load command of type LC_CODE_SIGNATURE. */
function isSigned(path) {
  const bytes = readFileSync(path);
  const commands = bytes.readUInt32LE(16);
  for (let at = 32, count = 0; count < commands; count++, at += bytes.readUInt32LE(at + 4))
    if (bytes.readUInt32LE(at) === 0x1d) return true;
  return false;
}

/** Packs files, the same bytes for the same files. */
async function pack(files) {
  const entries = files.map(({ path, name }) => {
    const body = readFileSync(path);
    const mode = statSync(path).mode & 0o100 ? 0o755 : 0o644;
    return { header: { name, size: body.length, mode, mtime: new Date(0), uid: 0, gid: 0 }, body };
  });
  return gzipSync(await packTar(entries), { level: 9 });
}

async function release({ releases, homepage }) {
  const built = platforms.filter((platform) => existsSync(join('build/standalone', platform)));
  const missing = platforms.filter((platform) => !built.includes(platform));
  if (missing.length > 0)
    throw new Error(
      `build/standalone has no ${missing.join(', ')}: npm run standalone -- --platform ${missing[0]}`,
    );
  const target = 'build/release';
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const hashes = new Map();
  for (const platform of built) {
    const archive = await pack(filesOf(platform));
    writeFileSync(join(target, `appwrite-cli-${version}-${platform}.tar.gz`), archive);
    hashes.set(platform, createHash('sha256').update(archive).digest('hex'));
  }
  const lines = [...hashes].map(([platform, hash]) => `${hash}  appwrite-cli-${version}-${platform}.tar.gz`);
  writeFileSync(join(target, 'checksums.txt'), `${lines.join('\n')}\n`);
  cpSync('packaging', join(target, 'packaging'), { recursive: true });
  for (const path of templates) {
    const text = readFileSync(join('packaging', path), 'utf8');
    writeFileSync(join(target, 'packaging', path), fill(text, { releases, homepage, hashes, lines }));
  }
  console.log(`Wrote ${target}: ${built.join(', ')}.`);
}

function fill(text, { releases, homepage, hashes, lines }) {
  return text
    .replaceAll('{{releases}}', releases)
    .replaceAll('{{homepage}}', homepage)
    .replaceAll(/\{\{sha256 ([\w-]+)\}\}/g, (_, platform) => hashes.get(platform))
    .replace("'{{checksums}}'", () => ['|', ...lines.map((line) => `      ${line}`)].join('\n'));
}

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, releases: { type: 'string' }, homepage: { type: 'string' } },
});
try {
  checkVersions();
  if (!values.check) {
    const { releases = '', homepage = '' } = values;
    for (const [name, url] of Object.entries({ releases, homepage }))
      if (!/^https:\/\/[\w./-]+$/.test(url))
        throw new Error(`--${name} is missing: an address that begins with https://`);
    await release({ releases: releases.replace(/\/$/, ''), homepage });
  }
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
