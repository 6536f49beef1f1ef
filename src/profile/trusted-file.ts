import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { codeOf, reasonOf } from '../lib/files/fs-error.ts';

/** The result of reading a file that is trusted only if certain users own it. */
export type Reading =
  /** The text without its byte order mark. */
  | { readonly kind: 'text'; readonly text: string; readonly hasByteOrderMark: boolean }
  | { readonly kind: 'missing' }
  /** Another user owns the file, or the symbolic link to it. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Reads a text file if its owner is trusted. Never blocks on a pipe.
 * @param owners the trusted user IDs; undefined on systems without file owners
 */
export function readTrustedFile(
  path: string,
  owners: readonly number[] | undefined,
  maxBytes: number,
): Reading {
  const trusted = (uid: number) => owners === undefined || owners.includes(uid);
  let descriptor: number | undefined;
  try {
    if (!trusted(lstatSync(path).uid)) return { kind: 'foreign' };
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    // Checked on the open file, so that it can't be replaced between the check and the read.
    const stats = fstatSync(descriptor);
    if (!trusted(stats.uid)) return { kind: 'foreign' };
    if (stats.isDirectory()) return { kind: 'unreadable', reason: 'it is a folder' };
    if (!stats.isFile()) return { kind: 'unreadable', reason: 'it is not a file' };
    if (stats.size > maxBytes) return { kind: 'unreadable', reason: `it is larger than ${maxBytes} bytes` };
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
