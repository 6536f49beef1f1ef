import { readFileSync } from 'node:fs';
import { nameOfBytes } from '../files/names.ts';

/**
 * Returns the arguments of this process without loss. Node decodes them as UTF-8, and replaces bytes that are not by
 * U+FFFD, so that another file would be named, or another value sent. Linux still tells the bytes: there such arguments
 * are decoded by `nameOfBytes`.
 * @param decoded the last arguments, as Node decodes them
 */
export function exactArguments(decoded: readonly string[]): readonly string[] {
  if (!decoded.some((argument) => argument.includes('\ufffd'))) return decoded;
  try {
    const commandLine = readFileSync('/proc/self/cmdline', 'latin1').split('\0').slice(0, -1);
    return commandLine.slice(-decoded.length).map((argument) => nameOfBytes(Buffer.from(argument, 'latin1')));
  } catch {
    return decoded;
  }
}
