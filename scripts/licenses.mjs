// The licences of what the bundle holds: whoever copies the bundle copies these packages, and their licences ask to be
// copied with them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param modules paths of the modules in the bundle
 * @returns the packages among them in the order of their names: `{ name, version, license, author, texts }`, where `license` is its short
 *   name, if the package says it, and `texts` are the licence's own
 * @throws Error for a package without any licence
 */
export function bundledPackages(modules) {
  const folders = new Set(modules.flatMap((module) => packageFolder(module) ?? []));
  const packages = new Map();
  for (const folder of folders) {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const texts = licenseTexts(folder);
    if (!license && texts.length === 0) throw new Error(`${name} has no licence`);
    packages.set(`${name} ${version}`, { name, version, license, author: author?.name ?? author, texts });
  }
  return [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
}

/** The innermost package that a module lies in, or undefined for a module of our own. */
function packageFolder(module) {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(module)?.[0];
}

/** The texts in the package that say what its licence asks for. */
function licenseTexts(folder) {
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice)\b/i.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim());
}

/** What THIRD_PARTY_LICENSES says. */
export function licensesText(packages) {
  const sections = packages.map(({ name, version, license, author, texts }) => {
    const head = [`${name} ${version}`, license, author && `by ${author}`].filter(Boolean).join('\n');
    return [head, ...texts].join('\n\n');
  });
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return `${['appwrite-cli is bundled with these packages.', ...sections].join(line)}\n`;
}
