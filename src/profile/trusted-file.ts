import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { codeOf, reasonOf } from '../lib/files/fs-error.ts';
import { JsonError } from '../lib/json/error.ts';
import { JsonReader } from '../lib/json/reader.ts';

/** What became of reading a file that is trusted only if the user owns it. */
export type Reading =
  /** The text without its byte order mark. */
  | { readonly kind: 'text'; readonly text: string; readonly hasByteOrderMark: boolean }
  | { readonly kind: 'missing' }
  /** Another user owns it, or the link that leads to it. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Reads a text file, unless its owner is not to be trusted. A pipe or a folder is never waited for.
 * @param owners the user IDs that may own the file; undefined where files have no owner
 * @param limit the most bytes it may have
 */
export function readTrustedFile(path: string, owners: readonly number[] | undefined, limit: number): Reading {
  const trusted = (uid: number) => owners === undefined || owners.includes(uid);
  let descriptor: number | undefined;
  try {
    if (!trusted(lstatSync(path).uid)) return { kind: 'foreign' };
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    // Asked of the open file, so that it is the very file that is read.
    const stats = fstatSync(descriptor);
    if (!trusted(stats.uid)) return { kind: 'foreign' };
    if (!stats.isFile()) return { kind: 'unreadable', reason: 'it is not a file' };
    if (stats.size > limit) return { kind: 'unreadable', reason: `it is larger than ${limit} bytes` };
    const text = readFileSync(descriptor, 'utf8');
    const hasByteOrderMark = text.startsWith('\uFEFF');
    return { kind: 'text', text: hasByteOrderMark ? text.slice(1) : text, hasByteOrderMark };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    return { kind: 'unreadable', reason: reasonOf(error) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** What came of reading JSON text. */
export interface ParsedJson {
  readonly value?: unknown;
  /** Where the text is broken, such as ` (line 3, column 7)`. */
  readonly broken?: string;
}

/**
 * Parses JSON from a file that may hold secrets: a broken one is described by the place alone, because messages of
 * parsers quote the text.
 * @param text the whole file
 */
export function parseJson(text: string): ParsedJson {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { broken: brokenPlace(text) };
  }
}

function brokenPlace(text: string): string {
  const reader = new JsonReader(text);
  try {
    while (reader.next() !== 'end');
    return '';
  } catch (error) {
    if (error instanceof JsonError) return ` (line ${error.line}, column ${error.column})`;
    throw error;
  }
}
