/** Files of a backup that are no parts: the project files, the code of functions, secrets. */
import { createHash } from 'node:crypto';
import { lstat, open, readdir, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFailure } from '../../lib/files/target.ts';
import { ownFileName } from '../../project/file/find.ts';
import type { Secrets } from '../snapshot.ts';
import type { CreateOptions } from './create-types.ts';
import { encryptedSecretsName, type OtherEntry, secretsName } from './manifest.ts';
import { hashFile } from './read-file.ts';

export const projectFileName = 'appwrite.json';
/** Folder of the code of functions. */
export const codeFolder = 'functions';

/** Writes a small file for its user only, and to the disk. @param path absolute @throws CliError exit 1 */
export async function writePrivate(path: string, text: string): Promise<void> {
  try {
    await rm(path, { force: true });
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw writeFailure(path, error);
  }
}

/** Writes the file of secrets, if there is to be one. @returns its name */
export async function writeSecrets(
  folder: string,
  secrets: Secrets | undefined,
  kept: CreateOptions['secrets'],
): Promise<string | undefined> {
  if (kept === 'none' || secrets === undefined) return undefined;
  const { encryptSecrets, secretsText } = await import('./secrets.ts');
  const text = secretsText(secrets);
  const name = kept === 'plain' ? secretsName : encryptedSecretsName;
  await writePrivate(
    join(folder, name),
    kept === 'plain' ? text : await encryptSecrets(text, kept.passphrase),
  );
  return name;
}

/** Lists and hashes them. @param secrets name of the file of secrets, if there is one */
export async function listOthers(folder: string, secrets: string | undefined): Promise<OtherEntry[]> {
  const entries: OtherEntry[] = [];
  for (const path of [projectFileName, ownFileName])
    if (await exists(join(folder, path)))
      entries.push({ kind: 'project', path, ...(await hashFile(folder, path)) });
  if (secrets !== undefined)
    entries.push({ kind: 'secrets', path: secrets, ...(await hashFile(folder, secrets)) });
  for await (const { path, isLink } of filesBelow(folder, codeFolder))
    entries.push(
      isLink
        ? { kind: 'link', path, ...(await hashLink(join(folder, path))) }
        : { kind: 'code', path, ...(await hashFile(folder, path)) },
    );
  return entries;
}

async function hashLink(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const target = await readlink(path);
  return { bytes: Buffer.byteLength(target), sha256: createHash('sha256').update(target).digest('hex') };
}

export interface FoundFile {
  /** Relative to the backup, with slashes. */
  readonly path: string;
  readonly isLink: boolean;
  readonly isFile: boolean;
}

/** Yields everything in a folder of a backup and below it, but folders. @param start relative to the backup; empty for all */
export async function* filesBelow(root: string, start: string): AsyncGenerator<FoundFile, void, void> {
  const entries = await readdir(join(root, start), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = start === '' ? entry.name : `${start}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(root, path);
    else yield { path, isLink: entry.isSymbolicLink(), isFile: entry.isFile() };
  }
}

const exists = async (path: string): Promise<boolean> =>
  (await lstat(path).catch(() => undefined)) !== undefined;
