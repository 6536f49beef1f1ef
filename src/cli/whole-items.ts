/** Notes about commas in lists. Loaded on a terminal only. */
import type { Flag, FlagValues } from '../core/flags.ts';
import { shellWord } from '../lib/text/shell-quote.ts';
import { isPair } from '../operations/object.ts';
import type { Output } from '../output/types.ts';

/** Points out lists of one item that holds a comma: the user may have meant several. */
export function noteWholeItems(
  flags: readonly Flag[],
  values: FlagValues,
  output: Pick<Output, 'note'>,
): void {
  for (const { key, flag, arity, commaSeparated } of flags) {
    const value = values[key];
    if (arity !== 'variadic' || commaSeparated || !Array.isArray(value) || value.length !== 1) continue;
    const items = separated(value[0]);
    if (items.length < 2) continue;
    const example = items.map(shellWord).join(' ');
    output.note(`${flag} takes this as one item: ${value[0]}. For ${items.length}, write ${flag} ${example}`);
  }
}

/** Returns the items that a word looks like; none for JSON, files, patterns with alternatives, and text after a key. */
function separated(word: string): string[] {
  if (/^[@[{]|[{}]/.test(word)) return [];
  const items = word.split(',').map((item) => item.trim());
  return items.some(isPair) && !items.every(isPair) ? [] : items;
}
