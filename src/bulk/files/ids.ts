import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { usageError } from '../../errors.ts';
import { newFileId } from '../../http/upload/job.ts';
import type { IdRule } from './id-rules.ts';

/** What an ID may have, in characters. */
const longest = 36;
const hashLength = 8;

/**
 * The IDs of files that go up together.
 * @param names their paths as seen from the folder the command was started in, with slashes
 * @throws CliError exit 2 where two of them would get the same
 */
export function fileIds(names: readonly string[], rule: IdRule): string[] {
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

/** An ID that is always the same for a text, and can be read where the text allows it: `a/b c.png` is `a_b_c.png-…`. */
function idOf(text: string): string {
  const normal = text.normalize('NFC');
  const plain = normal.replaceAll('/', '_');
  if (plain.length <= longest && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(plain)) return plain;
  const readable = plain.replace(/[^A-Za-z0-9._-]+/g, '_').replace(/^[._-]+/, '');
  const hash = createHash('sha256').update(normal).digest('hex').slice(0, hashLength);
  const kept = readable.slice(0, longest - hashLength - 1);
  return kept === '' ? hash : `${kept}-${hash}`;
}
