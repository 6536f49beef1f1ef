import { fstatSync } from 'node:fs';
import type { InputStream } from '../../context.ts';
import { usageError } from '../../errors.ts';

/** The process's stdin. Where it can't be read, so that Node takes it for empty, it breaks with a usage error. */
export function standardInput(): InputStream {
  const { stdin } = process;
  const kind = unreadableKind();
  if (kind === undefined || stdin.destroyed) return stdin;
  // Who reads is told of an error; without a listener the event would end the process.
  stdin.on('error', () => {});
  return stdin.destroy(
    usageError(`stdin is a ${kind}, which can't be read`, 'redirect it from a file or a pipe'),
  );
}

function unreadableKind(): string | undefined {
  try {
    const stats = fstatSync(0);
    if (stats.isDirectory()) return 'folder';
    return stats.isBlockDevice() ? 'block device' : undefined;
  } catch {
    return undefined;
  }
}
