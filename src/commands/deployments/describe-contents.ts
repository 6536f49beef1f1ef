import type { Contents, Entry } from '../../functions/pack/contents.ts';
import { decimalBytes } from '../../lib/text/quantities.ts';
import { visible } from '../../lib/text/visible.ts';

/** Describes the contents of an archive in shell comments, to precede a command. */
export function describeContents({ entries }: Contents): string {
  const files = entries.filter((entry) => entry.kind === 'file');
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const count = `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  return [
    `# The archive that curl reads from stdin here would be packed from ${count}, ${decimalBytes(size)}:`,
    ...entries.map((entry) => `#   ${describe(entry)}`),
  ].join('\n');
}

function describe(entry: Entry): string {
  const path = visible(entry.path);
  switch (entry.kind) {
    case 'folder':
      return `${path}/`;
    case 'link':
      return `${path} -> ${visible(entry.target)}`;
    case 'file':
      return `${path} (${decimalBytes(entry.size)})`;
  }
}
