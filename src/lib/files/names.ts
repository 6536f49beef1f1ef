/**
 * File names as text. On POSIX systems a name is bytes, which need not be UTF-8. As in Python (PEP 383) each byte that is
 * not becomes a lone surrogate, U+DC80 to U+DCFF: nothing is lost, patterns match, and the bytes can be restored.
 */
import { isUtf8 } from 'node:buffer';

const rawByte = /[\udc80-\udcff]/u;
const everyRawByte = /([\udc80-\udcff])/gu;

/** Returns a name or path as text, from which `pathBytes` restores its bytes. */
export function nameOfBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let name = '';
  for (let start = 0; start < bytes.length; ) {
    const rest = bytes.subarray(start);
    const length = [1, 2, 3, 4].find((count) => isUtf8(rest.subarray(0, count)));
    name += length ? rest.toString('utf8', 0, length) : String.fromCharCode(0xdc00 + rest[0]!);
    start += length ?? 1;
  }
  return name;
}

/** True if a name is UTF-8, so that it can be sent, or written to an archive. */
export function isUtf8Name(name: string): boolean {
  return !rawByte.test(name);
}

/** False for a path from Node in which U+FFFD may stand for a byte that is not UTF-8, so that it leads elsewhere. */
export function isDecoded(path: string): boolean {
  return !path.includes('\ufffd');
}

/** Returns a path in the form that the functions of `node:fs` need: bytes if it is not UTF-8. */
export function pathBytes(path: string): string | Buffer {
  if (isUtf8Name(path)) return path;
  const pieces = path.split(everyRawByte);
  return Buffer.concat(
    pieces.map((piece) =>
      rawByte.test(piece) ? Buffer.from([piece.charCodeAt(0) - 0xdc00]) : Buffer.from(piece),
    ),
  );
}

/** Returns a name for messages and results, in which bytes that are not UTF-8 are escaped: `caf\xe9.txt`. */
export function shownName(name: string): string {
  return name.replace(everyRawByte, (byte) => `\\x${(byte.charCodeAt(0) - 0xdc00).toString(16)}`);
}
