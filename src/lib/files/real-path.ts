import { realpathSync } from 'node:fs';

/** Follows the symbolic links of a path; returns it unchanged if there is nothing. */
export function realPathOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
