/** The files of function code, by what they hold: two archives of the same files differ in times, owners and order. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Contents } from './contents.ts';

export type Leaf =
  | {
      readonly kind: 'file';
      /** In hex. */
      readonly sha256: string;
      readonly executable: boolean;
    }
  | { readonly kind: 'link'; readonly target: string };

/** Files and links by path, with slashes. */
export type Tree = ReadonlyMap<string, Leaf>;

/** Reads a listed folder. */
export async function treeOf({ folder, entries }: Contents): Promise<Tree> {
  const tree = new Map<string, Leaf>();
  for (const entry of entries) {
    if (entry.kind === 'link') tree.set(entry.path, { kind: 'link', target: entry.target });
    if (entry.kind !== 'file') continue;
    const sha256 = await sha256Of(createReadStream(join(folder, entry.path)));
    tree.set(entry.path, { kind: 'file', sha256, executable: entry.executable });
  }
  return tree;
}

/** Returns the SHA-256 of content, in hex. */
export async function sha256Of(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of content) hash.update(part);
  return hash.digest('hex');
}

/** Returns the SHA-256 of a tree, in hex, whatever the order of its paths. */
export function treeSha256(tree: Tree): string {
  const lines = [...tree].sort(([a], [b]) => (a < b ? -1 : 1)).map((entry) => JSON.stringify(entry));
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/**
 * True if both hold the same. Whether a file can be run does not count: not every system that packs code knows.
 */
export const isSameLeaf = (one: Leaf, other: Leaf): boolean =>
  one.kind === 'file'
    ? other.kind === 'file' && one.sha256 === other.sha256
    : other.kind === 'link' && one.target === other.target;

/** Returns the paths that only one of two trees has, or that hold something else, sorted. */
export function differingPaths(one: Tree, other: Tree): string[] {
  const differs = (path: string) => {
    const [a, b] = [one.get(path), other.get(path)];
    return a === undefined || b === undefined || !isSameLeaf(a, b);
  };
  return [...new Set([...one.keys(), ...other.keys()])].filter(differs).sort();
}
