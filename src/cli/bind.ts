import type { Arity, FlagTexts } from '../core/flags.ts';
import type { CommandSpec } from '../core/spec.ts';
import { usageError } from '../errors.ts';
import { shellWord } from '../lib/text/shell-quote.ts';

/**
 * Assigns positional words, in order, to the arguments that are not given as flags.
 * @throws CliError exit 2 if there are more words than arguments
 */
export function bindArguments(spec: CommandSpec, input: FlagTexts, words: readonly string[]): FlagTexts {
  const bound: Record<string, readonly string[] | null | undefined> = { ...input };
  const left = [...words];
  for (const argument of spec.arguments) {
    if (left.length === 0) break;
    if (bound[argument.key] !== undefined) continue;
    bound[argument.key] = argument.variadic ? left.splice(0) : [left.shift()!];
  }
  // Typographic quotes, which the shell does not know, are the likely reason for words too many.
  const quoted = left.find((word) => /[\u2018-\u201f]/.test(word));
  if (left.length > 0) throw tooMany(spec, input, quoted ?? left[0]!);
  return bound;
}

/** The words of the global flags: those of a command's own flags with the name of a global one are left out. */
export function globalTexts({ arguments: positional, flags }: CommandSpec, input: FlagTexts): FlagTexts {
  const isOwn = (key: string) => [positional, flags].some((list) => list.some((own) => own.key === key));
  return Object.fromEntries(Object.entries(input).filter(([key]) => !isOwn(key)));
}

function tooMany(spec: CommandSpec, input: FlagTexts, extra: string) {
  const named = spec.arguments.filter(({ key }) => input[key] !== undefined).map(({ name }) => `--${name}`);
  if (named.length > 0) {
    return usageError(
      `${named.join(' and ')} is given twice: as a flag and as "${extra}"`,
      'keep one of them',
    );
  }
  const expected = spec.arguments.map(({ name }) => `<${name}>`).join(' ') || 'none';
  const flag = missingFlag(spec, input);
  const guess = flag === undefined ? '' : `; did you mean ${flag} ${shellWord(extra)}?`;
  return usageError(
    `unexpected argument "${extra}"`,
    `${spec.name} takes these arguments: ${expected}${guess}`,
  );
}

/** Returns the first flag that the line lacks, and whose value the extra word may be. */
function missingFlag({ flags }: CommandSpec, input: FlagTexts): string | undefined {
  const takesWord = (arity: Arity) => arity === 'value' || arity === 'variadic' || arity === 'keyValue';
  return flags.find(
    ({ key, arity, required, hidden }) => required && !hidden && takesWord(arity) && input[key] === undefined,
  )?.flag;
}
