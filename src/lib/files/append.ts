import { fstatSync, ftruncateSync, writeFileSync } from 'node:fs';

/**
 * Appends text to a file, whole or not at all: what fits on a full disk is taken back, so that a later record does not
 * continue a torn one.
 * @param file descriptor of a file that was opened to append
 * @throws the error of the system, for example on a full disk
 */
export function appendWhole(file: number, text: string): void {
  const { size } = fstatSync(file);
  try {
    writeFileSync(file, text);
  } catch (error) {
    takeBack(file, size);
    throw error;
  }
}

function takeBack(file: number, size: number): void {
  try {
    ftruncateSync(file, size);
  } catch {
    // The caller reports why the text could not be written.
  }
}
