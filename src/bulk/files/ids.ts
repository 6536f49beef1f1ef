import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { usageError } from '../../errors.ts';
import { newFileId } from '../../http/upload/job.ts';
import type { IdRule } from '../flags.ts';

const maxIdLength = 36;
const hashLength = 8;

/**
 * Returns the IDs of files that are uploaded together.
 * @param names paths relative to the working directory, with slashes
 * @throws CliError exit 2 if two files would get the same ID
 */
export function fileIds(names: readonly string[], rule: Exclude<IdRule, 'from-manifest'>): string[] {
  if (rule === 'unique') return names.map(newFileId);
  const taken = new Map<string, string>();
  return names.map((name) => {
    const id = idOf(rule === 'name' ? posix.basename(name) : name.replace(/^(\.\.\/)+/, ''));
    const other = taken.get(id);
    if (other !== undefined) {
      throw usageError(
        `${other} and ${name} would both get the ID ${id}`,
        rule === 'name' ? 'use --id path, or upload them in two runs' : 'rename one of them',
      );
    }
    taken.set(id, name);
    return id;
  });
}

/** Returns a deterministic, and if possible readable, ID for a text: `a/b c.png` becomes `a_b_c.png-…`. */
function idOf(text: string): string {
  const normal = text.normalize('NFC');
  const plain = normal.replaceAll('/', '_');
  if (plain.length <= maxIdLength && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(plain)) return plain;
  const readable = plain.replace(/[^A-Za-z0-9._-]+/g, '_').replace(/^[._-]+/, '');
  const hash = createHash('sha256').update(normal).digest('hex').slice(0, hashLength);
  const prefix = readable.slice(0, maxIdLength - hashLength - 1);
  return prefix === '' ? hash : `${prefix}-${hash}`;
}
