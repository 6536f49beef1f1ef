import type { Flag, FlagTexts } from '../core/flags.ts';
import { globalFlags } from '../core/globals.ts';
import type { CommandSpec } from '../core/spec.ts';
import { shellWord } from '../lib/text/shell-quote.ts';
import { visible } from '../lib/text/visible.ts';

/** Longer values are left out. */
const maxShownLength = 60;

/**
 * Returns a command line that does the same again: the arguments in their places, then the flags. In place of a value
 * that is a secret, or long, stands `…`.
 * @param path group and name of the command
 */
export function lineText(path: string, spec: CommandSpec, texts: FlagTexts): string {
  const positional = spec.arguments.flatMap(({ key }) => texts[key] ?? []);
  const keys = new Set(spec.arguments.map(({ key }) => key));
  const own = new Set(spec.flags.map(({ key }) => key));
  const flags = [...spec.flags, ...globalFlags.filter(({ key }) => !own.has(key))];
  const given = flags.filter(({ key }) => !keys.has(key) && texts[key] !== undefined);
  const words = [...positional.map(word), ...given.flatMap((flag) => flagWords(flag, texts[flag.key]!))];
  return visible(['appwrite-cli', path, ...words].join(' '));
}

function flagWords({ flag, arity, alternative }: Flag, texts: readonly string[] | null): string[] {
  const negated = `--no-${flag.slice(2)}`;
  if (texts === null) return [negated];
  if (arity === 'none') return texts.map(() => flag);
  if (arity === 'boolean') return [texts[0] === 'true' ? flag : negated];
  // A flag whose value can come from a file instead holds a secret.
  const shown = alternative === undefined ? texts.map(word) : ['…'];
  return arity === 'repeatable' ? shown.flatMap((text) => [flag, text]) : [flag, ...shown];
}

const word = (text: string) => (text.length > maxShownLength ? '…' : shellWord(text));
