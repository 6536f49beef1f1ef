/** Reads archives of function code. They come from a server: nothing in them is trusted. */
import { createReadStream } from 'node:fs';
import { chmod, lstat, mkdir, realpath, rm, symlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { createTarDecoder, type ParsedTarEntry, type TarHeader } from 'modern-tar';
import { CliError, ExitCode } from '../../errors.ts';
import { openAtomic } from '../../lib/files/atomic.ts';
import { makeFolders } from '../../lib/files/folders.ts';
import { codeOf, reasonOf } from '../../lib/files/fs-error.ts';
import { shownName } from '../../lib/files/names.ts';
import { type Leaf, sha256Of, type Tree } from './tree.ts';

/** Larger archives are not unpacked. */
const maxUnpackedBytes = 1024 ** 3;

/** Files of an archive. */
export interface Archive {
  /** Absolute path of the tar.gz. */
  readonly path: string;
  readonly tree: Tree;
}

/**
 * Reads an archive to its end, without storing anything.
 * @param path absolute
 * @throws CliError exit 1 if it is damaged or too large, or if anything in it would end up outside of a folder
 */
export async function openArchive(path: string): Promise<Archive> {
  const tree = new Map<string, Leaf>();
  let unpacked = 0;
  for await (const { header, body } of entriesOf(path)) {
    const name = safePath(header.name);
    const leaf = name === '' ? undefined : await leafOf(name, header, counted(body), tree);
    if (leaf) tree.set(name, leaf);
  }
  for (const name of tree.keys()) refuseBelowLinks(name, tree);
  return { path, tree };

  async function* counted(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const part of body) {
      unpacked += part.length;
      if (unpacked > maxUnpackedBytes) throw refused(`it holds more than ${maxUnpackedBytes} bytes`);
      yield part;
    }
  }
}

/**
 * Writes files of an archive into a folder, each of them atomically. What else is in the folder stays.
 * @param folder absolute; created if absent
 * @param paths of the archive's tree
 * @throws CliError exit 1 if a file can't be written, or if a link in the folder leads out of it
 */
export async function extract(archive: Archive, folder: string, paths: ReadonlySet<string>): Promise<void> {
  makeFolders(folder);
  const root = await realpath(folder);
  const written = new Set<string>();
  for await (const { header, body } of entriesOf(archive.path)) {
    const path = safePath(header.name);
    const leaf = archive.tree.get(path);
    if (!paths.has(path) || leaf === undefined || written.has(path)) continue;
    const content =
      header.type === 'link' ? createReadStream(join(root, safePath(header.linkname ?? ''))) : body;
    await writeLeaf(root, path, leaf, content);
    written.add(path);
  }
}

async function writeLeaf(
  root: string,
  path: string,
  leaf: Leaf,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  const target = join(root, path);
  try {
    await makeParents(root, path);
    const existing = await lstat(target).catch(() => undefined);
    if (existing?.isDirectory()) throw refused(`${shownName(path)} is a folder here`);
    if (existing?.isSymbolicLink()) await rm(target);
    if (leaf.kind === 'link') await replaceByLink(target, leaf.target);
    else await writeFile(target, content, leaf.executable);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw refused(`${shownName(path)} can't be written: ${reasonOf(error)}`);
  }
}

async function writeFile(
  target: string,
  content: AsyncIterable<Uint8Array>,
  executable: boolean,
): Promise<void> {
  const file = await openAtomic(target, { overwrite: true });
  try {
    for await (const part of content) await file.write(part);
    await file.commit();
  } finally {
    await file.discard();
  }
  if (executable) await chmod(target, 0o755);
}

async function replaceByLink(target: string, destination: string): Promise<void> {
  await rm(target, { force: true });
  await symlink(destination, target);
}

/** A link among the folders could lead anywhere. */
async function makeParents(root: string, path: string): Promise<void> {
  const parts = path.split('/').slice(0, -1);
  for (const [at, part] of parts.entries()) {
    const folder = join(root, ...parts.slice(0, at), part);
    const existing = await lstat(folder).catch(() => undefined);
    if (existing === undefined) await mkdir(folder);
    else if (!existing.isDirectory())
      throw refused(
        `${shownName(parts.slice(0, at + 1).join('/'))} is a ${existing.isSymbolicLink() ? 'link' : 'file'} here`,
      );
  }
}

/** Reads the entries in order. The body of each has to be read, or left, before the next. */
async function* entriesOf(path: string): AsyncGenerator<ParsedTarEntry> {
  const tar = createGunzip();
  pipeline(createReadStream(path), tar, () => {});
  const decoder = createTarDecoder({ strict: true });
  const entries = (Readable.toWeb(tar) as ReadableStream<Uint8Array>).pipeThrough(decoder);
  try {
    yield* entries;
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw refused(error instanceof Error ? error.message : String(error));
  }
}

/** @returns undefined for a folder: those that hold files follow from their paths */
async function leafOf(
  path: string,
  { type = 'file', mode = 0, linkname = '' }: TarHeader,
  body: AsyncIterable<Uint8Array>,
  before: Tree,
): Promise<Leaf | undefined> {
  switch (type) {
    case 'directory':
      return undefined;
    case 'file':
      return { kind: 'file', sha256: await sha256Of(body), executable: (mode & 0o111) !== 0 };
    case 'symlink':
      return { kind: 'link', target: safeLink(path, linkname) };
    case 'link': {
      // A second name of a file that precedes it.
      const original = before.get(safePath(linkname));
      if (original?.kind !== 'file') throw refused(`${shownName(path)} stands for a file that is not in it`);
      return original;
    }
    default:
      throw refused(`${shownName(path)} is neither a file nor a folder`);
  }
}

/**
 * Returns the path of an entry without `./`; empty for the folder itself.
 * @throws CliError exit 1 for a path that leads out of the folder, also on another system
 */
function safePath(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const isSafe = !name.startsWith('/') && !/[\\\0]|^[A-Za-z]:/.test(name) && !parts.includes('..');
  if (!isSafe) throw refused(`${shownName(name)} leads out of the folder`);
  return parts.join('/');
}

function safeLink(path: string, target: string): string {
  const end = posix.normalize(posix.join(posix.dirname(path), target));
  const isSafe = !/^\/|\\|\0|^[A-Za-z]:/.test(target) && end !== '..' && !end.startsWith('../');
  if (!isSafe) throw refused(`the link ${shownName(path)} leads out of the folder`);
  return target;
}

/** Content below a link would be written to the place that it leads to. */
function refuseBelowLinks(path: string, tree: Tree): void {
  for (let parent = posix.dirname(path); parent !== '.'; parent = posix.dirname(parent))
    if (tree.get(parent)?.kind === 'link') throw refused(`${shownName(path)} is below a link`);
}

const refused = (reason: string) =>
  new CliError(ExitCode.failure, `the code can't be unpacked: ${reason}`, {
    hint: 'appwrite-cli functions download-deployment stores the archive as it is',
  });
