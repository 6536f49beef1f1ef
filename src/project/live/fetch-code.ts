/** Brings the code of functions from their active deployments into folders. */
import { createReadStream, lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isSameLeaf, type Leaf, sha256Of } from '../../functions/pack/tree.ts';
import { extract } from '../../functions/pack/unpack.ts';
import type { Client } from '../../http/types.ts';
import type { LiveCode } from '../model/state.ts';
import { type DeployedCode, fetchDeployedCode } from './code.ts';

/** Code that was downloaded, and how a folder differs from it. */
export interface FetchedCode {
  readonly functionId: string;
  /** Absolute. */
  readonly folder: string;
  /** Paths of the deployment that the folder does not have, sorted. */
  readonly added: readonly string[];
  /** Paths that hold something else in the folder, sorted. */
  readonly changed: readonly string[];
  /** Writes the files above. Others stay. @throws CliError exit 1 */
  write(): Promise<void>;
  /** Deletes the download. */
  discard(): void;
}

/**
 * Downloads the active deployment of a function, and compares a folder with it. Writes nothing there yet.
 * @param folder absolute; need not exist
 * @throws CliError exit 1 if the archive can't be unpacked safely; HttpError if the download fails
 */
export async function fetchCode(live: LiveCode, folder: string, client: Client): Promise<FetchedCode> {
  const deployed = await fetchDeployedCode(live, client);
  try {
    const { added, changed } = await differences(deployed, folder);
    return {
      functionId: live.functionId,
      folder,
      added,
      changed,
      write: () => extract(deployed.archive, folder, new Set([...added, ...changed])),
      discard: deployed.discard,
    };
  } catch (error) {
    deployed.discard();
    throw error;
  }
}

async function differences({ archive }: DeployedCode, folder: string) {
  const [added, changed]: [string[], string[]] = [[], []];
  for (const [path, leaf] of archive.tree) {
    const local = await leafAt(join(folder, path));
    if (local === undefined) added.push(path);
    else if (local === 'other' || !isSameLeaf(local, leaf)) changed.push(path);
  }
  return { added: added.sort(), changed: changed.sort() };
}

/** @returns `other` for what is neither a file nor a link */
async function leafAt(path: string): Promise<Leaf | 'other' | undefined> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if (found.isSymbolicLink()) return { kind: 'link', target: readlinkSync(path) };
  if (!found.isFile()) return 'other';
  return { kind: 'file', sha256: await sha256Of(createReadStream(path)), executable: false };
}
