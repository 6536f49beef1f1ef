/** Checks a backup without its server: everything that is wrong, with path and line. */
import { lstat, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../../errors.ts';
import { checkJson } from '../../lib/json/format.ts';
import { kindOf, members, plainText } from '../../lib/json/slices.ts';
import { idForm } from '../../operations/values.ts';
import { bytesFolderOf, bytesPathOf, shownPart } from '../parts.ts';
import {
  encryptedSecretsName,
  type FileEntry,
  manifestName,
  type PartEntry,
  secretsName,
} from './manifest.ts';
import type { FolderSnapshot } from './open.ts';
import { filesBelow, projectFileName } from './others.ts';
import { isLinkInside } from './paths.ts';
import { outlineOf, type ProjectOutline } from './project-outline.ts';
import { hashEntry, hashFile, openFile, readLinesOf, readText } from './read-file.ts';
import { References } from './references.ts';

export interface Finding {
  /** Relative to the backup, with slashes. */
  readonly path: string;
  /** Counted from 1; undefined if it is about the whole file. */
  readonly line: number | undefined;
  readonly problem: string;
}

/** Findings of one file beyond this number are counted only. */
const maxFindingsOfFile = 20;

export interface VerifyOptions {
  /** Called with the number of bytes that were read so far. */
  readonly onProgress: (bytes: number) => void;
  /** True if others can't look into the folder: an archive has no modes to check. */
  readonly checksModes: boolean;
}

/** Returns everything that is wrong with a backup; nothing: it is whole. */
export async function verifyBackup(backup: FolderSnapshot, options: VerifyOptions): Promise<Finding[]> {
  return new Verification(backup, options).run();
}

class Verification {
  readonly #backup: FolderSnapshot;
  readonly #options: VerifyOptions;
  readonly #findings: Finding[] = [];
  readonly #countOf = new Map<string, number>();
  /** Paths of the manifest; those of the bytes of buckets are in their lines. */
  readonly #known = new Set<string>([manifestName]);
  #bytes = 0;

  constructor(backup: FolderSnapshot, options: VerifyOptions) {
    this.#backup = backup;
    this.#options = options;
  }

  async run(): Promise<Finding[]> {
    const { folder, manifest } = this.#backup;
    for (const entry of manifest.others) {
      this.#known.add(entry.path);
      await this.#checkContent(entry, () => hashEntry(folder, entry));
      if (entry.kind === 'link') await this.#checkLink(entry.path);
    }
    const project = this.#project();
    for (const entry of manifest.parts) {
      this.#known.add(entry.path);
      await this.#checkContent(entry, () => hashFile(folder, entry.path));
      await this.#checkLines(entry);
      if (project?.contains(entry.part) === false)
        this.#add(
          entry.path,
          undefined,
          `appwrite.json does not describe the container of the ${shownPart(entry.part)}`,
        );
    }
    if (project) await this.#checkReferences(project);
    await this.#checkSecrets();
    await this.#findUnknown();
    if (this.#options.checksModes) await this.#checkModes();
    return this.#all();
  }

  #add(path: string, line: number | undefined, problem: string): void {
    const count = (this.#countOf.get(path) ?? 0) + 1;
    this.#countOf.set(path, count);
    if (count <= maxFindingsOfFile) this.#findings.push({ path, line, problem });
  }

  #all(): Finding[] {
    for (const [path, count] of this.#countOf)
      if (count > maxFindingsOfFile)
        this.#findings.push({ path, line: undefined, problem: `${count - maxFindingsOfFile} more findings` });
    const order = (a: Finding, b: Finding) =>
      a.path === b.path ? (a.line ?? 0) - (b.line ?? 0) : a.path < b.path ? -1 : 1;
    return this.#findings.toSorted(order);
  }

  async #attempt(path: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      this.#add(path, undefined, error.message.replace(`${path} of the backup `, 'it '));
    }
  }

  async #checkContent(
    { path, bytes, sha256 }: FileEntry,
    hash: () => Promise<{ readonly bytes: number; readonly sha256: string }>,
  ): Promise<void> {
    await this.#attempt(path, async () => {
      const found = await hash();
      this.#progress(found.bytes);
      if (found.bytes !== bytes) this.#add(path, undefined, `it has ${found.bytes} bytes, not ${bytes}`);
      else if (found.sha256 !== sha256)
        this.#add(path, undefined, 'its content has changed: the hash is another one');
    });
  }

  #progress(bytes: number): void {
    this.#bytes += bytes;
    this.#options.onProgress(this.#bytes);
  }

  async #checkLink(path: string): Promise<void> {
    const target = await readlink(join(this.#backup.folder, path)).catch(() => '');
    if (target !== '' && !isLinkInside(path, target))
      this.#add(path, undefined, 'the link leads out of the backup');
  }

  #project(): ProjectOutline | undefined {
    try {
      const project = outlineOf(this.#backup.folder);
      for (const problem of project.problems) this.#add(projectFileName, undefined, problem);
      return project;
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      // Of a file that is missing or has changed, that is reported already.
      if (!this.#countOf.has(projectFileName)) this.#add(projectFileName, undefined, error.message);
      return undefined;
    }
  }

  async #checkLines({ path, part, count }: PartEntry): Promise<void> {
    const { folder } = this.#backup;
    let line = 0;
    let last: string | undefined;
    await this.#attempt(path, async () => {
      for await (const text of readLinesOf(folder, path)) {
        line++;
        const item = itemOf(text, part.kind === 'files' ? 'ID of a file' : '$id');
        if (typeof item === 'string') {
          this.#add(path, line, item);
          continue;
        }
        const id = plainText(item.get('$id')!);
        if (last !== undefined && id === last) this.#add(path, line, `the ID ${id} is there twice`);
        else if (last !== undefined && id < last)
          this.#add(path, line, `the ID ${id} is out of order, or there twice`);
        last = id;
        if (part.kind === 'files') await this.#checkBytes(path, line, id, item);
      }
      if (line !== count) this.#add(path, undefined, `it has ${line} lines, not ${count}`);
      await this.#checkEnd(path);
    });
  }

  async #checkEnd(path: string): Promise<void> {
    const handle = await openFile(this.#backup.folder, path);
    try {
      const { size } = await handle.stat();
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
      if (size > 0 && buffer[0] !== 0x0a) this.#add(path, undefined, 'its last line is cut off');
    } finally {
      await handle.close();
    }
  }

  async #checkBytes(
    linesPath: string,
    line: number,
    id: string,
    item: ReadonlyMap<string, string>,
  ): Promise<void> {
    const path = bytesPathOf(linesPath, id);
    const size = item.get('sizeOriginal');
    const sha256 = plainText(item.get('sha256') ?? '""');
    if (sha256 === '') return this.#add(linesPath, line, `the file ${id} has no "sha256"`);
    try {
      const found = await hashFile(this.#backup.folder, path);
      this.#progress(found.bytes);
      if (`${found.bytes}` !== size)
        this.#add(path, undefined, `it has ${found.bytes} bytes, not ${size}, as ${linesPath}:${line} says`);
      else if (found.sha256 !== sha256)
        this.#add(
          path,
          undefined,
          `its content has changed: the hash is another one than in ${linesPath}:${line}`,
        );
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      this.#add(linesPath, line, `the bytes of the file ${id} are missing: ${error.message}`);
    }
  }

  async #checkReferences(project: ProjectOutline): Promise<void> {
    const { folder, manifest } = this.#backup;
    const references = new References(folder, manifest.parts, project);
    // References that led nowhere on the server are no damage.
    const known = new Map(manifest.unresolved.map(({ path, count }) => [path, count]));
    for (const entry of manifest.parts) {
      const found: Finding[] = [];
      let count = 0;
      await this.#attempt(entry.path, async () => {
        for await (const { path, line, id, problem } of references.danglingOf(entry)) {
          count++;
          if (found.length < maxFindingsOfFile) found.push({ path, line, problem: `${id}: ${problem}` });
        }
      });
      if (count > (known.get(entry.path) ?? 0))
        for (const { path, line, problem } of found) this.#add(path, line, problem);
    }
  }

  async #checkSecrets(): Promise<void> {
    const { folder, manifest } = this.#backup;
    if (manifest.secrets === 'none') return;
    const name = manifest.secrets === 'plain' ? secretsName : encryptedSecretsName;
    if (!this.#known.has(name)) this.#add(name, undefined, 'the manifest does not list it');
    await this.#attempt(name, async () => {
      const text = await readText(folder, name);
      if (typeof itemOf(text, 'none') === 'string') this.#add(name, undefined, 'it is not a JSON object');
    });
  }

  /** Every file has to be known to the manifest, or to the lines of its bucket. */
  async #findUnknown(): Promise<void> {
    const { folder, manifest } = this.#backup;
    const buckets = new Map(
      manifest.parts.flatMap(({ part, path }) =>
        part.kind === 'files' ? [[bytesFolderOf(path), path] as const] : [],
      ),
    );
    for await (const { path } of filesBelow(folder, ''))
      if (!this.#known.has(path) && !buckets.has(path.slice(0, path.lastIndexOf('/'))))
        this.#add(path, undefined, 'the manifest does not know it');
    for (const [bucketFolder, linesPath] of buckets) {
      const wanted = new Set<string>();
      await this.#attempt(linesPath, async () => {
        for await (const text of readLinesOf(folder, linesPath)) {
          const item = itemOf(text, 'ID of a file');
          if (typeof item !== 'string') wanted.add(bytesPathOf(linesPath, plainText(item.get('$id')!)));
        }
      });
      for await (const { path } of filesBelow(folder, bucketFolder))
        if (!wanted.has(path)) this.#add(path, undefined, `no line of ${linesPath} is about it`);
    }
  }

  /** Hashes of passwords and values of variables are for their owner only. */
  async #checkModes(): Promise<void> {
    const { folder } = this.#backup;
    const isOpen = async (path: string) => {
      const stats = await lstat(join(folder, path)).catch(() => undefined);
      return stats !== undefined && (stats.mode & 0o077) !== 0;
    };
    if (!(await isOpen(''))) return;
    this.#add('.', undefined, 'other users can open the folder: chmod 700');
    for (const path of ['users/users.ndjson', secretsName, encryptedSecretsName])
      if (await isOpen(path)) this.#add(path, undefined, 'other users can read it: chmod 600');
  }
}

/**
 * Returns the members of a line, or what is wrong with it.
 * @param id it needs: none, a `$id`, or one that can be the name of a file
 */
function itemOf(text: string, id: 'none' | '$id' | 'ID of a file'): ReadonlyMap<string, string> | string {
  try {
    checkJson(text);
  } catch {
    return 'it is not JSON';
  }
  if (kindOf(text) !== 'object') return 'it is not a JSON object';
  const item = members(text);
  if (id === 'none') return item;
  const value = item.get('$id');
  if (value === undefined || kindOf(value) !== 'string' || value === '""') return 'it has no "$id"';
  const isName = id !== 'ID of a file' || idForm.test(plainText(value));
  return isName ? item : 'its "$id" is none that a server gives';
}
