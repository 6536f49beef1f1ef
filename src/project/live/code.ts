/** Compares the code of functions with their active deployments, and fetches it. */
import { lstatSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultApiVersion } from '../../api/versions.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { createArchive } from '../../functions/pack/archive.ts';
import { type Contents, listContents, wordsOfFunction } from '../../functions/pack/contents.ts';
import { Rules } from '../../functions/pack/rules.ts';
import { differingPaths, type Tree, treeOf, treeSha256 } from '../../functions/pack/tree.ts';
import { type Archive, openArchive } from '../../functions/pack/unpack.ts';
import { downloadToFile } from '../../http/download.ts';
import { HttpError } from '../../http/failure.ts';
import type { Client } from '../../http/types.ts';
import { buildRequest } from '../../operations/request.ts';
import type { CodeComparison } from '../diff/difference.ts';
import { catalogued } from '../model/catalogue.ts';
import type { DesiredCode, LiveCode } from '../model/state.ts';

/** Archives that are larger are downloaded only if the size says that they may be the same. */
const maxComparedBytes = 30 * 1024 * 1024;

/** Folder of the code of a function. */
export type CodeFolder = Omit<DesiredCode, 'place'>;

/** The files of a function as they would be packed. */
export interface LocalCode {
  readonly contents: Contents;
  readonly tree: Tree;
  /** Hash of the tree, in hex. */
  readonly contentSha256: string;
}

/**
 * Lists and hashes the code of a function.
 * @throws CliError exit 2 if the folder does not exist, or has something that can't be packed
 */
export async function readLocalCode({ functionId, folder, ignore }: CodeFolder): Promise<LocalCode> {
  const contents = await listContents(folder, ignore, wordsOfFunction(functionId));
  const tree = await treeOf(contents);
  return { contents, tree, contentSha256: treeSha256(tree) };
}

/**
 * Compares the files of a function with those of its active deployment, by their content: another tool packs the same
 * files differently.
 * @throws CliError as {@link readLocalCode}; HttpError if the download fails for another reason than a refusal
 */
export async function compareCode(
  desired: CodeFolder,
  live: LiveCode | undefined,
  client: Client,
): Promise<CodeComparison> {
  const local = await readLocalCode(desired);
  const { contentSha256 } = local;
  // The official CLI makes an empty folder when it pulls a function without code.
  if (local.tree.size === 0) return { kind: 'unknown', reason: 'its folder has no files', contentSha256 };
  if (live === undefined) return { kind: 'no-deployment', contentSha256 };
  if (live.sizeBytes > maxComparedBytes && (await packedSize(local.contents)) !== live.sizeBytes)
    return { kind: 'differs', files: undefined, contentSha256 };
  try {
    const { archive, discard } = await fetchDeployedCode(live, client);
    discard();
    const files = differingPaths(local.tree, withoutIgnored(archive.tree, desired, local));
    return files.length === 0 ? { kind: 'same', contentSha256 } : { kind: 'differs', files, contentSha256 };
  } catch (error) {
    if (!(error instanceof CliError) || !isRefusal(error)) throw error;
    return { kind: 'unknown', reason: error.message, contentSha256 };
  }
}

/** True if asking again would not help: the server refuses the download, or the archive can't be unpacked. */
function isRefusal(error: CliError): boolean {
  if (error instanceof HttpError) return [400, 401, 403, 404].some((status) => status === error.status);
  return error.exitCode === ExitCode.failure;
}

/** A deployment that was downloaded to a temporary folder. */
export interface DeployedCode {
  readonly archive: Archive;
  /** Deletes the download. */
  discard(): void;
}

/**
 * Downloads the active deployment of a function.
 * @throws CliError exit 1 if its archive can't be unpacked safely; HttpError if the download fails
 */
export async function fetchDeployedCode(
  { functionId, deploymentId }: LiveCode,
  client: Client,
): Promise<DeployedCode> {
  const { apiVersion = defaultApiVersion } = client.connection;
  const operation = catalogued({ group: 'functions', command: 'download-deployment' }, apiVersion);
  const folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-'));
  const discard = () => rmSync(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'code.tar.gz');
    const request = buildRequest(operation, { functionId, deploymentId });
    await downloadToFile(client, request, { path }, { overwrite: false });
    return { archive: await openArchive(path), discard };
  } catch (error) {
    discard();
    throw error;
  }
}

/**
 * Leaves out files that would not be packed: another tool packs some of them, such as node_modules.
 */
function withoutIgnored(deployed: Tree, { folder, ignore }: CodeFolder, { tree }: LocalCode): Tree {
  const rules = new Rules(ignore).within('', textOf(join(folder, '.gitignore')));
  const isIgnored = (path: string) =>
    !tree.has(path) &&
    (rules.excludes(path) || lstatSync(join(folder, path), { throwIfNoEntry: false })?.isFile() === true);
  return new Map([...deployed].filter(([path]) => !isIgnored(path)));
}

function textOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : '';
}

async function packedSize(contents: Contents): Promise<number> {
  let size = 0;
  for await (const part of createArchive(contents)) size += (part as Uint8Array).length;
  return size;
}
