import { CliError, ExitCode } from '../errors.ts';
import { members, plainText } from '../lib/json/slices.ts';

const lineStart = '{"$id":"';

/** Returns the `$id` of an item, as JSON text; empty if it has none. Lines of a backup begin with it. */
export function idOfLine(line: string): string {
  if (line.startsWith(lineStart)) {
    const id = line.slice(lineStart.length, Math.max(0, line.indexOf('"', lineStart.length)));
    if (id !== '' && !id.includes('\\')) return id;
  }
  return plainText(members(line).get('$id') ?? '""');
}

/** Returns the `$id` of a server's item, as JSON text. @throws CliError exit 1 if it has none */
export function requiredId(item: string): string {
  const id = idOfLine(item);
  if (id !== '') return id;
  throw new CliError(ExitCode.failure, 'the server sent an item without "$id"');
}
