import { createQuestions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';
import { usageError } from '../../errors.ts';

/** Comments around this program's lines in an rc file. `#` begins a comment in all of these shells. */
const beginMark = '# >>> appwrite-cli completion >>>';
const endMark = '# <<< appwrite-cli completion <<<';

/** Returns the text with this program's lines, which replace older ones or are appended. */
export function withBlock(text: string, lines: readonly string[]): string {
  const block = [beginMark, ...lines, endMark].join('\n');
  const range = findBlock(text);
  if (range) return text.slice(0, range.start) + block + text.slice(range.end);
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${gap}${text === '' ? '' : '\n'}${block}\n`;
}

/** Returns the text without this program's lines and without the empty line before them. */
export function withoutBlock(text: string): string {
  const range = findBlock(text);
  if (!range) return text;
  const before = text.slice(0, range.start).replace(/\n\r?\n$/, '\n');
  return before + text.slice(range.end).replace(/^\r?\n/, '');
}

function findBlock(text: string): { start: number; end: number } | undefined {
  const start = text.indexOf(beginMark);
  const end = text.indexOf(endMark, start);
  return start < 0 || end < 0 ? undefined : { start, end: end + endMark.length };
}

/**
 * Asks before the user's rc file is changed, unless `--yes` is given.
 * @param change the question up to the path, such as `Remove the lines from`
 * @throws CliError exit 2 if there is no terminal
 */
export async function confirmRcEdit(
  change: string,
  path: string,
  { context, globals }: Pick<Services, 'context' | 'globals'>,
): Promise<boolean> {
  if (globals.yes) return true;
  const ask = createQuestions(context, globals);
  if (ask.possible) return ask.confirm({ message: `${change} ${path}?`, flag: '--yes', default: true });
  throw usageError(
    `${path} needs a change, and there is no terminal to ask on`,
    'add --yes to change it, or --dry-run to see the lines that it needs',
  );
}
