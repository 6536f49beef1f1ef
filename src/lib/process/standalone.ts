import { getRawAsset, isSea } from 'node:sea';

/**
 * True in the executable that `npm run standalone` makes, which has Node inside of it: `process.execPath` is then this program,
 * and runs no other script.
 */
export const isStandalone = isSea();

/**
 * Returns a file that the package has in its folder and the standalone executable inside of it.
 * @param name relative to the folder of the package, such as `completions/_appwrite-cli`; read-only bytes
 * @returns undefined outside the executable
 */
export function embeddedFile(name: string): Buffer | undefined {
  if (!isStandalone) return undefined;
  try {
    return Buffer.from(getRawAsset(name) as ArrayBuffer);
  } catch {
    // The library is part of another program's executable.
    return undefined;
  }
}
