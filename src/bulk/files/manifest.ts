/** Manifests: what a bucket says of files in a folder, so that they keep it when they are uploaded elsewhere. */
import { readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { usageError } from '../../errors.ts';
import { openAtomic } from '../../lib/files/atomic.ts';
import { codeOf, reasonOf } from '../../lib/files/fs-error.ts';
import { visible } from '../../lib/text/visible.ts';
import { listed } from '../../lib/text/words.ts';
import { idForm } from '../../operations/values.ts';
import { manifestName } from '../flags.ts';
import { findFiles, type LocalFile } from './local-files.ts';

/** A file as the server has it. */
export interface ManifestEntry {
  /** Relative to the folder of the manifest, with slashes. */
  readonly path: string;
  readonly id: string;
  /** Name in the bucket, which may be none that a file system takes. */
  readonly name: string;
  readonly permissions: readonly string[];
}

const version = 1;
const maxNamedFiles = 5;

interface Manifest {
  /** ID of the bucket that the files are from. */
  readonly bucket: string;
  readonly files: readonly ManifestEntry[];
}

/**
 * @returns undefined if the folder has none
 * @throws CliError exit 2 for a manifest that can't be read, or holds anything else
 */
async function readManifest(folder: string): Promise<Manifest | undefined> {
  const path = join(folder, manifestName);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw usageError(`can't read ${path}: ${reasonOf(error)}`);
  }
  const body = parse(text);
  if (body?.version !== version || typeof body.bucket !== 'string' || !Array.isArray(body.files))
    throw usageError(
      `${path} is no manifest of files, or one of a later version`,
      'download the files with --manifest into another folder',
    );
  const entries: ManifestEntry[] = [];
  for (const [index, entry] of body.files.entries()) {
    const problem = problemOf(entry);
    if (problem) throw usageError(`${path}, entry ${index + 1}: ${problem}`);
    entries.push(entry);
  }
  for (const member of ['path', 'id'] as const) {
    const seen = new Set<string>();
    for (const entry of entries) {
      if (seen.has(entry[member]))
        throw usageError(`${path} has the ${member} ${visible(entry[member])} more than once`);
      seen.add(entry[member]);
    }
  }
  return { bucket: body.bucket, files: entries };
}

function parse(text: string): Record<'version' | 'bucket' | 'files', unknown> | undefined {
  try {
    const body = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}

function problemOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return 'it is no object';
  const { path, id, name, permissions } = entry as Record<string, unknown>;
  if (typeof path !== 'string' || path === '') return 'it has no path';
  const isWithin = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (!isWithin || path.includes('\\') || path.includes('\0'))
    return `the path ${visible(path)} leads out of the folder`;
  if (typeof id !== 'string' || !idForm.test(id))
    return `${visible(String(id))} is no ID: one has at most 36 letters, digits, dots, hyphens and underscores`;
  if (typeof name !== 'string' || name === '') return 'it has no name';
  const isList = Array.isArray(permissions) && permissions.every((text) => typeof text === 'string');
  return isList ? undefined : 'it has no list of permissions';
}

/**
 * Writes the manifest of a folder, atomically. Entries that are there already stay, unless their path or ID is among the
 * new ones.
 * @throws CliError exit 2 if there is that of another bucket or something else under its name, exit 1 if it can't be
 *   written
 */
export async function writeManifest(
  folder: string,
  bucket: string,
  entries: readonly ManifestEntry[],
): Promise<void> {
  const earlier = (await readManifest(folder)) ?? { bucket, files: [] };
  if (earlier.bucket !== bucket)
    throw usageError(
      `the manifest in ${folder} is of the bucket ${visible(earlier.bucket)}`,
      'choose another folder for this bucket',
    );
  const paths = new Set(entries.map(({ path }) => path));
  const ids = new Set(entries.map(({ id }) => id));
  const kept = earlier.files.filter(({ path, id }) => !paths.has(path) && !ids.has(id));
  const files = [...kept, ...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const file = await openAtomic(join(folder, manifestName), { overwrite: true });
  try {
    await file.write(`${JSON.stringify({ version, bucket, files }, null, 2)}\n`);
    await file.commit();
  } finally {
    await file.discard();
  }
}

export interface ListedFile extends LocalFile {
  readonly entry: ManifestEntry;
}

export interface ListedFiles {
  readonly files: readonly ListedFile[];
  /** Names of files in the folders that no manifest lists, without the manifests. */
  readonly extra: readonly string[];
}

/**
 * Finds the files that the manifests of folders list.
 * @param folders paths as the line gives them
 * @throws CliError exit 2 for a folder without a manifest, a listed file that is not there, and an ID in two folders
 */
export async function listedFiles(folders: readonly string[], cwd: string): Promise<ListedFiles> {
  const files: ListedFile[] = [];
  const extra: string[] = [];
  const owners = new Map<string, string>();
  for (const given of new Set(folders)) {
    const found = await findFiles([given], { cwd, hidden: true });
    const root = resolve(cwd, given);
    const entries = (await readManifest(root))?.files;
    if (!entries)
      throw usageError(
        `${given} has no manifest ${manifestName}`,
        'storage download --manifest writes one; --id path makes IDs of the paths',
      );
    const byPath = new Map(
      found.files.map((file) => [relative(root, file.path).split(sep).join('/'), file] as const),
    );
    const missing = entries.filter(({ path }) => !byPath.has(path)).map(({ path }) => visible(path));
    if (missing.length > 0) throw absent(given, missing, entries.length);
    for (const entry of entries) {
      const owner = owners.get(entry.id);
      if (owner !== undefined) throw usageError(`${owner} and ${given} both list the ID ${entry.id}`);
      files.push({ ...byPath.get(entry.path)!, entry });
      byPath.delete(entry.path);
    }
    for (const { id } of entries) owners.set(id, given);
    byPath.delete(manifestName);
    extra.push(...[...byPath.values()].map(({ name }) => name));
  }
  return { files, extra };
}

function absent(folder: string, missing: readonly string[], total: number) {
  const shown = listed(missing.slice(0, maxNamedFiles), 'and');
  const more = missing.length > maxNamedFiles ? ` and ${missing.length - maxNamedFiles} more` : '';
  return usageError(
    `the manifest of ${folder} lists ${missing.length} of ${total} files that are not there: ${shown}${more}`,
    'storage download --manifest --skip-existing gets the rest; nothing was sent',
  );
}
