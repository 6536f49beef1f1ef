// The licences of the bundled packages. The bundle is a copy of these packages, and most of their licences have to be
// included in every copy.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Finds the packages of bundled modules.
 * @param modules paths of modules, absolute or relative to the working directory
 * @returns `{ name, version, license, author, texts }` of each, ordered by name. `license` is the short name that
 *   package.json gives, and `texts` are its licence files
 * @throws Error if a package has no licence
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

/** The folder of the innermost package that holds a module, or undefined for a module of src. */
function packageFolder(module) {
  return /^(?:.*[\\/])?node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(module)?.[0];
}

function licenseTexts(folder) {
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice)\b/i.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim());
}

/** The contents of THIRD_PARTY_LICENSES. */
export function licensesText(packages) {
  const sections = packages.map(({ name, version, license, author, texts }) => {
    const head = [`${name} ${version}`, license, author && `by ${author}`].filter(Boolean).join('\n');
    return [head, ...texts].join('\n\n');
  });
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  return `${['appwrite-cli is bundled with these packages.', ...sections].join(line)}\n`;
}
